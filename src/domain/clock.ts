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
