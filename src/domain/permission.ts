import { isCountry } from './phone-number.ts'

/** Where something may go: ISO 3166 codes, `home` for the sender's own country, `all` for everywhere. */
export type Countries = readonly string[]

export type Medium = 'sms' | 'voice'

/** Where an account may write to and call, where that is not as the server's settings say. */
export interface Permission {
  accountSid: string
  /** Null: as the settings say. */
  sms: Countries | null
  voice: Countries | null
}

/** Whether something may go to a country, from a sender who is at home in another or, as names are, nowhere; undefined while he is not chosen. */
export const allows = (countries: Countries, to: string, home: string | null | undefined): boolean =>
  countries.some((one) => one === 'all' || one === to || (one === 'home' && (home === undefined || home === to)))

/** Reads `all`, `home` and codes of countries; null when there is anything else among them, as `UK` would be, which stands for nowhere. */
export function readCountries(words: readonly string[]): Countries | null {
  const countries = words.map((word) => (word === 'all' || word === 'home' ? word : word.toUpperCase()))
  return countries.every((one) => one === 'all' || one === 'home' || isCountry(one)) ? countries : null
}

/** What is asked with every message: an account's own permissions, and whether it blocks anything at all. */
export interface Reach extends Omit<Permission, 'accountSid'> {
  hasBlocks: boolean
}

export interface PermissionQueries {
  of(accountSid: string): Promise<Reach>
}
