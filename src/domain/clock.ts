/** A moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number

/**
 * Tells the time that everything due obeys. Development mode may freeze or advance it; leases, socket timeouts and rate
 * windows never ask it, they run on real time.
 */
export interface Clock {
  now(): Instant
}

export const systemClock: Clock = { now: () => Date.now() }
