import type { Instant } from '../domain/clock.ts'
import { type JobData, laneless } from '../domain/job.ts'
import { mintSid } from '../domain/sid.ts'
import { add, type Operation } from '../domain/write.ts'

export type VoiceDeed =
  'place-call' | 'run-call' | 'ask-for-call' | 'end-call' | 'hang-up-call' | 'complete-recording' | 'report-call'

interface JobWish {
  accountSid: string
  /** The SID of the call, or of the recording. */
  subject: string
  due: Instant
  data?: JobData
  /** For a job that is to be found again. */
  id?: string
}

/** Adds a job that is done by one of the voice deeds. */
export const newJob = (
  deed: VoiceDeed,
  { accountSid, subject, due, data = {}, id = mintSid('JB', due) }: JobWish,
): Operation =>
  add('job', {
    id,
    deed,
    accountSid,
    subject,
    ...laneless,
    due,
    data,
  })
