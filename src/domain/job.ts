import type { Instant } from './clock.ts'
import type { Stretch } from './page.ts'

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

/** What is the same in every new job that takes no turn in a lane. */
export const laneless = { lane: '', weight: 0, hiddenUntil: null, attempts: 0 } as const

export type JobData = Readonly<Record<string, unknown>>

/** What to do with the jobs of one deed, and how many at a time. */
export interface DeedSpec {
  /**
   * Does a batch. It removes or reschedules each job in the same write that keeps what the job was for; what it leaves as it was,
   * because it threw or was aborted, is taken again when the lease has ended.
   */
  run(jobs: readonly Job[], signal: AbortSignal): Promise<void>
  /** How many jobs one process may have in hand at once. */
  concurrency: number
  /** How many jobs one run is given at most. */
  batch: number
  /** Milliseconds of real time after which a job that is still there may be taken again. */
  lease: number
  /** How often a job is taken at most before it is given up: 10 unless told. */
  attempts?: number
  /** Housekeeping, at a time that nobody waits for: who advances the clock does not stop for it, but does it wherever he stops. */
  housekeeping?: true
}

/** Deeds by the name under which jobs ask for them. */
export type Deeds = Readonly<Record<string, DeedSpec>>

/** Takes jobs that may be done now, in the order in which they fell due, and hides them from others for the lease. */
export interface Claim {
  deeds: readonly string[]
  limit: number
  now: Instant
  /** Milliseconds of real time. */
  lease: number
  /** How many of a lane's weight may pass each second; Infinity for no bound. */
  rateOf(lane: string): number
}

/** When a job may be taken: by the clock, or in real time; null when none waits for that. */
export interface NextJob {
  due: Instant | null
  hiddenUntil: Instant | null
}

/** Which jobs are listed: all of these must hold. */
export interface JobFilter {
  /** Of one of these accounts; `''` is none. */
  accountSids?: readonly string[]
  subject?: string
  /** Those that fall due by then, under a lease or not. */
  dueBy?: Instant
}

export interface JobQueries {
  claim(claim: Claim): Promise<readonly Job[]>
  /** When the next job of each of these deeds may be taken; a deed without jobs is not in it. */
  next(deeds: readonly string[]): Promise<ReadonlyMap<string, NextJob>>
  /** Milliseconds of real time until the first turn in a lane that was not given out yet; 0 when it is free. */
  ahead(lane: string): Promise<number>
  find(id: string): Promise<Job | null>
  /** In the order in which they fall due, `limit` at most, behind what the page before gave. */
  list(filter: JobFilter, limit: number, before?: string): Promise<Stretch<Job>>
  count(filter: JobFilter): Promise<number>
  /** How many jobs of a deed wait or are being done, for the drain at shutdown and for tests. */
  pending(deeds?: readonly string[]): Promise<number>
}
