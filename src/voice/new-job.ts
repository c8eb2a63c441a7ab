import type { Instant } from '../domain/clock.ts'
import { type JobData, laneless } from '../domain/job.ts'
import { mintSid } from '../domain/sid.ts'
import { add, type Operation } from '../domain/write.ts'

export type VoiceDeed = 'place-call' | 'end-call' | 'hang-up-call' | 'complete-recording' | 'report-call'

interface JobWish {
  accountSid: string
  /** The SID of the call, or of the recording. */
  subject: string
  due: Instant
  data?: JobData
}

/** Adds a job that is done by one of the voice deeds. */
export const newJob = (deed: VoiceDeed, { accountSid, subject, due, data = {} }: JobWish): Operation =>
  add('job', {
    id: mintSid('JB', due),
    deed,
    accountSid,
    subject,
    ...laneless,
    due,
    data,
  })
