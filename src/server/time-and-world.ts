import type { ControlPorts } from '../control/control-context.ts'
import type { FirstAccount } from '../accounts/first-account.ts'
import type { Deeds } from '../domain/job.ts'
import type { KeptClock } from '../jobs/kept-clock.ts'
import { oneByOne } from '../jobs/one-by-one.ts'
import { settle } from '../jobs/settle.ts'
import { timekeeper } from '../jobs/timekeeper.ts'
import { type WorldOptions, openWorld } from './world.ts'

interface Given extends Omit<WorldOptions, 'inTurn' | 'first'> {
  deeds: Deeds
  kept: KeptClock | null
  /** Null in production, where there is no world to go back to. */
  first: FirstAccount | null
}

/** What moves the clock, and takes the world back: one at a time. */
export function timeAndWorld({ first, ...given }: Given): Pick<ControlPorts, 'timekeeper' | 'settle' | 'world'> {
  const { store: ledger, clock, deeds, worker, kept } = given
  const inTurn = oneByOne()
  return {
    timekeeper: kept && timekeeper({ ledger, clock: kept, deeds, worker, inTurn }),
    settle: (accountSid, signal) => settle(accountSid, { ledger, clock, deeds, worker }, signal),
    world: first && openWorld({ ...given, first, inTurn }),
  }
}
