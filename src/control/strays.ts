import { pageFields, pageOf } from './paging.ts'
import { route } from './route.ts'
import { listOf, moment, object, orNull, text, whole } from './shape.ts'
import { momentView } from './views.ts'

/** What was sent to numbers that nobody owns. */
export const strayRoutes = [
  route({
    method: 'GET',
    at: '/strays',
    words: 'Messages that came in to numbers that nobody owns, newest first.',
    modes: 'both',
    query: pageFields,
    answer: object({
      strays: listOf(
        object({ sid: text, from: text, to: text, body: text, numMedia: whole, carrier: text, at: moment }),
      ),
      before: orNull(text),
    }),
    async deed({ query }, { ledger }) {
      const [limit, before] = pageOf(query)
      const found = await ledger.arrivals.strays(limit + 1, before)
      const strays = found.slice(0, limit).map((stray) => ({ ...stray, at: momentView(stray.at) }))
      return { strays, before: found.length > limit ? (strays.at(-1)?.sid ?? null) : null }
    },
  }),
]
