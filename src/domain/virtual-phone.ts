import type { Instant } from './clock.ts'

/** How a virtual phone, and whoever holds it, behaves. */
export const phoneBehaviours = [
  'online',
  'offline',
  'rejects',
  'landline',
  'slow',
  'no-receipts',
  'busy',
  'no-answer',
  'unassigned',
] as const
export type PhoneBehaviour = (typeof phoneBehaviours)[number]

/** Who takes a call at a phone that behaves so that calls are answered: the phone itself, or whoever holds it. */
export const answeringWays = ['by-itself', 'by-hand'] as const
export type AnsweringWay = (typeof answeringWays)[number]

/** A phone of the simulator. Every number is one; only those that were given a behaviour or a name are kept. */
export interface VirtualPhone {
  phoneNumber: string
  name: string
  behaviour: PhoneBehaviour
  answers: AnsweringWay
  dateCreated: Instant
}

/** A text that reached a virtual phone, or that was written there. */
export interface PhoneMessage {
  /** Time-ordered, so that an inbox is read by key. */
  id: string
  phoneNumber: string
  direction: 'received' | 'sent'
  from: string
  to: string
  body: string
  mediaUrls: readonly string[]
  /** What else it is to show, such as `geo:37.78,-122.4|here`. */
  actions: readonly string[]
  /** The message that it was; null for what was sent until the message is kept, and for one that nobody received. */
  messageSid: string | null
  at: Instant
}

export interface PhoneQueries {
  find(phoneNumber: string): Promise<VirtualPhone | null>
  many(phoneNumbers: readonly string[]): Promise<ReadonlyMap<string, VirtualPhone>>
  list(limit: number): Promise<readonly VirtualPhone[]>
  /** A text that a phone received or sent. */
  text(id: string): Promise<PhoneMessage | null>
  /** What a phone received, or what it shows of both directions; newest last, at most `limit`, those after the id when one is given. */
  inbox(
    phoneNumber: string,
    limit: number,
    after?: string,
    which?: 'received' | 'all',
  ): Promise<readonly PhoneMessage[]>
}
