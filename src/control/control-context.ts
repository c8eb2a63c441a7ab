import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'

/** What the control API works on. */
export interface ControlContext {
  /** What changes the world of a test is there in development only. */
  mode: 'development' | 'production'
  ledger: Ledger
  clock: Clock
  /** What accounts have to spend that were not given anything else, in 1/100,000 of their currency. */
  startingBalance: number
  /** Aborts when the server closes: who waits is answered. */
  closing: AbortSignal
}
