import type { Account } from '../domain/account.ts'
import { accept, type Guard, type Operation, present } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'

/**
 * Keeps what a client asked for; false when a guard did not hold, or another process was first. Too much waiting is the client's to know,
 * and so is an account that was to get something and is being suspended or closed at this moment.
 */
export async function keepAsked(
  { keep }: Pick<Ledger, 'keep'>,
  operations: readonly Operation[],
  guard: Guard | readonly Guard[],
  receiver?: Account,
): Promise<boolean> {
  const stillActive = receiver && present('account', receiver.sid, { status: ['active'] })
  const result = await keep(accept(operations, [stillActive ?? [], guard].flat()))
  if (result.kept) return true
  if (result.because === 'busy') throw new Problem('tooManyRequests')
  if (result.because === 'guard' && result.broken === stillActive) throw new Problem('accountNotActive')
  return false
}
