import type { Account } from '../domain/account.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText } from './kinds.ts'
import { required } from './route.ts'

/** How a path names an account. */
export const accountPath = { sid: required(anyText, 'The SID of the account.') }

/** The account that a path names. */
export async function accountOf({ sid }: { sid: string }, { ledger }: ControlContext): Promise<Account> {
  const account = await ledger.accounts.find(sid)
  if (!account) throw new ControlProblem(404, `there is no account ${sid}`)
  return account
}
