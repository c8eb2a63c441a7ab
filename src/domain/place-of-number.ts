import { areaOf } from './nanp-areas.ts'
import { countryOf } from './phone-number.ts'

/** Where a number is at home, as far as its digits tell; what is not known is empty. */
export function placeOfNumber(e164: string): Readonly<Record<'country' | 'state' | 'city' | 'zip', string>> {
  const country = e164.startsWith('+') ? countryOf(e164) : 'ZZ'
  const area = e164.startsWith('+1') ? areaOf(e164.slice(2, 5)) : null
  return {
    country: country === 'ZZ' ? '' : country,
    state: area?.region ?? '',
    city: area?.locality.toUpperCase() ?? '',
    zip: area?.postalCode ?? '',
  }
}
