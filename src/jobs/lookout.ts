import type { NextJob } from '../domain/job.ts'
import type { WorkerOptions } from './worker-options.ts'

/** Looks, for all deeds together, for jobs that nobody announced. */
export interface Lookout {
  /** What was seen of the deed, at most one look ago. */
  look(deed: string): Promise<NextJob | undefined>
}

/** Deeds that have nothing to do share one look at the database in each interval, however many they are. */
export function lookout({ ledger, deeds, pollMs }: Pick<WorkerOptions, 'ledger' | 'deeds' | 'pollMs'>): Lookout {
  const names = Object.keys(deeds)
  let seen: Promise<ReadonlyMap<string, NextJob>> | null = null
  let since = -Infinity
  return {
    async look(deed) {
      if (seen === null || performance.now() - since >= pollMs) {
        since = performance.now()
        seen = ledger.jobs.next(names)
      }
      try {
        return (await seen).get(deed)
      } catch (error) {
        seen = null
        throw error
      }
    },
  }
}
