import { openWithNumbers } from '../accounts/open-with-numbers.ts'
import { type Account, accountTypes } from '../domain/account.ts'
import { errorEras } from '../domain/error-era.ts'
import { change, outcome } from '../domain/write.ts'
import { accountOf, accountPath } from './control-account.ts'
import { numberFrom, oneOf, orNull, textUpTo } from './kinds.ts'
import { optional, route } from './route.ts'
import { listOf, object, orNull as orNullShape, oneOf as oneOfShape, text } from './shape.ts'

const accountFields = {
  sid: text,
  friendlyName: text,
  status: text,
  type: oneOfShape(accountTypes),
  errorEra: orNullShape(oneOfShape(errorEras)),
}
const account = object(accountFields)

const view = ({ sid, friendlyName, status, type, errorEra }: Account) => ({ sid, friendlyName, status, type, errorEra })

const mostNumbers = 20

/** Accounts to test with; and what only who runs the server decides of one: whether it is on trial, and in which words it is refused. */
export const accountRoutes = [
  route({
    method: 'POST',
    at: '/accounts',
    words:
      'Opens an account with numbers of its own, apart from all others: a test that has one to itself meets no other test.',
    modes: 'development',
    body: {
      friendlyName: optional(textUpTo(64, 1), 'What it is called.'),
      numbers: optional(numberFrom(0, mostNumbers), `How many numbers it gets, ${mostNumbers} at most; 1 unless said.`),
      type: optional(oneOf(accountTypes), 'Whether it is on trial: `Full` or `Trial`; `Full` unless said.'),
    },
    status: 201,
    answer: object({ ...accountFields, authToken: text, phoneNumbers: listOf(text) }),
    async deed({ body: { numbers = 1, ...request } }, has) {
      const { account, phoneNumbers } = await openWithNumbers(request, numbers, has)
      return { ...view(account), authToken: account.authToken, phoneNumbers }
    },
  }),
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
