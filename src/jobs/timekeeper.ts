import { type Instant, freeze, resume } from '../domain/clock.ts'
import { type Advanced, type Advancing, advanceClock } from './advance-clock.ts'
import type { KeptClock } from './kept-clock.ts'

/** Who moves the clock of a server: one move after the other, in the order in which they were asked for. */
export interface Timekeeper {
  readonly clock: KeptClock
  /** Lets the clock stand, where it is or at a later moment. */
  freeze(at: Instant | undefined, signal: AbortSignal): Promise<void>
  /** Lets it run on from where it stands. */
  resume(signal: AbortSignal): Promise<void>
  advance(target: (now: Instant) => Instant, signal: AbortSignal): Promise<Advanced>
  /** Does something while nobody moves the clock. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
}

export function timekeeper(has: Advancing): Timekeeper {
  const { clock } = has
  let last: Promise<unknown> = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  return {
    clock,
    freeze: (at, signal) => inTurn(() => clock.move(freeze(at), signal)),
    resume: (signal) => inTurn(() => clock.move(resume, signal)),
    advance: (target, signal) => inTurn(() => advanceClock(target, has, signal)),
    inTurn,
  }
}
