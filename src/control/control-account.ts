import type { Account } from '../domain/account.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'

/** The account that a path names. */
export async function accountOf({ sid }: { sid: string }, { ledger }: ControlContext): Promise<Account> {
  const account = await ledger.accounts.find(sid)
  if (!account) throw new ControlProblem(404, `there is no account ${sid}`)
  return account
}

/** Reads a JSON object that has no other fields than these. */
export function objectOf(body: unknown, fields: readonly string[]): Readonly<Record<string, unknown>> {
  const allowed = fields.join(', ')
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ControlProblem(400, `send a JSON object with ${allowed}`)
  const stranger = Object.keys(body).find((name) => !fields.includes(name))
  if (stranger !== undefined) throw new ControlProblem(400, `"${stranger}" is not known here: send ${allowed}`)
  return body as Readonly<Record<string, unknown>>
}
