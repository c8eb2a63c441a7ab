import type { Instant } from '../domain/clock.ts'
import type { JobData } from '../domain/job.ts'
import { type Operation, add } from '../domain/write.ts'
import { mintSid } from '../domain/sid.ts'

export type MessagingDeed =
  | 'answer-message'
  | 'join-parts'
  | 'choose-sender'
  | 'fetch-media'
  | 'obfuscate-address'
  | 'deliver-message'
  | 'settle-in-doubt'
  | 'match-receipts'
  | 'report-status'

export interface JobWish {
  accountSid: string
  messageSid: string
  due: Instant
  lane?: string
  weight?: number
  data: JobData
}

/** Adds a job that is done by one of the messaging deeds. */
export function newJob(
  deed: MessagingDeed,
  { accountSid, messageSid, due, lane = '', weight = 0, data }: JobWish,
): Operation {
  const id = mintSid('JB', due)
  return add('job', {
    id,
    deed,
    accountSid,
    subject: messageSid,
    lane,
    weight,
    due,
    hiddenUntil: null,
    attempts: 0,
    data,
  })
}
