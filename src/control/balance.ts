import { balanceOf, formatBalance, setBalance } from '../accounts/balance.ts'
import { readPrice } from '../domain/price.ts'
import { accountOf, accountPath } from './control-account.ts'
import { ControlProblem } from './control-problem.ts'
import { kind } from './kinds.ts'
import { required, route } from './route.ts'
import { object, text } from './shape.ts'

const balance = object({ balance: text, currency: text })

const amount = kind({ type: 'string' }, 'a text with at most five decimals, such as "20.00"', (value) =>
  typeof value === 'string' ? (readPrice(value) ?? undefined) : undefined,
)

/** What an account has left to spend: as it is, or as it shall be from now on. */
export const balanceRoutes = [
  route({
    method: 'GET',
    at: '/accounts/{sid}/balance',
    words: 'What an account has left to spend.',
    modes: 'both',
    path: accountPath,
    find: accountOf,
    answer: balance,
    deed: async ({ found }, has) => ({
      balance: formatBalance(await balanceOf(found, has)),
      currency: found.currency,
    }),
  }),
  route({
    method: 'PUT',
    at: '/accounts/{sid}/balance',
    words: 'Says what it has left to spend from now on.',
    modes: 'development',
    path: accountPath,
    find: accountOf,
    body: { balance: required(amount, 'That amount, as a text: `"5.00"`.') },
    answer: balance,
    async deed({ found, body }, has) {
      if (!(await setBalance(found, body.balance, has)))
        throw new ControlProblem(409, 'the balance was set by someone else at the same time: try again')
      return { balance: formatBalance(body.balance), currency: found.currency }
    },
  }),
]
