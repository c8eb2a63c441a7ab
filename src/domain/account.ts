import type { Page, PageRequest } from './page.ts'
import type { Instant } from './clock.ts'

export const accountStatuses = ['active', 'suspended', 'closed'] as const
export type AccountStatus = (typeof accountStatuses)[number]

/** Live credentials act; test credentials only rehearse and see nothing of the live account. */
export type AccountKind = 'live' | 'test'

export interface Account {
  sid: string
  /** The parent account; an account without one names itself. */
  ownerAccountSid: string
  authToken: string
  friendlyName: string
  status: AccountStatus
  type: 'Full' | 'Trial'
  kind: AccountKind
  /** ISO 4217, in capitals. */
  currency: string
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
}
