import type { Page, PageRequest, Stretch } from './page.ts'
import type { Instant } from './clock.ts'

export type NumberType = 'local' | 'tollfree' | 'mobile'
export type HttpMethod = 'GET' | 'POST'

export interface Capabilities {
  voice: boolean
  sms: boolean
  mms: boolean
  fax: boolean
}

/** What the owner may set on a number. An address that is not set is an empty text, as the documents show it. */
export interface NumberSettings {
  friendlyName: string
  voiceUrl: string
  voiceMethod: HttpMethod
  voiceFallbackUrl: string
  voiceFallbackMethod: HttpMethod
  voiceCallerIdLookup: boolean
  voiceApplicationSid: string
  voiceReceiveMode: 'voice' | 'fax'
  smsUrl: string
  smsMethod: HttpMethod
  smsFallbackUrl: string
  smsFallbackMethod: HttpMethod
  smsApplicationSid: string
  statusCallback: string
  statusCallbackMethod: HttpMethod
  apiVersion: string
  trunkSid: string | null
  addressSid: string | null
  identitySid: string | null
  bundleSid: string | null
  emergencyStatus: 'Active' | 'Inactive'
  emergencyAddressSid: string | null
}

/** A number that an account owns. */
export interface IncomingPhoneNumber {
  sid: string
  accountSid: string
  /** E.164. No two accounts own the same number. */
  phoneNumber: string
  type: NumberType
  isoCountry: string
  capabilities: Capabilities
  beta: boolean
  origin: 'twilio' | 'hosted'
  settings: NumberSettings
  /** Lists show the newest first. */
  dateCreated: Instant
  dateUpdated: Instant
}

export interface NumberFilter {
  /** A pattern of digits in which `*` stands for any digit; matched anywhere in the number. */
  phoneNumber?: string
  friendlyName?: string
  beta?: boolean
  origin?: string
  type?: NumberType
}

export interface IncomingPhoneNumberQueries {
  find(accountSid: string, sid: string): Promise<IncomingPhoneNumber | null>
  /** Who owns this number, among all accounts. */
  owner(phoneNumber: string): Promise<IncomingPhoneNumber | null>
  /** Which of these numbers somebody owns. */
  taken(phoneNumbers: readonly string[]): Promise<ReadonlySet<string>>
  list(accountSid: string, filter: NumberFilter, page: PageRequest): Promise<Page<IncomingPhoneNumber>>
  count(accountSid: string, filter: NumberFilter): Promise<number>
  /** Of one account, or of all: newest first, those before the SID when one is given. */
  latest(accountSid: string | null, limit: number, before?: string): Promise<Stretch<IncomingPhoneNumber>>
}
