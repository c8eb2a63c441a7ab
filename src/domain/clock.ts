/** A moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/**
 * Tells the time that everything due obeys. Development mode may freeze or advance it; leases, socket timeouts and rate
 * windows never ask it, they run on real time.
 */
export interface Clock {
  now(): Instant
}

/** As RFC 2822 writes it: `Thu, 30 Jul 2015 20:12:31 +0000`. */
export const rfc2822 = (at: Instant): string => new Date(at).toUTCString().replace('GMT', '+0000')

export const systemClock: Clock = { now: () => Date.now() }

/** How a clock that may be moved stands to real time. It is kept, so that all processes of one database agree. */
export interface ClockState {
  /** Where it stands; null while it runs. */
  frozenAt: Instant | null
  /** How many milliseconds it is ahead of real time while it runs; negative when it is behind. */
  offset: number
  /** Counts its moves: of two that are made at once, one comes first. */
  revision: number
  /** Real time until which it belongs to somebody who advances it step by step: nobody else moves it before. */
  heldUntil: number | null
}

export interface ClockQueries {
  read(): Promise<ClockState>
  /** Keeps a state in place of the one of the revision before; false when that is another by now. */
  write(state: ClockState): Promise<boolean>
}

/** What time it is, for a clock in this state at this moment of real time. */
export const timeOf = ({ frozenAt, offset }: Pick<ClockState, 'frozenAt' | 'offset'>, real: number): Instant =>
  frozenAt ?? real + offset

/** A move of the clock, given what time it tells at that moment of real time. None takes it back. */
export type Move = (state: ClockState, now: Instant, real: number) => Pick<ClockState, 'frozenAt' | 'offset'>

/** Lets it stand, where it is or at a later moment. */
export const freeze =
  (at: Instant = -Infinity): Move =>
  ({ offset }, now) => ({ frozenAt: Math.max(at, now), offset })

/** Lets it run on from where it stands. */
export const resume: Move = (_state, now, real) => ({ frozenAt: null, offset: now - real })

/** The state after a move. */
export function moved(state: ClockState, move: Move, real: number, heldUntil: number | null = null): ClockState {
  return { ...move(state, timeOf(state, real), real), revision: state.revision + 1, heldUntil }
}
