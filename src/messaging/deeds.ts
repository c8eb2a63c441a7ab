import type { Deeds } from '../domain/job.ts'
import { type Answering, answerMessage } from './inbound/answer-message.ts'
import { deliverMessage } from './deliver-message.ts'
import { type EnforcingRetention, enforceRetention } from './enforce-retention.ts'
import { indexTexts } from './indexing/index-texts.ts'
import { type FetchingMedia, fetchMedia } from './fetch-media.ts'
import { giveUpParts } from './inbound/join-parts.ts'
import { matchReceipts } from './match-receipts.ts'
import type { MessagingDeed } from './new-job.ts'
import { obfuscateAddress } from './obfuscate-address.ts'
import { type Pruning, pruneHistory } from './prune-history.ts'
import type { Delivering } from './record-handover.ts'
import type { ReceivingMessages } from './inbound/receive-whole.ts'
import { reportStatus } from './report-status.ts'
import { type ChoosingSenders, chooseSender } from './services/choose-sender.ts'
import { settleInDoubt } from './settle-in-doubt.ts'
import type { Telling } from './tell-application.ts'

/** What jobs of this room are done by, by the names that they carry. */
export function messagingDeeds(has: {
  receiving: ReceivingMessages
  answering: Answering
  choosing: ChoosingSenders
  delivering: Delivering
  fetching: FetchingMedia
  reporting: Telling
  pruning: Pruning
  retaining: EnforcingRetention
}) {
  return {
    'answer-message': answerMessage(has.answering),
    'join-parts': giveUpParts(has.receiving),
    'choose-sender': chooseSender(has.choosing),
    'fetch-media': fetchMedia(has.fetching),
    'deliver-message': deliverMessage(has.delivering),
    'settle-in-doubt': settleInDoubt(has.delivering),
    'match-receipts': matchReceipts(has.delivering),
    'report-status': reportStatus(has.reporting),
    'obfuscate-address': obfuscateAddress(has.delivering),
    'prune-history': pruneHistory(has.pruning),
    'enforce-retention': enforceRetention(has.retaining),
    'index-texts': indexTexts(has.retaining),
  } satisfies Deeds & Record<MessagingDeed, unknown>
}
