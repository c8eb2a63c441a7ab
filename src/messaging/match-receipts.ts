import type { DeedSpec, Job } from '../domain/job.ts'
import { change, outcome, present, remove } from '../domain/write.ts'
import { applyEarlyReceipts, deliverWhole, type Receiving, secondLook } from './record-receipt.ts'
import { wasKept } from '../domain/was-kept.ts'

const longestRest = 6 * 3_600_000

/**
 * Looks again for what a receipt is about that came early: whoever was to find it may have died between keeping one and looking
 * for the other. A receipt that nothing is ever known of is pruned, and this ends with it.
 */
export function matchReceipts(has: Receiving): DeedSpec {
  return {
    concurrency: 400,
    batch: 200,
    lease: 10_000,
    attempts: Infinity,
    run: (jobs) => match(jobs, has),
  }
}

async function match(jobs: readonly Job[], has: Receiving): Promise<void> {
  const { ledger, clock } = has
  const keys = jobs.map(({ subject }) => subject)
  const parts = await ledger.handedParts.many(keys)
  await applyEarlyReceipts([...parts.values()], has)
  await deliverWhole([...parts.values()], has)
  const early = await ledger.earlyReceipts.many(keys.filter((key) => !parts.has(key)))
  const now = clock.now()
  await Promise.all(
    jobs.map(async (job) => {
      const rest = Math.min(secondLook * 2 ** Math.min(job.attempts, 20), longestRest)
      const next = early.has(job.subject)
        ? change('job', job.id, { due: now + rest, hiddenUntil: null })
        : remove('job', job.id)
      wasKept(await ledger.keep(outcome([next], [present('job', job.id, { attempts: [job.attempts] })])))
    }),
  )
}
