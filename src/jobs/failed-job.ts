import type { DeedSpec, Job } from '../domain/job.ts'
import { change, outcome, present, remove } from '../domain/write.ts'
import type { WorkerOptions } from './worker-options.ts'

const mostAttempts = 10
const longestWait = 60_000

type Has = Pick<WorkerOptions, 'ledger' | 'log'>

/** Whether a job was taken so often that it is taken for one that can never be done. */
export const isSpent = (job: Job, spec: DeedSpec): boolean => job.attempts > (spec.attempts ?? mostAttempts)

/** After a deed threw: its jobs are hidden for longer each time, and given up when they were taken often enough. */
export async function leaveForLater(jobs: readonly Job[], error: unknown, spec: DeedSpec, has: Has): Promise<void> {
  const last = jobs.filter((job) => job.attempts >= (spec.attempts ?? mostAttempts))
  const again = jobs.filter((job) => !last.includes(job))
  if (again.length > 0) has.log.error({ deed: again[0]?.deed, jobs: again.length, err: error }, 'a deed failed')
  await Promise.all([
    giveUp(last, error, has),
    ...again.map((job) => {
      const wait = Math.min(spec.lease * 2 ** Math.min(job.attempts - 1, 20), longestWait)
      return has.ledger.keep(outcome([change('job', job.id, { hiddenUntil: Date.now() + wait })], [stillOurs(job)]))
    }),
  ])
}

/** Removes jobs that can never be done; what they were is told in the log. */
export async function giveUp(jobs: readonly Job[], error: unknown, { ledger, log }: Has): Promise<void> {
  for (const { id, deed, subject, attempts } of jobs)
    log.error({ deed, job: id, subject, attempts, err: error }, 'a job was given up')
  await Promise.all(jobs.map((job) => ledger.keep(outcome([remove('job', job.id)], [stillOurs(job)]))))
}

/** Nobody else took the job since: its lease has not ended, or nobody noticed. */
const stillOurs = ({ id, attempts }: Job) => present('job', id, { attempts: [attempts] })
