import type { Instant } from './clock.ts'

/** A deed to do later, kept in the same write as the thing it is about. */
export interface Job {
  id: string
  /** The name under which the server registered what to do. */
  deed: string
  accountSid: string
  /** What the job is about, often a message SID. */
  subject: string
  /** Whose turn it takes: carrier and sender, for what must keep a rate; empty otherwise. */
  lane: string
  /** How much of the lane's rate it uses: segments. */
  weight: number
  /** By the clock that may be moved. */
  due: Instant
  /** Real time until which nobody may take it: a lease, or its turn in its lane. Null: it only waits for `due`. */
  hiddenUntil: Instant | null
  /** How often it was taken. Above 1, an earlier worker died or lost its lease. */
  attempts: number
  data: JobData
}

export type JobData = Readonly<Record<string, unknown>>
