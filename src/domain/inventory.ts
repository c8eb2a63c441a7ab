import type { Capabilities, NumberType } from './incoming-phone-number.ts'

/** A number that can be bought. */
export interface NumberForSale {
  phoneNumber: string
  type: NumberType
  isoCountry: string
  capabilities: Capabilities
}

/** Where numbers come from: the simulator's pool in development, the operator's stock in production. */
export interface Inventory {
  /** The number as it would be sold, or null when it is not offered. */
  find(phoneNumber: string): Promise<NumberForSale | null>
  /** Numbers in a NANP area code, in an order that is the same for every caller and endless enough to find a free one; empty where there is no stock. */
  inAreaCode(areaCode: string, type: NumberType, skip: number, limit: number): Promise<readonly NumberForSale[]>
}
