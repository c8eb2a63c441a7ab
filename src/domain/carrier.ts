import type { Instant } from './clock.ts'
import type { MessageEncoding } from './message.ts'

/** One message handed to a carrier once. */
export interface Submission {
  messageSid: string
  accountSid: string
  from: string
  to: string
  body: string
  encoding: MessageEncoding
  segments: number
  /** Whether it travels as a message with media, even if it has none. */
  asMms: boolean
  /** Where the media can be had, without credentials. */
  mediaUrls: readonly string[]
  /** What else a channel is to show, such as `geo:37.78,-122.4|here`. */
  actions: readonly string[]
  /** 1, or 2 when an earlier hand-over stayed without an answer and the carrier's policy is to send again. */
  attempt: number
}

/** What a carrier may answer to a hand-over. A value, never an exception: the outside world is not a bug. */
export type Handover =
  /** Taken. One id for each part, by which receipts will name it. */
  | { outcome: 'accepted'; carrierIds: readonly string[]; receipts: 'expected' | 'never' }
  /** Not now: nothing was handed over; try again after so many milliseconds. */
  | { outcome: 'deferred'; retryAfter: number; reason: string }
  /** Refused for good, with the error code that the message will show. */
  | { outcome: 'refused'; code: number }
  /** No answer came: it may have been handed over or not. */
  | { outcome: 'unknown'; reason: string }

/** What became of one part, as the carrier reports it: early, late, twice, or never. */
export interface Receipt {
  carrier: string
  carrierId: string
  status: 'delivered' | 'undelivered'
  code: number | null
  at: Instant
  /** The message itself, where a carrier's receipts name it: then a hand-over without an answer is settled by its receipt. */
  messageSid?: string
  /** With `messageSid`: in how many parts the message was handed over; 1 unless told. */
  parts?: number
}

/** A file that came in with a message. */
export interface InboundMedium {
  /** A media type without parameters (RFC 9110 §8.3.1). */
  contentType: string
  bytes: Uint8Array
}

/** A message, or one part of a longer one, as it came from a phone. */
export interface InboundMessage {
  carrier: string
  /** The carrier's own name for it, or for this part: what comes twice under one name is kept once. */
  id: string
  from: string
  to: string
  body: string
  media: readonly InboundMedium[]
  /** How the person is called in a channel. */
  profileName?: string
  /** Which part it is of what the phone sent, counted from 1; absent for a message that came whole (3GPP TS 23.040 §9.2.3.24.1). */
  part?: { reference: string; number: number; of: number }
}

/** Each resolves once what was given is kept, and only then may the carrier acknowledge it. */
export interface CarrierEvents {
  receipts(receipts: readonly Receipt[]): Promise<void>
  inbound(message: InboundMessage): Promise<void>
}

/**
 * What to do with a message that was handed over without an answer. `resubmit`: wait for a receipt, then hand it over once
 * more, flagged. `park`: never hand it over twice; it ends as failed.
 */
export type InDoubtPolicy = 'resubmit' | 'park'

export interface Carrier {
  readonly name: string
  readonly inDoubt: InDoubtPolicy
  /** Hands over a batch; answers in the order of the submissions, one for each, and never throws for what a peer did. */
  submit(submissions: readonly Submission[], signal: AbortSignal): Promise<readonly Handover[]>
  start(events: CarrierEvents): Promise<void>
  stop(): Promise<void>
}
