import type { HttpMethod } from '../domain/incoming-phone-number.ts'

/** What is wrong with a document of TwiML, as the account's error log will say it. */
export interface TwimlFault {
  code: number
  /** After a warning the rest is carried out. */
  level: 'error' | 'warning'
  text: string
  /** Where it stands, counted from 1; null where no place can be told. */
  line: number | null
  column: number | null
}

/** An element as it was written. */
export interface TwimlElement {
  name: string
  attributes: Readonly<Record<string, string>>
  children: readonly (TwimlElement | string)[]
  line: number
  column: number
}

/** A document that was read: its verbs in their order, and what was passed over; or why nothing of it is carried out. */
export type TwimlReading<Verb> =
  { ok: true; verbs: readonly Verb[]; faults: readonly TwimlFault[] } | { ok: false; fault: TwimlFault }

/** Sends a message: `<Message>`, or `<Sms>` of the first version. Addresses are as they were written. */
export interface MessageVerb {
  verb: 'message'
  name: 'Message' | 'Sms'
  to: string | null
  from: string | null
  body: string
  mediaUrls: readonly string[]
  action: string | null
  method: HttpMethod
  statusCallback: string | null
}

/** Goes on with the document at another address, which may be relative; empty for the same. */
export interface RedirectVerb {
  verb: 'redirect'
  url: string
  method: HttpMethod
}

export type MessagingVerb = MessageVerb | RedirectVerb
