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
}

export interface Keeping extends Advancing {
  /** Lets works follow each other. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
}

export function timekeeper(has: Keeping): Timekeeper {
  const { clock, inTurn } = has
  return {
    clock,
    freeze: (at, signal) => inTurn(() => clock.move(freeze(at), signal)),
    resume: (signal) => inTurn(() => clock.move(resume, signal)),
    advance: (target, signal) => inTurn(() => advanceClock(target, has, signal)),
  }
}
