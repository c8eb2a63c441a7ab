import type { Instant } from './clock.ts'
import type { OwnedQueries } from './page.ts'

/** Credentials beside an account's own, which can be taken back one by one: its SID is the username, its secret the password. */
export interface ApiKey {
  sid: string
  accountSid: string
  friendlyName: string
  /** SHA-256 of the secret, in hexadecimal. The secret itself is shown once, and kept nowhere. */
  secretHash: string
  dateCreated: Instant
  dateUpdated: Instant
}

export interface ApiKeyQueries extends OwnedQueries<ApiKey> {
  /** Finds a key among those of all accounts, as its SID comes with a request. */
  named(sid: string): Promise<ApiKey | null>
}
