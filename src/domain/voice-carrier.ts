import type { Instant } from './clock.ts'

/** A call that a carrier is to place. */
export interface CallOrder {
  callSid: string
  accountSid: string
  from: string
  to: string
  /** Seconds to let it ring: after these nobody answered. */
  ringFor: number
  /** Keys to press once it is answered; `w` waits half a second. */
  sendDigits: string
}

/** What a carrier may answer to an order. A value, never an exception: the outside world is not a bug. */
export type Placement =
  /** It is being dialed, or was before: the same order is placed once, however often it comes. */
  | { outcome: 'accepted' }
  /** Not now: try again after so many milliseconds. */
  | { outcome: 'deferred'; retryAfter: number; reason: string }
  /** It cannot be placed. */
  | { outcome: 'refused'; status: 'busy' | 'failed' | 'no-answer'; sipCode: number | null }

/** What happens in a call, as its carrier reports it: early, late, twice, or never. */
export type CallHappening =
  | { event: 'ringing' }
  | { event: 'answered'; by: 'human' | 'machine' }
  /** Keys that were pressed at the other end. */
  | { event: 'digits'; digits: string }
  /** Words that were said at the other end, as speech recognition understood them. */
  | { event: 'speech'; words: string }
  /** It ended before anybody answered. */
  | { event: 'unanswered'; status: 'busy' | 'failed' | 'no-answer'; sipCode: number | null }
  /** The other end hung up; a caller may do so before anybody answered. */
  | { event: 'hung-up' }

export type CallProgress = CallHappening & { callSid: string; at: Instant }

/** Somebody calls a number of an account. */
export interface IncomingCall {
  from: string
  to: string
  /** The carrier that it comes by. */
  carrier: string
  at: Instant
}

/** Resolves once what was given is kept, and only then may the carrier forget it. */
export interface VoiceCarrierEvents {
  progress(progress: CallProgress): Promise<void>
  /** Answers how the call is named from now on, and null when nobody takes calls to that number. */
  incoming(call: IncomingCall): Promise<{ callSid: string } | null>
}

/** How calls leave and arrive. */
export interface VoiceCarrier {
  readonly name: string
  place(order: CallOrder, signal: AbortSignal): Promise<Placement>
  /** Ends a call, wherever it stands. One that it does not know is ended already. */
  hangUp(callSid: string): Promise<void>
  start(events: VoiceCarrierEvents): Promise<void>
  stop(): Promise<void>
}
