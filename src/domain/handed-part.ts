import type { Receipt } from './carrier.ts'
import type { Instant } from './clock.ts'

/** One part of a message that a carrier took, found again by the id that the carrier gave it. */
export interface HandedPart {
  /** `carrier:id`, as `partKey` writes it. */
  key: string
  messageSid: string
  part: number
  parts: number
  /** Null until its receipt came. */
  status: Receipt['status'] | null
  code: number | null
  at: Instant
}

/** A receipt that came before the carrier's answer: it waits for the part that it speaks of. */
export interface EarlyReceipt {
  key: string
  status: Receipt['status']
  code: number | null
  at: Instant
}

export const partKey = (carrier: string, carrierId: string) => `${carrier}:${carrierId}`

export interface HandedPartQueries {
  many(keys: readonly string[]): Promise<ReadonlyMap<string, HandedPart>>
  ofMessages(messageSids: readonly string[]): Promise<readonly HandedPart[]>
}

export interface EarlyReceiptQueries {
  many(keys: readonly string[]): Promise<ReadonlyMap<string, EarlyReceipt>>
}
