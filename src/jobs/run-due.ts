import type { Job } from '../domain/job.ts'
import type { WorkerOptions } from './worker-options.ts'

/** Rounds after which jobs that keep adding jobs that are due at once are taken for a circle. */
const mostRounds = 10_000

/**
 * Does everything that is due by the clock, and what that makes due, then resolves with how many jobs it ran. For those who move the
 * clock and want to see what it brings. What a deed throws rises.
 */
export async function runDue(
  { ledger, clock, deeds, rateOf }: Pick<WorkerOptions, 'ledger' | 'clock' | 'deeds' | 'rateOf'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  let done = 0
  for (let round = 0; round < mostRounds; round++) {
    const ran = await Promise.all(
      Object.entries(deeds).map(async ([deed, spec]) => {
        const jobs = await ledger.jobs.claim({
          deeds: [deed],
          limit: spec.concurrency,
          now: clock.now(),
          lease: spec.lease,
          rateOf,
        })
        await Promise.all(inBatches(jobs, spec.batch).map((batch) => spec.run(batch, signal)))
        return jobs.length
      }),
    )
    const sum = ran.reduce((total, count) => total + count, 0)
    if (sum === 0) return done
    done += sum
  }
  throw new Error(`jobs were still falling due after ${mostRounds} rounds`)
}

const inBatches = (jobs: readonly Job[], size: number): Job[][] =>
  Array.from({ length: Math.ceil(jobs.length / size) }, (_, i) => jobs.slice(i * size, (i + 1) * size))
