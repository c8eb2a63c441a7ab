import type { Ledger } from '../domain/ledger.ts'
import { type Guard, type Operation, outcome } from '../domain/write.ts'

/** Keeps what a job did; false when a guard did not hold. Anything else that goes wrong rises. */
export async function keepOutcome(
  { keep }: Pick<Ledger, 'keep'>,
  operations: readonly Operation[],
  guards: readonly Guard[],
): Promise<boolean> {
  const result = await keep(outcome(operations, guards))
  if (result.kept || result.because === 'guard') return result.kept
  throw new Error(`a write was not kept: ${result.because === 'refused' ? result.reason : 'too much waits'}`)
}
