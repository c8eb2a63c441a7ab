import type { Instant } from './clock.ts'
import type { HttpMethod } from './incoming-phone-number.ts'
import type { OwnedQueries } from './page.ts'

/** What an application says of calls and messages; null for an address that is not set. */
export interface ApplicationSettings {
  apiVersion: string
  voiceUrl: string | null
  voiceMethod: HttpMethod
  voiceFallbackUrl: string | null
  voiceFallbackMethod: HttpMethod
  voiceCallerIdLookup: boolean
  statusCallback: string | null
  statusCallbackMethod: HttpMethod
  smsUrl: string | null
  smsMethod: HttpMethod
  smsFallbackUrl: string | null
  smsFallbackMethod: HttpMethod
  /** Told how messages went that name the application, where `messageStatusCallback` is not set. */
  smsStatusCallback: string | null
  messageStatusCallback: string | null
  publicApplicationConnectEnabled: boolean
}

/** A set of addresses that numbers, calls and messages can refer to. */
export interface Application {
  sid: string
  accountSid: string
  friendlyName: string | null
  settings: ApplicationSettings
  dateCreated: Instant
  dateUpdated: Instant
}

export interface ApplicationQueries extends OwnedQueries<Application, { friendlyName?: string }> {
  count(accountSid: string): Promise<number>
}
