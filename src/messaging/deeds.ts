import type { Deeds } from '../domain/job.ts'
import { deliverMessage } from './deliver-message.ts'
import { matchReceipts } from './match-receipts.ts'
import type { MessagingDeed } from './new-job.ts'
import { type Pruning, pruneHistory } from './prune-history.ts'
import type { Delivering } from './record-handover.ts'
import { type Reporting, reportStatus } from './report-status.ts'
import { settleInDoubt } from './settle-in-doubt.ts'

/** What jobs of this room are done by, by the names that they carry. */
export function messagingDeeds(has: { delivering: Delivering; reporting: Reporting; pruning: Pruning }) {
  return {
    'deliver-message': deliverMessage(has.delivering),
    'settle-in-doubt': settleInDoubt(has.delivering),
    'match-receipts': matchReceipts(has.delivering),
    'report-status': reportStatus(has.reporting),
    'prune-history': pruneHistory(has.pruning),
  } satisfies Deeds & Record<MessagingDeed, unknown>
}
