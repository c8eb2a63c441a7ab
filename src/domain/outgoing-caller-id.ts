import type { Instant } from './clock.ts'
import type { OwnedQueries } from './page.ts'

/** A number of which the account proved that it may call from it. */
export interface OutgoingCallerId {
  sid: string
  accountSid: string
  /** Account and number together: of these there is one. */
  key: string
  /** E.164. */
  phoneNumber: string
  friendlyName: string
  dateCreated: Instant
  dateUpdated: Instant
}

export const callerIdKey = (accountSid: string, phoneNumber: string): string => `${accountSid}:${phoneNumber}`

export interface CallerIdFilter {
  phoneNumber?: string
  friendlyName?: string
}

export interface OutgoingCallerIdQueries extends OwnedQueries<OutgoingCallerId, CallerIdFilter> {
  count(accountSid: string, filter: CallerIdFilter): Promise<number>
  /** The caller id that the account has for this number. */
  of(accountSid: string, phoneNumber: string): Promise<OutgoingCallerId | null>
}
