import { messageStatuses } from '../domain/message.ts'
import type { MessageStory, PhoneText } from './wire-shapes.ts'
import type { TextOnPhone } from './pattern.ts'
import type { Wire } from './wire.ts'

/** A message that reached a phone. */
export interface ReceivedMessage extends TextOnPhone {
  /** Its SID at the REST API; null for what no account sent. */
  sid: string | null
  /** What the pattern found: the whole, and the groups of a regular expression. */
  match: readonly string[]
  /** In how many segments it came, and how it was encoded. */
  segments: number
  encoding: string
  /** The statuses that it has had so far, in their order. */
  statusHistory(): Promise<readonly string[]>
}

export const textOnPhone = ({ from, to, body, mediaUrls, at }: PhoneText): TextOnPhone => ({
  from,
  to,
  body,
  media: mediaUrls,
  at: new Date(at),
})

/** Adds to a text what only the message knows. */
export async function receivedMessage(text: PhoneText, match: readonly string[], wire: Wire): Promise<ReceivedMessage> {
  const { messageSid: sid } = text
  const story = sid === null ? null : await wire.ask<MessageStory>('GET', `/messages/${sid}`)
  return {
    ...textOnPhone(text),
    sid,
    match,
    segments: story?.message.numSegments ?? 1,
    encoding: story?.message.encoding ?? 'GSM-7',
    statusHistory: async () => (sid === null ? [] : statusHistoryOf(sid, wire)),
  }
}

/** The statuses that a message has had so far. */
export async function statusHistoryOf(sid: string, wire: Wire): Promise<readonly string[]> {
  const { events } = await wire.ask<MessageStory>('GET', `/messages/${sid}`)
  return events.map(({ kind }) => kind).filter((kind) => statuses.has(kind))
}

const statuses: ReadonlySet<string> = new Set(messageStatuses)
