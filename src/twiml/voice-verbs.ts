import type { ValuesOf } from './rule.ts'
import type { MessageVerb, RedirectVerb, TwimlElement } from './twiml.ts'
import type { voiceRules } from './voice-rules.ts'

type Rules = typeof voiceRules.children

/** Speaks a text, `loop` times; 0 is until the call ends. */
export interface SayVerb extends ValuesOf<Rules['Say']> {
  verb: 'say'
  text: string
}

/** Plays a file, or tones where there are digits: a `w` in them is half a second. `loop` as in `SayVerb`. */
export interface PlayVerb extends ValuesOf<Rules['Play']> {
  verb: 'play'
  /** It may be relative; null where there are only digits. */
  url: string | null
}

/** Waits for `length` seconds. */
export interface PauseVerb extends ValuesOf<Rules['Pause']> {
  verb: 'pause'
}

/** Waits for keys or speech while it says its prompts. Times are in seconds; `speechTimeout` is `timeout` where it is null. */
export interface GatherVerb extends ValuesOf<Rules['Gather']> {
  verb: 'gather'
  prompts: readonly (SayVerb | PlayVerb | PauseVerb)[]
}

/** Records the caller. Times are in seconds; each of `finishOnKey` ends it. */
export interface RecordVerb extends ValuesOf<Rules['Record']> {
  verb: 'record'
}

/** Calls others for the caller, all at once unless `sequential`. */
export interface DialVerb extends ValuesOf<Rules['Dial']> {
  verb: 'dial'
  nouns: readonly (NumberNoun | NotSimulatedNoun)[]
}

/** A number to call, as it was written. */
export interface NumberNoun extends ValuesOf<Rules['Dial']['children']['Number']> {
  noun: 'number'
  phoneNumber: string
}

/** Somebody to call who is no number: checked, but called by nobody here. */
export interface NotSimulatedNoun {
  noun: 'not-simulated'
  name: string
  element: TwimlElement
}

/** Does not take the call. */
export interface RejectVerb extends ValuesOf<Rules['Reject']> {
  verb: 'reject'
}

export interface HangupVerb {
  verb: 'hangup'
}

/** Leaves the queue that the call waits in. */
export interface LeaveVerb {
  verb: 'leave'
}

/** A verb that was checked but is not simulated. */
export interface NotSimulatedVerb {
  verb: 'not-simulated'
  name: string
  element: TwimlElement
}

export type VoiceVerb =
  | SayVerb
  | PlayVerb
  | PauseVerb
  | GatherVerb
  | RecordVerb
  | DialVerb
  | RedirectVerb
  | RejectVerb
  | HangupVerb
  | LeaveVerb
  | MessageVerb
  | NotSimulatedVerb
