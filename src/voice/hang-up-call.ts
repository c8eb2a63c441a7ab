import type { DeedSpec } from '../domain/job.ts'
import { outcome, remove } from '../domain/write.ts'
import { wasKept } from '../domain/was-kept.ts'
import type { Placing } from './place-call.ts'

/** Tells carriers that calls are over which we ended. */
export function hangUpCall({ ledger, carrierOf }: Pick<Placing, 'ledger' | 'carrierOf'>): DeedSpec {
  return {
    concurrency: 200,
    batch: 50,
    lease: 10_000,
    async run(jobs) {
      await Promise.all(
        jobs.map(async ({ id, subject, data }) => {
          await carrierOf(String(data['carrier']))?.hangUp(subject)
          wasKept(await ledger.keep(outcome([remove('job', id)])))
        }),
      )
    },
  }
}
