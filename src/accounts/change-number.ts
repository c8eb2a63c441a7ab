import { type Account, isParent } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import type { IncomingPhoneNumber } from '../domain/incoming-phone-number.ts'
import { change, present, remove } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { isSid } from '../domain/sid.ts'
import { checkApplications } from './application-settings.ts'
import { keepAsked } from './keep-asked.ts'
import { type ChosenSettings, choose } from './number-settings.ts'

export interface NumberChange {
  /** Whose credentials came with the request. */
  caller: Account
  /** The account of the family that gets the number. */
  toAccountSid?: string
  settings: ChosenSettings
}

/** Changes what happens when somebody calls or writes to a number, or hands it to another account of the family. */
export async function changeNumber(
  number: IncomingPhoneNumber,
  { caller, toAccountSid, settings }: NumberChange,
  has: { ledger: Ledger; clock: Clock },
): Promise<IncomingPhoneNumber> {
  const target = toAccountSid ? await readTarget(number, toAccountSid, caller, has.ledger) : undefined
  const accountSid = target?.sid ?? number.accountSid
  await checkApplications(accountSid, settings, has.ledger)
  const changed = { accountSid, settings: choose(number.settings, settings), dateUpdated: has.clock.now() }
  const guard = present('incomingPhoneNumber', number.sid, { accountSid: [number.accountSid] })
  // A pool has senders of its own account only.
  const moves = target ? [remove('poolSender', number.sid)] : []
  const kept = await keepAsked(
    has.ledger,
    [change('incomingPhoneNumber', number.sid, changed), ...moves],
    guard,
    target,
  )
  if (!kept) throw new Problem('conflict')
  return { ...number, ...changed }
}

/** The account that gets the number; undefined when it has it already. */
async function readTarget(
  number: IncomingPhoneNumber,
  sid: string,
  caller: Account,
  ledger: Ledger,
): Promise<Account | undefined> {
  if (!isSid('AC', sid)) throw new Problem('transferAccountInvalid')
  if (sid === number.accountSid) return undefined
  if (!isParent(caller)) throw new Problem('transferNotByParent')
  const target = await ledger.accounts.find(sid)
  if (!target) throw new Problem('transferAccountUnknown')
  if (target.ownerAccountSid !== caller.sid || target.kind !== caller.kind)
    throw new Problem('transferAccountUnrelated')
  if (target.status !== 'active') throw new Problem('transferAccountNotActive')
  return target
}
