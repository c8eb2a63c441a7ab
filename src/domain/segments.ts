import type { MessageEncoding } from './message.ts'
import { gsmBasic, gsmExtension, smartReplacements } from './gsm7.ts'

export interface Segments {
  encoding: MessageEncoding
  /** How many messages a handset gets, at least 1: a message of media alone is one. */
  numSegments: number
  /** What the body takes: septets in GSM-7, 16-bit units in UCS-2. */
  units: number
}

/** What fits into one message, and into each part of a longer one, whose header takes the rest. */
const limits = { 'GSM-7': { single: 160, part: 153 }, 'UCS-2': { single: 70, part: 67 } } as const

/** Septets by char code; 0 for what GSM-7 cannot say. */
const septets = new Uint8Array(0x2100)
for (const character of gsmBasic) septets[character.charCodeAt(0)] = 1
for (const character of gsmExtension) septets[character.charCodeAt(0)] = 2

/** Counts the parts of a body (GSM 03.38, GSM 03.40): an escape pair or a surrogate pair is never split between two parts. */
export function segmentsOf(body: string): Segments {
  const { length } = body
  let units = 0
  for (let i = 0; i < length; i++) {
    const code = body.charCodeAt(i)
    const size = code < septets.length ? septets[code]! : 0
    if (size === 0) return split('UCS-2', body, length)
    units += size
  }
  return split('GSM-7', body, units)
}

const replacements = new Map(
  smartReplacements.flatMap(([replacement, characters]) =>
    [...characters].map((character) => [character, replacement] as const),
  ),
)
const replaceable = new RegExp(`[${[...replacements.keys()].map(codeUnit).join('')}]`, 'g')

/** Writes what looks the same in GSM-7 where it can: straight quotes, plain dashes and blanks, nothing for the invisible. */
export function smartEncode(body: string): string {
  return body.replace(replaceable, (character) => replacements.get(character) ?? character)
}

function split(encoding: MessageEncoding, body: string, units: number): Segments {
  return { encoding, numSegments: units <= limits[encoding].single ? 1 : endsOfParts(encoding, body).length, units }
}

/** Cuts a body into the parts in which it is sent. */
export function partsOf(body: string): string[] {
  const { encoding, numSegments } = segmentsOf(body)
  if (numSegments === 1) return [body]
  return endsOfParts(encoding, body).map((end, i, ends) => body.slice(ends[i - 1] ?? 0, end))
}

/** Where each part of a longer body ends. */
function endsOfParts(encoding: MessageEncoding, body: string): number[] {
  const { part } = limits[encoding]
  const sizeAt = encoding === 'GSM-7' ? septetsAt : unitsAt
  const ends: number[] = []
  let used = 0
  for (let i = 0; i < body.length;) {
    const size = sizeAt(body, i)
    if (used + size > part) {
      ends.push(i)
      used = 0
    }
    used += size
    i += encoding === 'GSM-7' ? 1 : size
  }
  return [...ends, body.length]
}

const septetsAt = (body: string, i: number) => septets[body.charCodeAt(i)]!

/** 2 for a surrogate pair, else 1. */
const unitsAt = (body: string, i: number) => (body.codePointAt(i)! > 0xffff ? 2 : 1)

function codeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
