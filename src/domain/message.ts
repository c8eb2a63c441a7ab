import type { Page, PageRequest, Stretch } from './page.ts'
import type { Instant } from './clock.ts'
import type { OptOutKind } from './opt-out.ts'
import type { Search } from './search/search.ts'

export const messageStatuses = [
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'receiving',
  'received',
  'read',
  'partially_delivered',
  'canceled',
] as const
export type MessageStatus = (typeof messageStatuses)[number]

/** Where each status may go next; a status that leads nowhere is final. */
const next: Record<MessageStatus, readonly MessageStatus[]> = {
  accepted: ['queued', 'failed', 'canceled'],
  scheduled: ['accepted', 'queued', 'failed', 'canceled'],
  queued: ['sending', 'failed'],
  sending: ['sent', 'failed'],
  sent: ['delivered', 'undelivered', 'read', 'partially_delivered'],
  delivered: ['read'],
  receiving: ['received'],
  undelivered: [],
  failed: [],
  received: [],
  read: [],
  partially_delivered: [],
  canceled: [],
}

/** The statuses from which a message may move straight to `to`. */
export const statusesBefore = (to: MessageStatus): readonly MessageStatus[] =>
  messageStatuses.filter((from) => next[from].includes(to))

export const mayAdvance = (from: MessageStatus, to: MessageStatus): boolean => next[from].includes(to)

/** Whether a client still has to wait: such a message can neither be redacted nor deleted. */
export const isInProgress = (status: MessageStatus): boolean =>
  status === 'accepted' ||
  status === 'queued' ||
  status === 'sending' ||
  status === 'receiving' ||
  status === 'scheduled'

export const messageDirections = ['inbound', 'outbound-api', 'outbound-call', 'outbound-reply'] as const
export type MessageDirection = (typeof messageDirections)[number]
export type MessageEncoding = 'GSM-7' | 'UCS-2'

/** What a sender asked for beside the text: kept whole, so that nothing that was asked is lost. */
export interface MessageOptions {
  applicationSid?: string
  maxPrice?: number
  provideFeedback?: boolean
  attempt?: number
  /** Seconds that the message may wait in the queue. */
  validityPeriod?: number
  forceDelivery?: boolean
  contentRetention?: 'retain' | 'discard'
  addressRetention?: 'retain' | 'obfuscate'
  smartEncoded?: boolean
  persistentAction?: readonly string[]
  trafficType?: 'free'
  shortenUrls?: boolean
  scheduleType?: 'fixed'
  sendAt?: Instant
  sendAsMms?: boolean
  contentSid?: string
  contentVariables?: string
  riskCheck?: 'enable' | 'disable'
  fallbackFrom?: string
  /** Of a message that the platform sends by itself to somebody who wrote a word for silence: it is free, and silence does not keep it. */
  answersOptOut?: OptOutKind
  /** Of a message that came in: what its service's words make of it. */
  optOutKind?: OptOutKind
  /** Of a message that came in by a channel: how the person is called there. */
  profileName?: string
}

export interface Message {
  sid: string
  accountSid: string
  to: string
  /** Null while a messaging service has not chosen a sender. */
  from: string | null
  body: string
  status: MessageStatus
  direction: MessageDirection
  encoding: MessageEncoding
  numSegments: number
  mediaUrls: readonly string[]
  /** In 1/100,000 of the price unit, negative for what is charged; null until billed. */
  price: number | null
  /** ISO 4217, in capitals. */
  priceUnit: string
  errorCode: number | null
  messagingServiceSid: string | null
  apiVersion: string
  statusCallback: string | null
  options: MessageOptions
  dateCreated: Instant
  dateUpdated: Instant
  dateSent: Instant | null
  /** Where the message stands in lists: when it was sent, or failed without being sent; null while neither. */
  dateListed: Instant | null
}

/** Whether it travels as a message with media: its SID says so. */
export const isMms = ({ sid }: Pick<Message, 'sid'>): boolean => sid.startsWith('MM')

/** One step of a message's life, for the timeline. Never changed. */
export interface MessageEvent {
  id: string
  messageSid: string
  accountSid: string
  at: Instant
  /** A status, or what else happened: `in-doubt`, `resubmitted`, `deferred`, `receipt-ignored` … */
  kind: string
  detail: Readonly<Record<string, string | number | boolean | null | readonly string[]>>
}

export interface MessageFilter {
  to?: string
  from?: string
  /** Inclusive. */
  sentFrom?: Instant
  /** Exclusive. */
  sentBefore?: Instant
}

/** Of messages of any account: only those that have these values. */
export type LatestFilter = Partial<Pick<Message, 'accountSid' | 'to' | 'from' | 'status' | 'direction'>>

export interface MessageQueries {
  find(accountSid: string, sid: string): Promise<Message | null>
  many(sids: readonly string[]): Promise<ReadonlyMap<string, Message>>
  list(accountSid: string, filter: MessageFilter, page: PageRequest): Promise<Page<Message>>
  /** How many the filter finds: from counters without a filter, else by counting, and null above `atMost`. */
  count(accountSid: string, filter: MessageFilter, atMost: number): Promise<number | null>
  /** By SID, which is by age: those after the one and before the other, of any account. */
  between(after: string, before: string, limit: number): Promise<readonly Message[]>
  /** Of any account, newest first: those before the SID when one is given. */
  latest(filter: LatestFilter, limit: number, before?: string, search?: Search<Message>): Promise<Stretch<Message>>
  events(messageSid: string): Promise<readonly MessageEvent[]>
}
