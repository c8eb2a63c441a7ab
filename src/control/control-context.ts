import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'

/** What the control API works on. */
export interface ControlContext {
  ledger: Ledger
  clock: Clock
}
