import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Write } from '../domain/write.ts'
import { Problem } from '../domain/problem.ts'
import { wasKept } from '../domain/was-kept.ts'

export interface Changing {
  ledger: Ledger
  clock: Clock
}

/** Keeps what a client asked for; false when a guard of it did not hold. Too much waiting is the client's to know. */
export async function keepChange(write: Write, { keep }: Pick<Ledger, 'keep'>): Promise<boolean> {
  const result = await keep(write)
  if (!result.kept && result.because === 'busy') throw new Problem('tooManyRequests')
  return wasKept(result)
}
