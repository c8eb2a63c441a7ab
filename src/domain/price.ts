import type { MessageDirection } from './message.ts'

export interface Billed {
  /** ISO 3166: where an outbound message goes, or where the number is that an inbound one reached. */
  country: string
  segments: number
  /** How many media it carries. */
  media: number
  direction: MessageDirection
}

/** What a message costs, in 1/100,000 of the account's currency, negative. The tariff is the same number in any currency. */
export function priceOf({ country, segments, media, direction }: Billed): number {
  const tariff = tariffs.get(country) ?? elsewhere
  const mms = media > 0 ? tariff.mms : undefined
  const [outbound, inbound] = mms ?? tariff.segment
  const each = direction === 'inbound' ? inbound : outbound
  return -each * (mms ? 1 : segments) || 0
}

/** `-0.00750` for -750. */
export function formatPrice(price: number): string {
  const digits = Math.abs(price).toString().padStart(6, '0')
  return `${price < 0 ? '-' : ''}${digits.slice(0, -5)}.${digits.slice(-5)}`
}

/** 750 for `0.0075`; null for what is no amount with at most five decimals. */
export function readPrice(text: string): number | null {
  const [, sign, whole, decimals = ''] = /^(-?)(\d{1,9})(?:\.(\d{1,5}))?$/.exec(text) ?? []
  if (whole === undefined) return null
  const amount = Number(whole) * 100_000 + Number(decimals.padEnd(5, '0'))
  return sign === '-' && amount > 0 ? -amount : amount
}

/** Prices going out and coming in. */
type Both = readonly [outbound: number, inbound: number]

interface Tariff {
  segment: Both
  /** For the whole message; where there is none, media travels as a link and the text is billed. */
  mms?: Both
}

const elsewhere: Tariff = { segment: [8000, 750] }

const tariffs: ReadonlyMap<string, Tariff> = new Map(
  Object.entries<Tariff>({
    US: { segment: [750, 750], mms: [2000, 1000] },
    CA: { segment: [750, 750], mms: [2000, 1000] },
    PR: { segment: [750, 750], mms: [2000, 1000] },
    AE: { segment: [3200, 750] },
    AR: { segment: [5900, 750] },
    AT: { segment: [7900, 750] },
    AU: { segment: [5150, 750], mms: [35000, 5000] },
    BE: { segment: [9600, 750] },
    BR: { segment: [5900, 750] },
    CH: { segment: [7250, 750] },
    CL: { segment: [4900, 750] },
    CN: { segment: [3650, 750] },
    CO: { segment: [5050, 750] },
    CZ: { segment: [5900, 750] },
    DE: { segment: [8500, 750] },
    DK: { segment: [5100, 750] },
    ES: { segment: [7900, 750] },
    FI: { segment: [8200, 750] },
    FR: { segment: [7600, 750] },
    GB: { segment: [4000, 750] },
    HK: { segment: [5250, 750] },
    ID: { segment: [28500, 750] },
    IE: { segment: [8000, 750] },
    IL: { segment: [21900, 750] },
    IN: { segment: [6500, 750] },
    IT: { segment: [7500, 750] },
    JP: { segment: [7500, 750] },
    KE: { segment: [13000, 750] },
    KR: { segment: [3550, 750] },
    MX: { segment: [6700, 750] },
    MY: { segment: [8500, 750] },
    NG: { segment: [20600, 750] },
    NL: { segment: [9400, 750] },
    NO: { segment: [6700, 750] },
    NZ: { segment: [8900, 750] },
    PH: { segment: [16500, 750] },
    PK: { segment: [24500, 750] },
    PL: { segment: [3950, 750] },
    PT: { segment: [4850, 750] },
    SE: { segment: [5400, 750] },
    SG: { segment: [4600, 750] },
    TR: { segment: [2800, 750] },
    TW: { segment: [5900, 750] },
    ZA: { segment: [2900, 750] },
  }),
)
