import type { Clock } from '../domain/clock.ts'
import { idempotencyPeriod } from '../domain/idempotent-request.ts'
import { type DeedSpec, laneless } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import { change, outcome, present } from '../domain/write.ts'
import { addLoneJob } from './add-lone-job.ts'
import { wasKept } from '../domain/was-kept.ts'

export interface Pruning {
  ledger: Ledger
  clock: Clock
  /** How long each kind is kept, in milliseconds. */
  retention: { events: number; webhookAttempts: number; handedParts: number }
}

/** One job for all processes, ever. */
const id = 'prune-history'
const rest = 600_000
const perRound = 1000
const mostRounds = 20

/** Adds the one job that prunes, when it is not there yet. */
export async function startPruning({ ledger, clock }: Pick<Pruning, 'ledger' | 'clock'>): Promise<void> {
  await addLoneJob(ledger, {
    id,
    deed: 'prune-history',
    accountSid: '',
    subject: '',
    ...laneless,
    due: clock.now() + rest,
    data: {},
  })
}

/** Removes old events, webhook attempts and parts, some at a time, and comes again: soon while there is more, else after a rest. */
export function pruneHistory({ ledger, clock, retention }: Pruning): DeedSpec {
  return {
    concurrency: 1,
    batch: 1,
    lease: 60_000,
    attempts: Infinity,
    housekeeping: true,
    async run(jobs, signal) {
      const now = clock.now()
      const before = {
        events: now - retention.events,
        webhookAttempts: now - retention.webhookAttempts,
        handedParts: now - retention.handedParts,
        idempotentRequests: now - idempotencyPeriod,
      }
      let gone = perRound
      for (let round = 0; round < mostRounds && gone >= perRound && !signal.aborted; round++)
        gone = await ledger.prune(before, perRound)
      const due = clock.now() + (gone >= perRound ? 1000 : rest)
      for (const job of jobs) {
        const again = change('job', job.id, { due, hiddenUntil: null, attempts: 0 })
        wasKept(await ledger.keep(outcome([again], [present('job', job.id, { attempts: [job.attempts] })])))
      }
    },
  }
}
