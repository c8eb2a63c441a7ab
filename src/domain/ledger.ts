import type { AccountQueries } from './account.ts'
import type { ApiKeyQueries } from './api-key.ts'
import type { ApplicationQueries } from './application.ts'
import type { ArrivalQueries } from './arrival.ts'
import type { BlockQueries } from './block.ts'
import type { CallQueries } from './call.ts'
import type { ClockQueries, Instant } from './clock.ts'
import type { ConversationQueries } from './conversation.ts'
import type { FaultQueries } from './fault.ts'
import type { FeedQueries } from './feed.ts'
import type { CreditQueries } from './credit.ts'
import type { GrantedSenderQueries } from './granted-sender.ts'
import type { EarlyReceiptQueries, HandedPartQueries } from './handed-part.ts'
import type { IdempotentRequestQueries } from './idempotent-request.ts'
import type { IncomingPhoneNumberQueries } from './incoming-phone-number.ts'
import type { JobQueries } from './job.ts'
import type { MediaQueries } from './media.ts'
import type { MessageQueries } from './message.ts'
import type { MessageFeedbackQueries } from './message-feedback.ts'
import type { MessagingServiceQueries } from './messaging-service.ts'
import type { PoolSenderQueries } from './pool-sender.ts'
import type { UsageQueries } from './usage.ts'
import type { UsageTriggerQueries } from './usage-trigger.ts'
import type { PermissionQueries } from './permission.ts'
import type { RefusedRequestQueries } from './refused-request.ts'
import type { TextQueries } from './search/text-block.ts'
import type { ShortCodeQueries } from './short-code.ts'
import type { NotificationQueries } from './notification.ts'
import type { OutgoingCallerIdQueries } from './outgoing-caller-id.ts'
import type { RecordingQueries } from './recording.ts'
import type { PhoneQueries } from './virtual-phone.ts'
import type { WebhookAttemptQueries } from './webhook.ts'
import type { KeepResult, Write } from './write.ts'

/** Everything that is kept, and how to ask for it. The store fills it, for SQLite and for PostgreSQL alike. */
export interface Ledger {
  /** Answers after the commit that this write shared with whatever else was waiting. */
  keep(write: Write): Promise<KeepResult>

  readonly accounts: AccountQueries
  readonly apiKeys: ApiKeyQueries
  readonly idempotentRequests: IdempotentRequestQueries
  readonly incomingPhoneNumbers: IncomingPhoneNumberQueries
  readonly applications: ApplicationQueries
  readonly shortCodes: ShortCodeQueries
  readonly grantedSenders: GrantedSenderQueries
  readonly permissions: PermissionQueries
  readonly blocks: BlockQueries
  readonly credits: CreditQueries
  readonly messages: MessageQueries
  readonly messageFeedback: MessageFeedbackQueries
  /** The index of what messages say. */
  readonly texts: TextQueries
  readonly media: MediaQueries
  readonly messagingServices: MessagingServiceQueries
  readonly poolSenders: PoolSenderQueries
  readonly handedParts: HandedPartQueries
  readonly earlyReceipts: EarlyReceiptQueries
  readonly arrivals: ArrivalQueries
  readonly conversations: ConversationQueries
  readonly feed: FeedQueries
  readonly webhookAttempts: WebhookAttemptQueries
  readonly refusedRequests: RefusedRequestQueries
  readonly calls: CallQueries
  readonly recordings: RecordingQueries
  readonly notifications: NotificationQueries
  readonly outgoingCallerIds: OutgoingCallerIdQueries
  readonly phones: PhoneQueries
  readonly jobs: JobQueries
  readonly clock: ClockQueries
  readonly usage: UsageQueries
  readonly usageTriggers: UsageTriggerQueries
  readonly faults: FaultQueries
  /** Removes at most `limit` records of each kind that are older; says how many went. */
  prune(before: Pruned, limit: number): Promise<number>
  /** Whether the database answers. */
  ready(): Promise<boolean>
}

/** Before which moment each kind is old. */
export type Pruned = Readonly<Record<'events' | 'webhookAttempts' | 'handedParts' | 'idempotentRequests', Instant>>
