import type { Capabilities, NumberType } from './incoming-phone-number.ts'
import type { NumberPattern } from './number-pattern.ts'
import type { PlaceWanted } from './place.ts'

/** A number that can be bought. */
export interface NumberForSale {
  phoneNumber: string
  type: NumberType
  isoCountry: string
  capabilities: Capabilities
}

/** A country with the types of numbers that are sold there. */
export interface Market {
  isoCountry: string
  types: readonly NumberType[]
}

/** What is searched for: everything that is said must hold. */
export interface NumberSearch {
  isoCountry: string
  type: NumberType
  /** A North American area code. */
  areaCode?: string
  pattern?: NumberPattern
  place?: PlaceWanted
  capabilities?: Partial<Capabilities>
}

/** Where numbers come from: the simulator's pool in development, the operator's stock in production. */
export interface Inventory {
  /** The number as it would be sold, or null when it is not offered. */
  find(phoneNumber: string): Promise<NumberForSale | null>
  /** Numbers in a NANP area code, in an order that is the same for every caller and endless enough to find a free one; empty where there is no stock. */
  inAreaCode(areaCode: string, type: NumberType, skip: number, limit: number): Promise<readonly NumberForSale[]>
  /** The countries in which there is anything. */
  markets(): Promise<readonly Market[]>
  /** Numbers that were searched for, in an order that is the same for every caller; fewer than `limit` when there are no more. */
  search(search: NumberSearch, skip: number, limit: number): Promise<readonly NumberForSale[]>
}
