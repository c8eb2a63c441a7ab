import { countUsage } from '../domain/count-usage.ts'
import { minutesOf, priceOfRecording } from '../domain/call-price.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import type { Recording } from '../domain/recording.ts'
import { change, outcome, present, remove } from '../domain/write.ts'
import { wasKept } from '../domain/was-kept.ts'
import { reportOfRecording } from './report-recording.ts'
import type { Recorder } from './start-recording.ts'

/** Makes recordings that got their last sound complete: they are billed, and the application is told. */
export function completeRecording(has: Recorder): DeedSpec {
  return {
    concurrency: 100,
    batch: 50,
    lease: 10_000,
    async run(jobs) {
      const recordings = await has.ledger.recordings.many(jobs.map(({ subject }) => subject))
      await Promise.all(jobs.map((job) => complete(job, recordings.get(job.subject), has)))
      has.nudge('report-call')
    },
  }
}

async function complete(job: Job, recording: Recording | undefined, has: Recorder): Promise<void> {
  const { ledger, clock } = has
  const done = remove('job', job.id)
  if (recording?.status !== 'stopped' && recording?.status !== 'processing')
    return void wasKept(await ledger.keep(outcome([done])))
  const now = clock.now()
  const { sid, accountSid, duration, status } = recording
  const price = priceOfRecording(duration ?? 0)
  const values = { status: 'completed', price, dateUpdated: now } as const
  const usage = { usage: minutesOf(duration ?? 0), price: -price }
  const operations = [
    change('recording', sid, values),
    countUsage(accountSid, 'recordings', now, usage),
    ...reportOfRecording({ ...recording, ...values }, 'completed', now),
    done,
  ]
  // Deleted meanwhile, or completed by another process: the job is taken again, and finds that.
  wasKept(await ledger.keep(outcome(operations, [present('recording', sid, { status: [status] })])))
}
