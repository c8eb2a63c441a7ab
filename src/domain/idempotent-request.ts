import type { Instant } from './clock.ts'

/** How long a creation that carried an Idempotency-Key is answered again instead of done again, in milliseconds. */
export const idempotencyPeriod = 86_400_000

/** A creation that carried an Idempotency-Key: kept in the same write as what it created. */
export interface IdempotentRequest {
  /** A hash of the account, the path and the Idempotency-Key. */
  key: string
  /** A hash of what the form said. */
  form: string
  /** What was created; empty for what has no SID. */
  sid: string
  /** The first answer, sealed; null until it is known, and where it may not be kept. */
  answer: string | null
  at: Instant
}

export interface IdempotentRequestQueries {
  find(key: string): Promise<IdempotentRequest | null>
}
