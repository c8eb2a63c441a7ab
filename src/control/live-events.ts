import type { FeedEntry, FeedPlace } from '../domain/feed.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Message } from '../domain/message.ts'
import { momentView } from './views.ts'

/** Of what kinds events are. */
export const liveTypes = ['message', 'transcript', 'webhook', 'phone'] as const
export type LiveType = (typeof liveTypes)[number]

/** Something that happened, as it is told. */
export interface LiveEvent {
  place: FeedPlace
  type: LiveType
  /** Null for what a phone shows that belongs to no account. */
  accountSid: string | null
  /** What it is about: SIDs, and the number of a phone. */
  subjects: readonly string[]
  data: object
  /** Of which message it tells a step, as that is now. */
  message?: Message
}

/** Tells what was kept, with what belongs to it as it is now. */
export async function liveEvents(entries: readonly FeedEntry[], ledger: Ledger): Promise<readonly LiveEvent[]> {
  const sids = entries.flatMap(({ noun, record }) =>
    noun === 'messageEvent' || (noun === 'phoneMessage' && record.messageSid !== null) ? [record.messageSid!] : [],
  )
  const messages = await ledger.messages.many([...new Set(sids)])
  return entries.map((entry) => ({ place: entry.place, ...told(entry, messages) }))
}

function told(entry: FeedEntry, messages: ReadonlyMap<string, Message>): Omit<LiveEvent, 'place'> {
  switch (entry.noun) {
    case 'messageEvent': {
      const { at, messageSid, ...step } = entry.record
      const message = messages.get(messageSid)
      const { from = null, to = null, direction = null } = message ?? {}
      const data = { at: momentView(at), messageSid, from, to, direction, ...step }
      const { accountSid } = step
      return { type: 'message', accountSid, subjects: [messageSid], data, ...(message && { message }) }
    }
    case 'transcriptLine': {
      const { at, ...line } = entry.record
      const data = { at: momentView(at), ...line }
      return { type: 'transcript', accountSid: line.accountSid, subjects: [line.callSid], data }
    }
    case 'webhookAttempt': {
      const { id, at, accountSid, subject, kind, method, url, responseStatus, duration, errorCode, error } =
        entry.record
      const data = {
        id,
        at: momentView(at),
        accountSid,
        subject,
        kind,
        method,
        url,
        responseStatus,
        duration,
        errorCode,
        error,
      }
      return { type: 'webhook', accountSid, subjects: [subject, id], data }
    }
    case 'phoneMessage': {
      const { at, phoneNumber, messageSid, ...text } = entry.record
      const accountSid = messages.get(messageSid ?? '')?.accountSid ?? null
      const data = { at: momentView(at), phoneNumber, messageSid, accountSid, ...text }
      return { type: 'phone', accountSid, subjects: [phoneNumber, ...(messageSid === null ? [] : [messageSid])], data }
    }
  }
}
