import type { Ledger } from '../domain/ledger.ts'
import { wasKept } from '../domain/was-kept.ts'
import { type Guard, type Operation, outcome } from '../domain/write.ts'

/** Keeps what a job did; false when a guard did not hold. Anything else that goes wrong rises. */
export async function keepOutcome(
  { keep }: Pick<Ledger, 'keep'>,
  operations: readonly Operation[],
  guards: readonly Guard[],
): Promise<boolean> {
  return wasKept(await keep(outcome(operations, guards)))
}
