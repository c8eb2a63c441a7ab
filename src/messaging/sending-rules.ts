import type { OpenSender } from '../domain/granted-sender.ts'
import type { Countries, Medium } from '../domain/permission.ts'
import type { SenderQueues } from './sender-queues.ts'

/** What the operator decides of who may send what to whom. */
export interface SendingRules {
  /** Kinds of senders that no account has to be granted. */
  readonly openSenders: ReadonlySet<OpenSender>
  /** Where accounts may write to and call that have no permissions of their own. */
  readonly countries: Readonly<Record<Medium, Countries>>
  readonly queues: SenderQueues
}
