import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'

/** What the control API works on. */
export interface ControlContext {
  ledger: Ledger
  clock: Clock
  /** What accounts have to spend that were not given anything else, in 1/100,000 of their currency. */
  startingBalance: number
}
