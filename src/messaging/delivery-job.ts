import type { Instant } from '../domain/clock.ts'
import type { Message } from '../domain/message.ts'
import { mintSid, slotIn } from '../domain/sid.ts'
import type { Operation } from '../domain/write.ts'
import { type MessagingDeed, newJob } from './new-job.ts'
import type { DeliveryData } from './record-handover.ts'

/** The first job of a message that has a sender, and the deed that does it. */
export interface FirstJob {
  deed: MessagingDeed
  job: Operation
}

/** What the job that fetches a message's media carries. */
export interface FetchingData {
  /** Who takes the message once its media are there. */
  carrier: string
  /** The SIDs of the media, in their order; those before `next` are there. */
  sids: readonly string[]
  next: number
  /** How many bytes are there. */
  bytes: number
}

/** What is to be done first with a message, now that it has a sender: its media are fetched before anybody is handed anything. */
export function deliveryJobOf(message: Message, carrier: string, now: Instant): FirstJob {
  const { sid: messageSid, accountSid, mediaUrls } = message
  if (mediaUrls.length === 0) return { deed: 'deliver-message', job: handoverJobOf(message, carrier, now) }
  const sids = mediaUrls.map(() => mintSid('ME', now, slotIn(messageSid)))
  const data = { carrier, sids, next: 0, bytes: 0 } satisfies FetchingData
  return { deed: 'fetch-media', job: newJob('fetch-media', { accountSid, messageSid, due: now, data }) }
}

/** The job that hands a message over, in its turn among those of its sender. */
export function handoverJobOf(message: Message, carrier: string, now: Instant): Operation {
  const { sid: messageSid, accountSid, from, numSegments: weight } = message
  const data = { carrier, handed: false } satisfies DeliveryData
  return newJob('deliver-message', { accountSid, messageSid, due: now, lane: `${carrier}:${from}`, weight, data })
}
