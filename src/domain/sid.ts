import { randomFillSync } from 'node:crypto'
import type { Instant } from './clock.ts'

/** What the two letters in front of a SID say about the thing it names. */
export type SidPrefix =
  | 'AC'
  | 'AI'
  | 'AP'
  | 'CA'
  | 'EV'
  | 'FT'
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

const randomness = Buffer.alloc(6 * 512)
/** As hex digits, 12 for each SID. */
let digits = ''
let used = 0
let lastMoment = { at: -1, hex: '' }
let sequence = 0
let lastStamp = 0

/** So many milliseconds a moment may be away from real time and still be told by a clock that nobody moved. */
const usualDistance = 50

/**
 * Makes a new SID: two letters and 32 hex digits that sort by time and, within a millisecond, by the order in which they were made: 48 bits of
 * milliseconds, 10 bits that tell the root account (`slotOf`), and 70 bits that no other SID has. These are a 0, 21 bits of a sequence of
 * this process, and 48 random bits; or, where the clock was moved, a 1, real time, and 25 random bits. For a clock that stands tells one
 * moment for days, to several processes and over restarts.
 */
export function mintSid(prefix: SidPrefix, at: Instant, slot = 0): string {
  const real = Date.now()
  if (Math.abs(at - real) >= usualDistance) return prefix + momentInHex(at) + stamped(real, slot)
  sequence = (sequence + 1) & 0x1fffff
  return prefix + momentInHex(at) + inHex(slot * 0x400000 + sequence, 8) + nextDigits()
}

/** 44 bits of real time in parts of a millisecond, none of them used twice here: the first 21 in front, the others behind. */
function stamped(real: number, slot: number): string {
  lastStamp = Math.max(real * 256, lastStamp + 1)
  const stamp = lastStamp % 2 ** 44
  const random = parseInt(nextDigits().slice(0, 7), 16) >>> 3
  const front = slot * 0x400000 + 0x200000 + Math.floor(stamp / 2 ** 23)
  return inHex(front, 8) + inHex((stamp % 2 ** 23) * 2 ** 25 + random, 12)
}

function nextDigits(): string {
  if (used === digits.length) {
    digits = randomFillSync(randomness).toString('hex')
    used = 0
  }
  return digits.slice(used, (used += 12))
}

const inHex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0')

function momentInHex(at: Instant): string {
  if (at !== lastMoment.at) lastMoment = { at, hex: at.toString(16).padStart(12, '0') }
  return lastMoment.hex
}

/** What every SID that was minted at this moment or later begins with, or is greater than. */
export const firstSidAt = (prefix: SidPrefix, at: Instant): string => prefix + momentInHex(at)

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
