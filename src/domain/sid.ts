import { randomFillSync } from 'node:crypto'
import type { Instant } from './clock.ts'

/** What the two letters in front of a SID say about the thing it names. */
export type SidPrefix =
  | 'AC'
  | 'AI'
  | 'AP'
  | 'CA'
  | 'EV'
  | 'JB'
  | 'ME'
  | 'MG'
  | 'MM'
  | 'NO'
  | 'PN'
  | 'RE'
  | 'RQ'
  | 'SC'
  | 'SK'
  | 'SM'
  | 'SU'
  | 'UT'
  | 'WH'

const randomness = Buffer.alloc(9 * 512)
/** As hex digits, 18 for each SID: 2 bits of the first digit are left unused. */
let digits = ''
let used = 0
let lastMoment = { at: -1, hex: '' }

/**
 * Makes a new SID: two letters and 32 hex digits that sort by time. 48 bits of milliseconds, 10 bits that tell the root
 * account (`slotOf`), 70 random bits.
 */
export function mintSid(prefix: SidPrefix, at: Instant, slot = 0): string {
  const random = nextDigits()
  const middle = (slot << 6) | (parseInt(random.slice(0, 2), 16) & 0x3f)
  return prefix + momentInHex(at) + middle.toString(16).padStart(4, '0') + random.slice(2)
}

function nextDigits(): string {
  if (used === digits.length) {
    digits = randomFillSync(randomness).toString('hex')
    used = 0
  }
  return digits.slice(used, (used += 18))
}

function momentInHex(at: Instant): string {
  if (at !== lastMoment.at) lastMoment = { at, hex: at.toString(16).padStart(12, '0') }
  return lastMoment.hex
}

/** What every SID that was minted at this moment or later begins with, or is greater than. */
export const firstSidAt = (prefix: SidPrefix, at: Instant): string => prefix + momentInHex(at)

let sequence = 0

/** Makes an id that sorts by time and, within a millisecond of this process, by the order in which it was made: for the steps of one life. */
export function mintInOrder(prefix: SidPrefix, at: Instant): string {
  sequence = (sequence + 1) & 0xffff
  return prefix + momentInHex(at) + sequence.toString(16).padStart(4, '0') + nextDigits().slice(2)
}

/** The 10 bits by which an account's things may be spread over several databases later. */
export function slotOf(accountSid: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < accountSid.length; i++) hash = Math.imul(hash ^ accountSid.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % 1024
}

/** The slot of a SID that was minted here, for what belongs to the thing that it names. */
export const slotIn = (sid: string): number => parseInt(sid.slice(14, 18), 16) >> 6

const shape = /^[A-Z]{2}[0-9a-fA-F]{32}$/

/** Whether a text has the form of a SID with this prefix. It may name nothing, and need not have been made here. */
export function isSid(prefix: string, text: string): boolean {
  return text.startsWith(prefix) && shape.test(text)
}
