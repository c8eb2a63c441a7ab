import { type Account, accountTypes } from '../domain/account.ts'
import { errorEras } from '../domain/error-era.ts'
import { change, outcome } from '../domain/write.ts'
import { accountOf, accountPath } from './control-account.ts'
import { oneOf, orNull } from './kinds.ts'
import { optional, route } from './route.ts'
import { object, orNull as orNullShape, oneOf as oneOfShape, text } from './shape.ts'

const account = object({
  sid: text,
  friendlyName: text,
  status: text,
  type: oneOfShape(accountTypes),
  errorEra: orNullShape(oneOfShape(errorEras)),
})

const view = ({ sid, friendlyName, status, type, errorEra }: Account) => ({ sid, friendlyName, status, type, errorEra })

/** What only who runs the server decides of an account: whether it is on trial, and in which words it is refused. */
export const accountRoutes = [
  route({
    method: 'GET',
    at: '/accounts/{sid}',
    words: 'An account: whether it is on trial, and its era of error codes.',
    modes: 'both',
    path: accountPath,
    find: accountOf,
    answer: account,
    deed: ({ found }) => view(found),
  }),
  route({
    method: 'PATCH',
    at: '/accounts/{sid}',
    words: 'Changes an account.',
    modes: 'development',
    path: accountPath,
    find: accountOf,
    body: {
      errorEra: optional(
        orNull(oneOf(errorEras)),
        'In which codes and words it is refused: `classic`, `current`, or null for the server’s.',
      ),
      type: optional(oneOf(accountTypes), 'Whether it is on trial: `Full` or `Trial`.'),
    },
    answer: account,
    async deed({ found, body }, has) {
      await has.ledger.keep(outcome([change('account', found.sid, { ...body, dateUpdated: has.clock.now() })]))
      return view({ ...found, ...body })
    },
  }),
]
