import type { Call } from '../domain/call.ts'
import type { Cookie } from '../domain/conversation.ts'
import type { Instant } from '../domain/clock.ts'
import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import type { DialVerb, GatherVerb, NumberNoun, PlayVerb, RecordVerb, VoiceVerb } from '../twiml/voice-verbs.ts'

/** How far the instructions of a call are carried out, and what it waits for. */
export interface CallRun {
  /** The revision of the call in which it turned to what it waits for: who comes for an earlier one comes too late. */
  turn: number
  waiting: Waiting
  /** The job that goes on when it has waited long enough; null where only somebody can end that. */
  timer: string | null
  /** What is still to be carried out of the document. */
  rest: readonly VoiceVerb[]
  /** Where the document was; null for one that was given at once. */
  documentUrl: string | null
  cookies: readonly Cookie[]
  /** How many documents there were, how many of them since anything else took time, and how many verbs. */
  documents: number
  inARow: number
  verbs: number
  /** What follows the last verb: that of a call that `<Dial>` made and that is told something first is connected, any other is over. */
  whenDone: 'hang-up' | 'connect'
}

export type Waiting =
  /** Instructions, which are asked for. */
  | { for: 'document'; ask: Ask }
  /** The sound that is to be played. */
  | { for: 'sound'; play: Sound }
  /** What takes its time and can only be ended by the end of the call, or by other instructions. */
  | { for: 'time' }
  | { for: 'input'; gathering: Gathering }
  | { for: 'recording'; taping: Taping }
  | { for: 'dial'; dialing: Dialing }

/** An address that is asked for instructions, or these themselves. */
export type Ask =
  | {
      url: string
      method: HttpMethod
      /** What is said beside what every request says. */
      more: readonly Parameter[]
    }
  | { twiml: string }

/** What is to be played, with the whole address. */
export type Sound = PlayVerb & { url: string }

export type Parameter = readonly [name: string, value: string]

/** A `<Gather>` under way. */
export interface Gathering {
  verb: GatherVerb
  /** Whether the sound of a prompt is being got, a prompt is heard, or only input is waited for. */
  now: 'sound' | 'prompt' | 'input'
  /** What is being got. */
  sound: Sound | null
  /** What is to be heard afterwards. */
  prompts: GatherVerb['prompts']
  digits: string
  words: string | null
  /** Whether nothing more is needed, and only the prompts are heard to their end. */
  complete: boolean
}

/** A `<Record>` under way. */
export interface Taping {
  verb: RecordVerb
  recordingSid: string
  since: Instant
}

/** A `<Dial>` under way. */
export interface Dialing {
  verb: DialVerb
  callerId: string
  /** The calls that it made. */
  children: readonly string[]
  /** Whom it has not called yet. */
  left: readonly NumberNoun[]
  /** The call that it is connected to. */
  connected: string | null
  recordingSid: string | null
}

export const runOf = ({ run }: Call): CallRun | null => run as CallRun | null
