import type { Handover, InboundMessage, Receipt, Submission } from '../../src/domain/carrier.ts'

/** A message on its way in; its files are JPEG pictures, in base64. */
export type HandedIn = Omit<InboundMessage, 'carrier' | 'media'> & { media: readonly string[] }

/** What the carrier in a server process says to the ledger in the test's process. */
export type FromCarrier =
  | { say: 'hello'; process: string }
  | { say: 'submit'; request: number; submissions: readonly Submission[] }
  /** The server kept these receipts: the ledger need not repeat them. */
  | { say: 'kept'; batch: number }
  /** And this message. */
  | { say: 'taken'; id: string }

/** And what the ledger says. */
export type FromLedger =
  | { say: 'answer'; request: number; handovers: readonly Handover[] }
  | { say: 'receipts'; batch: number; receipts: readonly Omit<Receipt, 'carrier' | 'at'>[] }
  | { say: 'inbound'; message: HandedIn }
