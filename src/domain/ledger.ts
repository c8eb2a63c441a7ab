import type { AccountQueries } from './account.ts'
import type { Instant } from './clock.ts'
import type { EarlyReceiptQueries, HandedPartQueries } from './handed-part.ts'
import type { IncomingPhoneNumberQueries } from './incoming-phone-number.ts'
import type { JobQueries } from './job.ts'
import type { MessageQueries } from './message.ts'
import type { PhoneQueries } from './virtual-phone.ts'
import type { WebhookAttemptQueries } from './webhook.ts'
import type { KeepResult, Write } from './write.ts'

/** Everything that is kept, and how to ask for it. The store fills it, for SQLite and for PostgreSQL alike. */
export interface Ledger {
  /** Answers after the commit that this write shared with whatever else was waiting. */
  keep(write: Write): Promise<KeepResult>

  readonly accounts: AccountQueries
  readonly incomingPhoneNumbers: IncomingPhoneNumberQueries
  readonly messages: MessageQueries
  readonly handedParts: HandedPartQueries
  readonly earlyReceipts: EarlyReceiptQueries
  readonly webhookAttempts: WebhookAttemptQueries
  readonly phones: PhoneQueries
  readonly jobs: JobQueries
  /** Removes at most `limit` records of each kind that are older; says how many went. */
  prune(before: { events: Instant; webhookAttempts: Instant; handedParts: Instant }, limit: number): Promise<number>
  /** Whether the database answers. */
  ready(): Promise<boolean>
}
