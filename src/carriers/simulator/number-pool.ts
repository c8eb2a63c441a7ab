import type { Capabilities } from '../../domain/incoming-phone-number.ts'
import type { Inventory, NumberForSale } from '../../domain/inventory.ts'
import { countryOf, numberTypeOf } from '../../domain/phone-number.ts'

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
  }
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
