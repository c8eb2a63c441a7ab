import type { Capabilities } from '../../domain/incoming-phone-number.ts'
import type { Inventory, Market, NumberForSale, NumberSearch } from '../../domain/inventory.ts'
import { areaOf } from '../../domain/nanp-areas.ts'
import { fittings } from '../../domain/number-pattern.ts'
import { countryOf, numberTypeOf } from '../../domain/phone-number.ts'
import { isAt } from '../../domain/place.ts'
import { type Lot, stock } from './stock.ts'

/**
 * Sells every number that could be assigned. Those of area code 500, which mean something to test credentials, are of a kind that
 * nobody sells.
 */
export function numberPool(): Inventory {
  return {
    async find(phoneNumber) {
      return numberForSale(phoneNumber)
    },
    async inAreaCode(areaCode, type, skip, limit) {
      if (!sold.has(countryOf(numberAt(areaCode, 0)))) return []
      const found: NumberForSale[] = []
      for (let i = skip; i < lines && found.length < limit; i++) {
        const offer = numberForSale(numberAt(areaCode, i))
        // The area code decides: what holds for one of its numbers holds for all.
        if (offer?.type !== type) break
        found.push(offer)
      }
      return found
    },
    async markets() {
      const countries = Map.groupBy(stock, ({ isoCountry }) => isoCountry)
      return [...countries]
        .map(([isoCountry, lots]): Market => ({ isoCountry, types: [...new Set(lots.map(({ type }) => type))] }))
        .sort((a, b) => (a.isoCountry < b.isoCountry ? -1 : 1))
    },
    async search(wanted, skip, limit) {
      const found: NumberForSale[] = []
      for (const offer of offers(wanted)) {
        if (found.length === skip + limit) break
        found.push(offer)
      }
      return found.slice(skip)
    },
  }
}

/** Numbers that were looked at in vain before a search ends: a pattern may want what no number has. */
const mostInVain = 1000

/** All that were searched for: of each kind in turn, so that the first ones are from many places. */
function* offers({ pattern, capabilities = {}, ...wanted }: NumberSearch): Generator<NumberForSale> {
  const lots = stock.filter((lot) => isWanted(lot, wanted)).map(({ template }) => template)
  let open = scattered(pattern ? lots.flatMap((template) => fittings(template, pattern)) : lots)
  const seen = new Set<string>()
  let inVain = 0
  for (let i = 0; open.length > 0; i++) {
    for (const template of open) {
      const phoneNumber = numberLike(template, i)
      const offer = seen.has(phoneNumber) ? null : numberForSale(phoneNumber)
      seen.add(phoneNumber)
      if (offer?.type === wanted.type && can(offer.capabilities, capabilities)) yield offer
      else if (++inVain === mostInVain) return
    }
    open = open.filter((template) => i + 1 < sizeOf(template))
  }
}

const isWanted = (lot: Lot, { isoCountry, type, areaCode, place = {} }: NumberSearch): boolean =>
  lot.isoCountry === isoCountry &&
  lot.type === type &&
  (areaCode === undefined || lot.areaCode === areaCode) &&
  isAt(lot.areaCode === undefined ? null : areaOf(lot.areaCode), place)

const can = (has: Capabilities, wanted: Partial<Capabilities>): boolean =>
  (Object.keys(wanted) as (keyof Capabilities)[]).every((one) => wanted[one] === undefined || has[one] === wanted[one])

/** In an order that has nothing to do with the alphabet, and is always the same. */
const scattered = (templates: readonly string[]): readonly string[] =>
  [...templates].sort((a, b) => scatter(a) - scatter(b))

function scatter(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/** How many numbers a template stands for. */
const sizeOf = (template: string): number => 10 ** (template.split('*').length - 1)

/** Passes through all numbers of a template once, scattered: a step that ends in 3 has no factor in common with a power of ten. */
function numberLike(template: string, index: number): string {
  const size = sizeOf(template)
  const free = String(((scatter(template) % size) + (index % size) * (step % size)) % size)
  const digits = free.padStart(Math.log10(size), '0')
  let used = 0
  return `+${template.replace(/\*/g, () => digits[used++]!)}`
}

/** Countries whose numbers can be asked for by area code. */
const sold: ReadonlySet<string> = new Set(['US', 'CA'])

/** 200 to 999 without those that end in 11, which are short numbers of services. */
const exchanges = Array.from({ length: 800 }, (_, i) => i + 200).filter((exchange) => exchange % 100 !== 11)
const lines = exchanges.length * 10_000
/** Has no factor in common with `lines`: its multiples pass through all of them once, scattered. */
const step = 3_141_593

function numberAt(areaCode: string, index: number): string {
  const line = (Number(areaCode) * 7919 + index * step) % lines
  const exchange = exchanges[Math.floor(line / 10_000)]
  return `+1${areaCode}${exchange}${String(line % 10_000).padStart(4, '0')}`
}

function numberForSale(phoneNumber: string): NumberForSale | null {
  const type = numberTypeOf(phoneNumber)
  return type && { phoneNumber, type, isoCountry: countryOf(phoneNumber), capabilities: capabilitiesOf(phoneNumber) }
}

/** Media travels in North America only. */
function capabilitiesOf(phoneNumber: string): Capabilities {
  return { voice: true, sms: true, mms: phoneNumber.startsWith('+1'), fax: false }
}
