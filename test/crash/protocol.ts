import type { Handover, Receipt, Submission } from '../../src/domain/carrier.ts'

/** What the carrier in a server process says to the ledger in the test's process. */
export type FromCarrier =
  | { say: 'hello'; process: string }
  | { say: 'submit'; request: number; submissions: readonly Submission[] }
  /** The server kept these receipts: the ledger need not repeat them. */
  | { say: 'kept'; batch: number }

/** And what the ledger says. */
export type FromLedger =
  | { say: 'answer'; request: number; handovers: readonly Handover[] }
  | { say: 'receipts'; batch: number; receipts: readonly Omit<Receipt, 'carrier' | 'at'>[] }
