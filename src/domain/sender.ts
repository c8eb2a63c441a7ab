import { looksLikeNumber, normalizeNumber } from './phone-number.ts'
import { isSid } from './sid.ts'

/** What stands where a message comes from, or goes to: by its form alone, whether or not anybody owns it. */
export type Sender =
  /** In E.164 where a number could look like this, else as it was written: such a number belongs to nobody. */
  | { kind: 'number'; value: string }
  | { kind: 'short-code'; value: string }
  | { kind: 'alphanumeric'; value: string }
  /** The whole address, `whatsapp:+14155238886`, its number in E.164. */
  | { kind: 'channel'; channel: string; value: string }
  /** The SID of a SIM card. */
  | { kind: 'sim'; value: string }
  /** The SID of a messaging service. */
  | { kind: 'service'; value: string }
  | { kind: 'invalid' }

export function kindOfSender(raw: string): Sender {
  const e164 = normalizeNumber(raw)
  if (e164 !== null) return { kind: 'number', value: e164 }
  if (shortCode.test(raw)) return { kind: 'short-code', value: raw }
  if (raw.length <= longestAlphanumeric && alphanumeric.test(raw)) return { kind: 'alphanumeric', value: raw }
  const colon = raw.indexOf(':')
  if (colon >= 0) return addressOf(raw.slice(0, colon), raw.slice(colon + 1))
  if (isSid('MG', raw)) return { kind: 'service', value: raw }
  if (isSid('DE', raw)) return { kind: 'sim', value: raw }
  return looksLikeNumber(raw) ? { kind: 'number', value: raw.trim() } : { kind: 'invalid' }
}

/** Whether the networks of a country (ISO 3166) carry letters as senders. */
export const takesLetters = (country: string): boolean => !lettersRefused.has(country)

const lettersRefused: ReadonlySet<string> = new Set(['US', 'CA', 'PR'])
const shortCode = /^\d{5,6}$/
const longestAlphanumeric = 11
/** ASCII letters, digits and a few signs; at least one letter, or it would be a number. */
const alphanumeric = /^[\w +&-]*[a-z][\w +&-]*$/i
const channelName = /^[a-z][a-z0-9_-]*$/

function addressOf(channel: string, value: string): Sender {
  if (!channelName.test(channel) || value === '') return { kind: 'invalid' }
  if (channel === 'sim') return isSid('DE', value) ? { kind: 'sim', value } : { kind: 'invalid' }
  // Other channels name pages and agents, whose digits are no phone number.
  const address = channel === 'whatsapp' || value.startsWith('+') ? normalizeNumber(value) : null
  return { kind: 'channel', channel, value: `${channel}:${address ?? value}` }
}
