import { accept, type Guard, type Operation } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'

/** Keeps what a client asked for; false when a guard did not hold, or another process was first. Too much waiting is the client's to know. */
export async function keepAsked(
  { keep }: Pick<Ledger, 'keep'>,
  operations: readonly Operation[],
  guard: Guard,
): Promise<boolean> {
  const result = await keep(accept(operations, [guard]))
  if (!result.kept && result.because === 'busy') throw new Problem('tooManyRequests')
  return result.kept
}
