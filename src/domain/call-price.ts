import type { NumberType } from './incoming-phone-number.ts'

/** What a call of so many seconds costs, in 1/100,000 of the account's currency, negative. Begun minutes count whole. */
export const priceOfCall = (country: string, seconds: number): number =>
  -(perMinute[country] ?? elsewhere) * minutesOf(seconds) || 0

/** What a call costs that came in at a number of this type, in the same way. */
export const priceOfInboundCall = (type: NumberType | null, seconds: number): number =>
  -perInboundMinute[type ?? 'local'] * minutesOf(seconds) || 0

/** What a recording of so many seconds costs, in the same way. */
export const priceOfRecording = (seconds: number): number => -recordedMinute * minutesOf(seconds) || 0

/** Minutes as calls are billed: begun ones are whole. */
export const minutesOf = (seconds: number): number => Math.ceil(seconds / 60)

const recordedMinute = 250

const perInboundMinute: Readonly<Record<NumberType, number>> = { local: 850, mobile: 1000, tollfree: 2200 }

const elsewhere = 15_000

/** Calls to any phone of a country, by its ISO 3166 code. */
const perMinute: Readonly<Record<string, number>> = {
  US: 1400,
  CA: 1400,
  PR: 2200,
  AT: 3300,
  AU: 2520,
  BE: 3980,
  BR: 4150,
  CH: 4700,
  DE: 1890,
  DK: 2600,
  ES: 2550,
  FI: 5300,
  FR: 2330,
  GB: 1580,
  IE: 2400,
  IL: 1800,
  IN: 4970,
  IT: 2590,
  JP: 7460,
  MX: 2900,
  NL: 3300,
  NO: 2950,
  NZ: 2900,
  PL: 2490,
  PT: 2600,
  SE: 2490,
  SG: 2500,
  ZA: 5100,
}
