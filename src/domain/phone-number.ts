import { createRequire } from 'node:module'
import type { CountryCode } from 'libphonenumber-js/max'
import type { NumberType } from './incoming-phone-number.ts'
import { nanpCountryOf } from './nanp-areas.ts'

/**
 * The E.164 form of a number written in any usual way, or null when no number could look like this. It need not be assigned:
 * fictitious numbers pass. Without a `+`, ten digits (or eleven that start with 1) are North American; anything else is none.
 */
export function normalizeNumber(raw: string): string | null {
  const digits = digitsOf(raw)
  if (digits === null) return null
  if (isNanp(digits)) return digits
  if (digits.charCodeAt(0) === plus) return factsOf(digits).e164
  if (digits.length === 10) return `+1${digits}`
  return digits.length === 11 && digits.charCodeAt(0) === one ? `+${digits}` : null
}

/** The same for a number that may be written as in its own country (ISO 3166), without a `+`. */
export function normalizeNumberIn(country: string, raw: string): string | null {
  if (raw.includes('+') || country === 'US' || country === 'CA' || !isCountry(country)) return normalizeNumber(raw)
  if (digitsOf(raw) === null || raw.length > longest) return null
  const number = library().parsePhoneNumberFromString(raw, country as CountryCode)
  return number?.isPossible() ? number.number : null
}

/** Whether the text is digits and the usual formatting, with or without a `+` in front; it may be too short to be a number. */
export const looksLikeNumber = (raw: string): boolean => digitsOf(raw) !== null

/** Whether the text is a short code, also in letters, or a number of a known country with too few digits. */
export function isShort(raw: string): boolean {
  if (/^\d{5,6}$/.test(lettersToDigits(raw))) return true
  const digits = digitsOf(raw)
  return digits !== null && library().validatePhoneNumberLength(digits) === 'TOO_SHORT'
}

/** Turns letters into the digits of a telephone keypad; leaves all else as it is. */
export function lettersToDigits(raw: string): string {
  return raw.replace(/[a-z]/gi, (letter) => keypad.charAt(letter.toLowerCase().charCodeAt(0) - 97))
}

/** Whether a text message can never arrive, whoever has the number. No North American number tells that by its digits. */
export const isLandlineOnly = (e164: string): boolean => !isNanp(e164) && factsOf(e164).landline

/** Whether who calls it, or writes to it, pays more than usual: nothing is sent to such numbers, nor to North America's directory. */
export const isPremium = (e164: string): boolean =>
  isNanp(e164) ? e164.startsWith('+1900') || e164.endsWith('5551212') : factsOf(e164).premium

/** Whether a country of this ISO 3166 code has telephones. */
export const isCountry = (code: string): boolean => library().isSupportedCountry(code)

/** ISO 3166 code; `US` for North American numbers in no country's area code, `ZZ` where no country can be told. */
export const countryOf = (e164: string): string =>
  isNanp(e164) ? nanpCountryOf(e164.slice(2, 5)) : factsOf(e164).country

/** `(500) 555-0006` for a North American number; any other stays in E.164. */
export function nationalFormat(e164: string): string {
  return isNanp(e164) ? `(${e164.slice(2, 5)}) ${e164.slice(5, 8)}-${e164.slice(8)}` : e164
}

/** `5005550006` for a North American number, as the first version of the API writes it; any other stays in E.164. */
export const bareNumber = (e164: string): string => (isNanp(e164) ? e164.slice(2) : e164)

/** Whether it is one of North America's numbers that the called party pays for. */
export const isTollFree = (e164: string): boolean => isNanp(e164) && tollFree.has(e164.slice(2, 5))

/** Whether the number could be assigned: its area code and the digits behind it exist together in the numbering plan. */
export const isValidInArea = (e164: string): boolean => library().parsePhoneNumberFromString(e164)?.isValid() ?? false

/** As what a number could be sold: null for one that could not be assigned, or is of a kind that is not sold. */
export function numberTypeOf(e164: string): NumberType | null {
  const number = library().parsePhoneNumberFromString(e164)
  const type = number?.isValid() ? number.getType() : undefined
  if (type === 'TOLL_FREE') return 'tollfree'
  if (type === 'MOBILE') return 'mobile'
  return type === 'FIXED_LINE' || type === 'FIXED_LINE_OR_MOBILE' ? 'local' : null
}

const plus = 43
const one = 49
const keypad = '22233344455566677778889999'
const tollFree: ReadonlySet<string> = new Set(['800', '888', '877', '866', '855', '844', '833', '822'])

/** `+1` and ten digits. Expects nothing but a `+` and digits. */
const isNanp = (digits: string) => digits.length === 12 && digits.charCodeAt(1) === one && digits.charCodeAt(0) === plus

/** The digits, behind a `+` where one was in front; null when there is anything but formatting between them, or no digit. */
function digitsOf(raw: string): string | null {
  const { length } = raw
  let clean = true
  let seen = false
  for (let i = 0; i < length; i++) {
    const code = raw.charCodeAt(i)
    if (code >= 48 && code <= 57) seen = true
    else if (code === plus && !seen && raw.indexOf('+') === i) continue
    else if (isFormatting(code)) clean = false
    else return null
  }
  if (!seen) return null
  return clean ? raw : raw.replace(/[^\d+]/g, '')
}

/** Blank, tab, no-break space, `(`, `)`, `-`, `.` */
const isFormatting = (code: number) =>
  code === 32 || code === 9 || code === 160 || code === 40 || code === 41 || code === 45 || code === 46

interface Facts {
  e164: string | null
  country: string
  landline: boolean
  premium: boolean
}

const unknown: Facts = { e164: null, country: 'ZZ', landline: false, premium: false }
/** E.164 has 15 digits at most; some write the national prefix behind the country code as well. */
const longest = 20
const recentSize = 4096
/** What is known of the numbers that were asked for last, the latest at the end. */
const recent = new Map<string, Facts>()

function factsOf(digits: string): Facts {
  if (digits.length > longest) return unknown
  const known = recent.get(digits)
  if (known) {
    recent.delete(digits)
    recent.set(digits, known)
    return known
  }
  const facts = lookUp(digits)
  if (recent.size >= recentSize) recent.delete(recent.keys().next().value ?? '')
  recent.set(digits, facts)
  return facts
}

function lookUp(digits: string): Facts {
  const number = library().parsePhoneNumberFromString(digits)
  if (!number?.isPossible()) return unknown
  // A trunk prefix is left out where a country has one, and behind it may stand another.
  if (number.number.length < digits.length) return lookUp(number.number)
  const type = number.getType()
  return {
    e164: number.number,
    country: number.country ?? number.getPossibleCountries()[0] ?? 'ZZ',
    landline: type === 'FIXED_LINE',
    premium: type === 'PREMIUM_RATE',
  }
}

type Library = typeof import('libphonenumber-js/max')
let loaded: Library | undefined

/** Loads the world's numbering plans when a number first needs them: they take longer to load than the rest of a start. */
function library(): Library {
  loaded ??= createRequire(import.meta.url)('libphonenumber-js/max') as Library
  return loaded
}
