import type { Job } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import { wasKept } from '../domain/was-kept.ts'
import { absent, add, outcome } from '../domain/write.ts'

/** Adds a job of which there is one for all processes, when it is not there yet. */
export async function addLoneJob(ledger: Ledger, job: Job): Promise<void> {
  const kept = await ledger.keep(outcome([add('job', job)], [absent('job', 'id', job.id)]))
  // Refused: another process starts at the same moment.
  if (!kept.kept && kept.because !== 'refused') wasKept(kept)
}
