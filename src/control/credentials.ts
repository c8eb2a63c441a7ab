import { ControlProblem } from './control-problem.ts'
import { route } from './route.ts'
import { listOf, object, orNull, text } from './shape.ts'

/** As many numbers as are told: an account has two from the first start. */
const mostNumbers = 10

/** The first account as `trunkline start` prints it: what a program is given in its environment. */
export const credentialRoutes = [
  route({
    method: 'GET',
    at: '/credentials',
    words: 'The first account, its auth token and its numbers, oldest first, and the test credentials.',
    modes: 'development',
    answer: object({
      accountSid: text,
      authToken: text,
      testAccountSid: orNull(text),
      testAuthToken: orNull(text),
      phoneNumbers: listOf(text),
    }),
    async deed(_given, { ledger }) {
      const [live, test] = await Promise.all([ledger.accounts.first('live'), ledger.accounts.first('test')])
      if (!live) throw new ControlProblem(404, 'there is no account')
      const { rows } = await ledger.incomingPhoneNumbers.list(live.sid, {}, { size: mostNumbers, skip: 0 })
      return {
        accountSid: live.sid,
        authToken: live.authToken,
        testAccountSid: test?.sid ?? null,
        testAuthToken: test?.authToken ?? null,
        phoneNumbers: rows.map(({ phoneNumber }) => phoneNumber).reverse(),
      }
    },
  }),
]
