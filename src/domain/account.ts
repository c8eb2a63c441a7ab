import type { Page, PageRequest, Stretch } from './page.ts'
import type { Instant } from './clock.ts'
import type { ErrorEra } from './error-era.ts'

export const accountStatuses = ['active', 'suspended', 'closed'] as const
export type AccountStatus = (typeof accountStatuses)[number]

export const accountTypes = ['Full', 'Trial'] as const

/** Live credentials act; test credentials only rehearse and see nothing of the live account. */
export type AccountKind = 'live' | 'test'

export interface Account {
  sid: string
  /** The parent account; an account without one names itself. */
  ownerAccountSid: string
  authToken: string
  friendlyName: string
  status: AccountStatus
  /** A trial account writes to and calls its own and verified numbers only, and its texts say that it is one. */
  type: (typeof accountTypes)[number]
  kind: AccountKind
  /** ISO 4217, in capitals. */
  currency: string
  /** In which codes and words it is refused; null for the server's choice. */
  errorEra: ErrorEra | null
  dateCreated: Instant
  dateUpdated: Instant
}

export const isParent = (account: Account) => account.ownerAccountSid === account.sid

export interface AccountFilter {
  friendlyName?: string
  status?: Account['status']
}

export interface AccountQueries {
  find(sid: string): Promise<Account | null>
  /** The account itself and, for a parent, its subaccounts; newest first. */
  list(ownerSid: string, filter: AccountFilter, page: PageRequest): Promise<Page<Account>>
  /** The account that was made first, the one that the start prints. */
  first(kind: Account['kind']): Promise<Account | null>
  count(): Promise<number>
  /** All accounts, newest first: those before the SID when one is given. */
  latest(limit: number, before?: string): Promise<Stretch<Account>>
}
