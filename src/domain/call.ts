import type { Instant } from './clock.ts'
import type { HttpMethod } from './incoming-phone-number.ts'
import type { Page, PageRequest } from './page.ts'
import type { RecordingChannels, RecordingEvent, RecordingTrack, Trim } from './recording.ts'

export const callStatuses = [
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'failed',
  'no-answer',
  'canceled',
] as const
export type CallStatus = (typeof callStatuses)[number]

/** Where each status may go next; a status that leads nowhere is final. A carrier may leave the ringing out. */
const next: Record<CallStatus, readonly CallStatus[]> = {
  queued: ['ringing', 'in-progress', 'busy', 'failed', 'no-answer', 'canceled'],
  ringing: ['in-progress', 'busy', 'failed', 'no-answer', 'canceled'],
  'in-progress': ['completed', 'failed'],
  completed: [],
  busy: [],
  failed: [],
  'no-answer': [],
  canceled: [],
}

export const callMayAdvance = (from: CallStatus, to: CallStatus): boolean => next[from].includes(to)

export const isEnded = (status: CallStatus): boolean => next[status].length === 0

export type CallDirection = 'inbound' | 'outbound-api' | 'outbound-dial'

/** The number at the other end: whoever was called, or called. */
export const phoneOf = ({ direction, from, to }: Pick<Call, 'direction' | 'from' | 'to'>): string =>
  direction === 'inbound' ? from : to

/** The account's own side of it. */
export const ownNumberOf = ({ direction, from, to }: Pick<Call, 'direction' | 'from' | 'to'>): string =>
  direction === 'inbound' ? to : from

/** The steps of a call that an application may ask to be told of. */
export const callEvents = ['initiated', 'ringing', 'answered', 'completed'] as const
export type CallEvent = (typeof callEvents)[number]

/** What tells a call what to do once it is answered. */
export interface CallInstruction {
  url?: string
  method: HttpMethod
  fallbackUrl?: string
  fallbackMethod: HttpMethod
  /** Instructions given at once, in place of an address that would be asked for them. */
  twiml?: string
  /** The application whose addresses count. */
  applicationSid?: string
}

/** Who is told how a call goes, and of which steps. */
export interface CallReporting {
  url: string
  method: HttpMethod
  events: readonly CallEvent[]
}

/** That the platform itself calls, so that whoever answers proves with a code that the number is theirs. */
export interface CallerIdCheck {
  code: string
  friendlyName: string
  statusCallback?: string
  statusCallbackMethod: HttpMethod
}

/** What the caller asked for beside the numbers: kept whole, so that nothing that was asked is lost. */
export interface CallOptions {
  sendDigits?: string
  /** Seconds to let it ring. */
  timeout?: number
  /** Seconds after which the call is ended. */
  timeLimit?: number
  record?: boolean
  recordingChannels?: RecordingChannels
  recordingTrack?: RecordingTrack
  recordingStatusCallback?: string
  recordingStatusCallbackMethod?: HttpMethod
  recordingStatusCallbackEvent?: readonly RecordingEvent[]
  trim?: Trim
  sipAuthUsername?: string
  sipAuthPassword?: string
  machineDetection?: 'Enable' | 'DetectMessageEnd'
  /** Whether to hang up as soon as a machine answers. */
  hangUpOnMachine?: boolean
  machineDetectionTimeout?: number
  machineDetectionSpeechThreshold?: number
  machineDetectionSpeechEndThreshold?: number
  machineDetectionSilenceTimeout?: number
  asyncAmd?: boolean
  asyncAmdStatusCallback?: string
  asyncAmdStatusCallbackMethod?: HttpMethod
  callerId?: string
  byoc?: string
  callReason?: string
  callToken?: string
  clientNotificationUrl?: string
}

export interface Call {
  sid: string
  accountSid: string
  parentCallSid: string | null
  to: string
  from: string
  /** The number of the account, or the verified caller id, that it comes from. */
  phoneNumberSid: string | null
  status: CallStatus
  direction: CallDirection
  apiVersion: string
  /** The name of the carrier that places it. */
  carrier: string
  instruction: CallInstruction
  reporting: CallReporting | null
  callerIdCheck: CallerIdCheck | null
  options: CallOptions
  /** When it was dialed. */
  startTime: Instant | null
  answeredAt: Instant | null
  /** Only of a call that was answered. */
  endTime: Instant | null
  /** Seconds from the answer to the end; only of a call that was answered. */
  duration: number | null
  /** Milliseconds from its creation until it was dialed. */
  queueTime: number
  /** In 1/100,000 of the price unit, negative; null until it is billed. */
  price: number | null
  /** ISO 4217, in capitals. */
  priceUnit: string
  answeredBy: string | null
  /** How far its instructions are carried out: known to those who do that alone. Null before they begin, and after they end. */
  run: Readonly<Record<string, unknown>> | null
  /** How many steps were reported: the sequence number of the next. */
  reported: number
  /** Grows with every change, so that one decision never undoes another. */
  revision: number
  dateCreated: Instant
  dateUpdated: Instant
}

/** One step of a call's transcript. Never changed. */
export interface TranscriptLine {
  id: string
  callSid: string
  accountSid: string
  at: Instant
  /** A status, or what was said, played, gathered, sent … */
  kind: string
  detail: Readonly<Record<string, string | number | boolean | null>>
}

export interface CallFilter {
  to?: string
  from?: string
  parentCallSid?: string
  status?: CallStatus
  /** Any of these. */
  statuses?: readonly CallStatus[]
  /** Inclusive. */
  startedFrom?: Instant
  /** Exclusive. */
  startedBefore?: Instant
  /** Inclusive. */
  endedFrom?: Instant
  /** Exclusive. */
  endedBefore?: Instant
}

export interface CallQueries {
  find(accountSid: string, sid: string): Promise<Call | null>
  many(sids: readonly string[]): Promise<ReadonlyMap<string, Call>>
  /** Newest first. */
  list(accountSid: string, filter: CallFilter, page: PageRequest): Promise<Page<Call>>
  /** How many the filter finds; null above `atMost`. */
  count(accountSid: string, filter: CallFilter, atMost: number): Promise<number | null>
  /** Those that have not ended and were made by this one, in the order in which they were made. */
  liveChildren(parentCallSid: string): Promise<readonly Call[]>
  /** Those that have not ended and have a phone of this number at the other end, of any account, newest first. */
  liveAt(phoneNumber: string): Promise<readonly Call[]>
  /** What happened in it, in its order. */
  transcript(callSid: string): Promise<readonly TranscriptLine[]>
}
