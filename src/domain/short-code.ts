import type { Instant } from './clock.ts'
import type { HttpMethod } from './incoming-phone-number.ts'
import type { Page, PageRequest } from './page.ts'

/** What the owner may set on a short code; null for an address that is not set. */
export interface ShortCodeSettings {
  apiVersion: string
  smsUrl: string | null
  smsMethod: HttpMethod
  smsFallbackUrl: string | null
  smsFallbackMethod: HttpMethod
}

/** A number of five or six digits that an account was granted. It reaches the phones of its own country only. */
export interface ShortCode {
  sid: string
  accountSid: string
  /** Its digits. No two accounts have the same. */
  shortCode: string
  isoCountry: string
  friendlyName: string
  settings: ShortCodeSettings
  dateCreated: Instant
  dateUpdated: Instant
}

/** The settings of a short code nobody has touched yet. */
export const untouchedShortCode: ShortCodeSettings = {
  apiVersion: '2010-04-01',
  smsUrl: null,
  smsMethod: 'POST',
  smsFallbackUrl: null,
  smsFallbackMethod: 'POST',
}

/** Media travels from short codes in North America only. */
export const carriesMedia = ({ isoCountry }: Pick<ShortCode, 'isoCountry'>): boolean =>
  isoCountry === 'US' || isoCountry === 'CA'

export interface ShortCodeFilter {
  /** A pattern of digits in which `*` stands for any digit; matched anywhere. */
  shortCode?: string
  friendlyName?: string
}

export interface ShortCodeQueries {
  find(accountSid: string, sid: string): Promise<ShortCode | null>
  /** Who has these digits, among all accounts. */
  owner(shortCode: string): Promise<ShortCode | null>
  list(accountSid: string, filter: ShortCodeFilter, page: PageRequest): Promise<Page<ShortCode>>
}
