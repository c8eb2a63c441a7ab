import type { Clock } from '../domain/clock.ts'
import type { DeedSpec } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import { change, outcome, remove } from '../domain/write.ts'
import { obfuscation } from './let-go.ts'
import { ours } from './record-handover.ts'
import { wasKept } from '../domain/was-kept.ts'

/** Hides the recipient's number of messages whose receipts did not come in all that time. */
export function obfuscateAddress({ ledger, clock }: { ledger: Ledger; clock: Clock }): DeedSpec {
  return {
    concurrency: 100,
    batch: 50,
    lease: 10_000,
    async run(jobs) {
      const messages = await ledger.messages.many(jobs.map(({ subject }) => subject))
      await Promise.all(
        jobs.map(async (job) => {
          const message = messages.get(job.subject)
          const gone = message && obfuscation(message, clock.now())
          const changes = gone ? [change('message', job.subject, gone.values), ...gone.events()] : []
          wasKept(await ledger.keep(outcome([...changes, remove('job', job.id)], [ours(job)])))
        }),
      )
    },
  }
}
