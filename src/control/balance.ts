import type { FastifyInstance } from 'fastify'
import { balanceOf, formatBalance, setBalance } from '../accounts/balance.ts'
import { readPrice } from '../domain/price.ts'
import { accountOf, objectOf } from './control-account.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'

/** What an account has left to spend: as it is, or as it shall be from now on. */
export function balanceRoutes(control: FastifyInstance, has: ControlContext): void {
  control.get<{ Params: { sid: string } }>('/accounts/:sid/balance', async ({ params }) => {
    const account = await accountOf(params, has)
    return { balance: formatBalance(await balanceOf(account, has)), currency: account.currency }
  })

  control.put<{ Params: { sid: string }; Body: unknown }>('/accounts/:sid/balance', async ({ params, body }) => {
    const account = await accountOf(params, has)
    const { balance } = objectOf(body, ['balance'])
    const amount = typeof balance === 'string' ? readPrice(balance) : null
    if (amount === null) throw new ControlProblem(400, 'balance is a text with at most five decimals, such as "20.00"')
    if (!(await setBalance(account, amount, has)))
      throw new ControlProblem(409, 'the balance was set by someone else at the same time: try again')
    return { balance: formatBalance(amount), currency: account.currency }
  })
}
