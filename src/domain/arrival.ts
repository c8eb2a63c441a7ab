import type { Instant } from './clock.ts'

/** That a carrier handed in something under this name: what it hands in again is acknowledged, and not kept again. */
export interface Arrival {
  key: string
  /** The SID of the message, or of the stray, that it became; null for a part of a longer one. */
  became: string | null
  at: Instant
}

export const arrivalKey = (carrier: string, id: string): string => `${carrier}:${id}`

/** A part of a longer message whose other parts have not all come yet. */
export interface InboundPart {
  /** The message that it belongs to and its place in it. */
  key: string
  /** Carrier, addresses and reference: the same for all parts of one message. */
  message: string
  /** The name under which it arrived. */
  arrival: string
  number: number
  of: number
  body: string
  at: Instant
}

/** A message to a number that nobody owns: kept aside, for whoever looks for it. */
export interface StrayMessage {
  sid: string
  carrier: string
  from: string
  to: string
  body: string
  numMedia: number
  at: Instant
}

export interface ArrivalQueries {
  find(key: string): Promise<Arrival | null>
  /** The parts that came of one message, in their order. */
  parts(message: string): Promise<readonly InboundPart[]>
  /** Newest first, those before the SID when one is given. */
  strays(limit: number, before?: string): Promise<readonly StrayMessage[]>
}
