import type { Clock, Instant } from '../domain/clock.ts'
import type { Deeds, Job, JobFilter } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Worker } from './worker.ts'
import { type WorkerWatch, watchWorker } from './worker-watch.ts'

export interface Settling {
  ledger: Pick<Ledger, 'jobs'>
  clock: Clock
  deeds: Deeds
  /** Null in a process that does no jobs. */
  worker(): Worker | null
}

/** What came of waiting. What is pending is due; it may wait for real time, or be under way. */
export interface Settled {
  settled: boolean
  pending: readonly Job[]
}

/** So many of what is pending are told. */
const mostTold = 20

/** After how many milliseconds to look again for what nobody tells: what other processes do, and what waits for real time. */
const longestLook = 50

/** Waits until nothing is left to do that is due by now: of one account, with what is of none, or of all. It moves no clock. */
export async function settle(accountSid: string | null, has: Settling, signal: AbortSignal): Promise<Settled> {
  const { ledger, clock } = has
  const of = accountSid === null ? {} : { accountSids: [accountSid, ''] }
  const worker = has.worker()
  using watch = watchWorker(worker)
  const due = () => whatIsDue(of, clock.now(), ledger)
  await untilNone(
    async () => {
      const jobs = await due()
      for (const deed of new Set(jobs.map(({ deed }) => deed))) worker?.nudge(deed)
      return jobs.length > 0
    },
    watch,
    signal,
  )
  const pending = await due()
  return { settled: pending.length === 0, pending }
}

/** What is due by then, under a lease or not: the first few of it. */
export const whatIsDue = async (of: JobFilter, by: Instant, { jobs }: Settling['ledger']): Promise<readonly Job[]> =>
  (await jobs.list({ ...of, dueBy: by }, mostTold)).rows

/** Waits until none is left; false when that was not in time. */
export async function untilNone(
  isLeft: () => Promise<boolean>,
  watch: WorkerWatch,
  signal: AbortSignal,
): Promise<boolean> {
  while (await isLeft()) {
    if (signal.aborted) return false
    await watch.idle(longestLook, signal)
  }
  return true
}
