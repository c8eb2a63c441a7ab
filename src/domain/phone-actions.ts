import type { InboundMedium } from './carrier.ts'
import type { Call } from './call.ts'

/** A text or a message with media as whoever holds a virtual phone writes it. */
export interface PhoneText {
  from: string
  /** A number, a short code, or an address of a channel. */
  to: string
  body: string
  media: readonly InboundMedium[]
  /** Which of its segments is lost on the way, counted from 1. */
  lostSegment?: number
}

/** What a person does with a virtual phone and texts. */
export interface PhoneTexts {
  /** Sends a text: when this resolves, it is kept, and on its way. Answers the id under which the phone shows it. */
  send(text: PhoneText): Promise<{ id: string }>
  /** Whether a text that was sent has not come to us yet. */
  isOnItsWay(id: string): Promise<boolean>
}

/** What a person does with a virtual phone and calls. All but `ring` answer whether that was possible: false for a call that is over, or at another phone. */
export interface PhoneCalls {
  /** Calls a number of an account. Null when nobody owns it. */
  ring(from: string, to: string): Promise<{ callSid: string } | null>
  /** The calls in which a phone takes part, or which ring at it, the newest first. */
  of(phoneNumber: string): Promise<readonly Call[]>
  answer(phoneNumber: string, callSid: string): Promise<boolean>
  /** Does not take a call that rings. */
  reject(phoneNumber: string, callSid: string): Promise<boolean>
  /** Presses keys: digits, `*` and `#`. */
  press(phoneNumber: string, callSid: string, digits: string): Promise<boolean>
  /** Says something, as speech recognition would hear it. */
  speak(phoneNumber: string, callSid: string, words: string): Promise<boolean>
  hangUp(phoneNumber: string, callSid: string): Promise<boolean>
}
