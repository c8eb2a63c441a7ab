import type { RefusedRequest } from '../domain/refused-request.ts'
import { requestSearch } from '../domain/search/request-search.ts'
import { anyText, yes } from './kinds.ts'
import { pageFields, pageOf } from './paging.ts'
import { optional, route } from './route.ts'
import { searchField, searchOf } from './search.ts'
import { flag, listOf, moment, object, orNull, text, whole } from './shape.ts'
import { momentView } from './views.ts'

const refused = object({
  id: text,
  at: moment,
  accountSid: orNull(text),
  method: text,
  path: text,
  status: whole,
  code: orNull(whole),
  message: text,
  notImplemented: flag,
})

const view = ({ at, ...rest }: RefusedRequest) => ({ at: momentView(at), ...rest })

/** What applications asked of the REST API in vain. */
export const requestRoutes = [
  route({
    method: 'GET',
    at: '/requests',
    words:
      'Requests to the REST API that were refused, newest first. `notImplemented` tells of those for which this server has nothing at the path.',
    modes: 'development',
    query: {
      ...pageFields,
      ...searchField,
      account: optional(anyText, 'Only those whose credentials or path named this account.'),
      notImplemented: optional(yes, '`true` for those only for which there is nothing here.'),
    },
    answer: object({ requests: listOf(refused), before: orNull(text) }),
    async deed({ query: { account, notImplemented, limit, before, q } }, { ledger, clock, refusedKept }) {
      await refusedKept()
      const filter = {
        ...(account !== undefined && { accountSid: account }),
        ...(notImplemented && { notImplemented }),
      }
      const search = searchOf(q, requestSearch, clock.now())
      const found = await ledger.refusedRequests.latest(filter, ...pageOf({ limit, before }), search)
      return { requests: found.rows.map(view), before: found.before }
    },
  }),
]
