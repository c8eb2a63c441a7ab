import type { Message } from '../message.ts'
import { fold } from './fold.ts'
import { addGrams, gramBits } from './grams.ts'

/**
 * Messages that follow each other by age, whose texts are indexed together: those after the block before, up to `last`. SIDs are compared by what
 * follows their two letters. What a block finds is looked at before it is shown, so that the index never says more than the messages themselves.
 */
export interface TextBlock {
  last: string
  /** Which of its makings its parts are of. */
  version: number
  /** How many messages it has. */
  total: number
}

/** Some of what a block holds: where the grams of this part stand, or some of its SIDs. */
export interface TextPart {
  /** As `partKey` writes it. */
  key: string
  content: string
}

/** Says that a message has changed or gone since its block may have been made. */
export interface StaleText {
  key: string
  sid: string
}

/** What of a message is indexed. */
export type IndexedMessage = Pick<Message, 'sid' | 'body' | 'to' | 'from'>

/** A block is full with so many messages, or so many grams of theirs. */
export const blockSize = 4096
const mostPlaces = 600_000

/** The grams of a block are in so many parts, its SIDs behind them. */
export const gramParts = 512
const partShift = gramBits - Math.log2(gramParts)
export const sidsInPart = 64
const sidLength = 34

export const partKey = ({ last, version }: Pick<TextBlock, 'last' | 'version'>, part: number): string =>
  `${last}.${version}.${part}`

/** The keys of all parts that a block may have. */
export const partKeysOf = (block: TextBlock): string[] =>
  Array.from({ length: gramParts + Math.ceil(block.total / sidsInPart) }, (_, part) => partKey(block, part))

/** What of a SID tells its age, whatever it names. */
export const digitsOf = (sid: string): string => sid.slice(2)

/** Comes behind all digits, whatever the database's order of letters. */
export const behindAll = 'g'

/** In which part a gram is. */
export const partOfGram = (gram: number): number => gram >>> partShift
/** In which part the SID of a message is that has this place in its block. */
export const partOfSid = (place: number): number => gramParts + Math.floor(place / sidsInPart)

export interface BlockBuilder {
  readonly total: number
  readonly isFull: boolean
  add(message: IndexedMessage): void
  /** What follows the letters of the last SID that was added. */
  readonly last: string
  /** The parts of the block under this name. */
  parts(block: Pick<TextBlock, 'last' | 'version'>): Iterable<TextPart>
}

/** Collects messages, oldest first. */
export function blockBuilder(): BlockBuilder {
  const sids: string[] = []
  const places = new Map<number, number[]>()
  const grams = new Set<number>()
  let filled = 0
  return {
    get total() {
      return sids.length
    },
    get isFull() {
      return sids.length >= blockSize || filled >= mostPlaces
    },
    add({ sid, body, to, from }) {
      grams.clear()
      for (const text of [body, to, from]) if (text !== null) addGrams(fold(text), grams)
      for (const gram of grams) {
        const known = places.get(gram)
        if (known) known.push(sids.length)
        else places.set(gram, [sids.length])
      }
      filled += grams.size
      sids.push(sid)
    },
    get last() {
      return digitsOf(sids.at(-1) ?? '')
    },
    *parts(block) {
      const byPart = Map.groupBy([...places.keys()].sort(ascending), partOfGram)
      for (const [part, inPart] of byPart)
        yield { key: partKey(block, part), content: packed(inPart, places, sids.length).toString('base64') }
      for (let i = 0; i < sids.length; i += sidsInPart)
        yield { key: partKey(block, partOfSid(i)), content: sids.slice(i, i + sidsInPart).join('') }
    },
  }
}

/** Where a gram's messages are in their block, still packed. */
export interface PackedPlaces {
  bytes: Uint8Array
  isMap: boolean
}

/** Null where a block has no message with this gram. */
export function placesIn(content: string | undefined, gram: number): PackedPlaces | null {
  if (content === undefined) return null
  const bytes = Buffer.from(content, 'base64')
  const reader = numbersIn(bytes)
  for (let current = partOfGram(gram) << partShift; reader.at < bytes.length && current <= gram;) {
    current += reader.next()
    const header = reader.next()
    const end = reader.at + (header >>> 1)
    if (current === gram) return { bytes: bytes.subarray(reader.at, end), isMap: (header & 1) === 1 }
    reader.at = end
  }
  return null
}

/** Counts one more for each of these places. */
export function countPlaces({ bytes, isMap }: PackedPlaces, counts: Uint8Array): void {
  if (isMap) {
    for (let place = 0; place < counts.length; place++) counts[place]! += (bytes[place >>> 3]! >>> (place & 7)) & 1
    return
  }
  const reader = numbersIn(bytes)
  for (let place = 0; reader.at < bytes.length;) counts[(place += reader.next())]!++
}

/** The SID at a place of the part that holds it. */
export const sidIn = (content: string, place: number): string =>
  content.slice((place % sidsInPart) * sidLength, ((place % sidsInPart) + 1) * sidLength)

/** How the job that indexes texts, and who searches, find their way. Ranges are without their ends, and of what follows the letters of SIDs. */
export interface TextQueries {
  /** Up to where texts are indexed; `''` where nothing is. */
  last(): Promise<string>
  /** How many messages there are in a range, counted no further than `atMost`. */
  count(after: string, below: string, atMost: number): Promise<number>
  /** The oldest messages of a range. */
  between(after: string, below: string, limit: number): Promise<readonly IndexedMessage[]>
  /** The first blocks whose last SID is this one or later, with where the block before each ends. */
  blocksFrom(digits: string, limit: number): Promise<readonly (TextBlock & { after: string })[]>
  stale(limit: number): Promise<readonly StaleText[]>
}

const ascending = (a: number, b: number) => a - b

/**
 * For each gram: how far it is from the one before, and its places with the bytes that they take. They are told by how far each is from the one
 * before, or, where that is longer, as a bit for each message of the block.
 */
function packed(grams: readonly number[], places: ReadonlyMap<number, readonly number[]>, total: number): Buffer {
  const bytes: number[] = []
  let before = partOfGram(grams[0]!) << partShift
  for (const gram of grams) {
    const list = listOf(places.get(gram)!)
    const isMap = list.length > Math.ceil(total / 8)
    const inner = isMap ? mapOf(places.get(gram)!, total) : list
    put(bytes, gram - before)
    put(bytes, inner.length * 2 + (isMap ? 1 : 0))
    for (const byte of inner) bytes.push(byte)
    before = gram
  }
  return Buffer.from(bytes)
}

function listOf(places: readonly number[]): number[] {
  const bytes: number[] = []
  let last = 0
  for (const place of places) {
    put(bytes, place - last)
    last = place
  }
  return bytes
}

function mapOf(places: readonly number[], total: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(total / 8))
  for (const place of places) bits[place >>> 3]! |= 1 << (place & 7)
  return bits
}

/** Seven bits a byte, the lowest first; the eighth says that there are more. */
function put(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  bytes.push(rest)
}

function numbersIn(bytes: Uint8Array) {
  const reader = {
    at: 0,
    next() {
      let value = 0
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[reader.at++]!
        value |= (byte & 0x7f) << shift
        if (byte < 0x80) return value
      }
    },
  }
  return reader
}
