import { setImmediate as turn } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Message } from '../domain/message.ts'
import type { Stretch } from '../domain/page.ts'
import type { Alternatives } from '../domain/search/needed-grams.ts'
import {
  type PackedPlaces,
  countPlaces,
  digitsOf,
  partKey,
  partOfGram,
  partOfSid,
  placesIn,
  sidIn,
} from '../domain/search/text-block.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

/** So many blocks are asked at first, for most pages are full soon, then twice as many each time, but no more parts at once; and so many blocks in one stretch. */
const fewBlocks = 4
const manyParts = 512
const mostBlocks = 1024
/** So many messages that the index names are looked at in one stretch, and so many at once. */
const mostLooked = 4000
const lookedAtOnce = 250

interface Wanted {
  needed: readonly Alternatives[]
  /** What else is asked of a message: by the database, and by its texts. */
  asked: readonly RawBuilder<boolean>[]
  holds(message: Message): boolean
  /** Of digits: from the one on, below the other. */
  least: string
  below: string
  limit: number
}

interface Block {
  last: string
  version: number
  total: number
  parts: ReadonlyMap<number, string>
}

/** A message as the index names it. */
interface Named {
  block: Block
  place: number
}

/** Messages that the index of texts names, newest first. Each is looked at before it is shown: it may have changed, and grams may be shared. */
export async function indexedMessages(reader: Engine['reader'], wanted: Wanted): Promise<Stretch<Message>> {
  const { needed, least, below, limit } = wanted
  if (below <= least) return { rows: [], before: null }
  const parts = [...new Set(needed.flat(2).map(partOfGram))]
  const manyBlocks = Math.max(fewBlocks, Math.floor(manyParts / parts.length))
  const rows: Message[] = []
  let looked = 0
  let upTo = below
  for (let asked = 0, size = fewBlocks; asked < mostBlocks; asked += size, size = Math.min(size * 2, manyBlocks)) {
    // Others have their turn: SQLite itself waits for nothing.
    await turn()
    const found = await blocksUpTo(reader, upTo, least, parts, size + 1)
    const blocks = found.slice(0, size)
    const named = blocks.flatMap((block) =>
      placesOf(block, needed)
        .reverse()
        .map((place) => ({ block, place })),
    )
    for (let i = 0; i < named.length; i += lookedAtOnce) {
      const sids = await sidsOf(reader, named.slice(i, i + lookedAtOnce))
      // A block was made anew meanwhile: whoever goes on finds it so.
      if (!sids) return { rows, before: `SM${rows.length > 0 ? digitsOf(rows.at(-1)!.sid) : below}` }
      const inside = sids.filter((sid) => digitsOf(sid) < below && digitsOf(sid) >= least)
      for (const message of await fitting(reader, inside, wanted)) {
        if (rows.length === limit) return { rows, before: rows.at(-1)?.sid ?? null }
        rows.push(message)
      }
      looked += inside.length
      if (looked >= mostLooked) return { rows, before: `SM${digitsOf(sids.at(-1)!)}` }
    }
    const next = found[size]
    if (!next) return { rows, before: null }
    upTo = next.last
  }
  return { rows, before: `SM${upTo}0` }
}

/** Blocks from the one in which `upTo` is, newest first, with those of these parts that they have: in one question, so that nothing changes in between. */
async function blocksUpTo(
  reader: Engine['reader'],
  upTo: string,
  least: string,
  parts: readonly number[],
  limit: number,
): Promise<Block[]> {
  const wanted = sql.join(
    parts.map((part) => sql`select cast(${part} as integer) as part`),
    sql` union all `,
  )
  const { rows } = await sql<Omit<Block, 'parts'> & { part: number; content: string | null }>`
    select block.last, block.version, block.total, wanted.part, (
        select content from text_part where key = block.last || '.' || block.version || '.' || wanted.part) as content from (
      select last, version, total from text_block where last >= ${least}
        and last <= coalesce((select min(last) from text_block where last >= ${upTo}), ${upTo}) order by last desc limit ${limit}) as block
    cross join (${wanted}) as wanted`.execute(reader)
  const blocks = new Map<string, Omit<Block, 'parts'> & { parts: Map<number, string> }>()
  for (const { part, content, ...row } of rows) {
    const block = blocks.get(row.last) ?? { ...row, parts: new Map() }
    if (content !== null) block.parts.set(part, content)
    blocks.set(row.last, block)
  }
  return [...blocks.values()].sort((a, b) => (a.last < b.last ? 1 : -1))
}

/** The places of the messages that have what is needed, ascending. */
function placesOf({ parts, total }: Block, needed: readonly Alternatives[]): number[] {
  const fit = new Uint8Array(total).fill(1)
  for (const alternatives of needed) {
    const these = new Uint8Array(total)
    for (const grams of alternatives) markAll(parts, grams, these)
    for (let place = 0; place < total; place++) fit[place]! &= these[place]!
  }
  const places: number[] = []
  for (let place = fit.indexOf(1); place !== -1; place = fit.indexOf(1, place + 1)) places.push(place)
  return places
}

/** Marks the places of messages that have all of these grams. */
function markAll(parts: ReadonlyMap<number, string>, grams: readonly number[], marks: Uint8Array): void {
  const found: PackedPlaces[] = []
  for (const gram of grams) {
    const places = placesIn(parts.get(partOfGram(gram)), gram)
    if (!places) return
    found.push(places)
  }
  const counts = new Uint8Array(marks.length)
  for (const places of found) countPlaces(places, counts)
  for (let at = counts.indexOf(grams.length); at !== -1; at = counts.indexOf(grams.length, at + 1)) marks[at] = 1
}

/** Null when one of their blocks is another by now. */
async function sidsOf(reader: Engine['reader'], named: readonly Named[]): Promise<string[] | null> {
  const keyOf = ({ block, place }: Named) => partKey(block, partOfSid(place))
  const keys = [...new Set(named.map(keyOf))]
  const rows = await reader.selectFrom('text_part').selectAll().where('key', 'in', keys).execute()
  if (rows.length < keys.length) return null
  const contents = new Map(rows.map(({ key, content }) => [key, content]))
  return named.map((one) => sidIn(contents.get(keyOf(one)) ?? '', one.place))
}

/** Those of these messages that fit, newest first. */
async function fitting(
  reader: Engine['reader'],
  sids: readonly string[],
  { asked, holds }: Wanted,
): Promise<readonly Message[]> {
  if (sids.length === 0) return []
  const all = sql.join([sql`sid in (${sql.join(sids)})`, ...asked], sql` and `)
  const { rows } = await sql<object>`select * from message where ${all}`.execute(reader)
  return rows
    .map((row) => toRecord('message', row))
    .filter(holds)
    .sort((a, b) => (digitsOf(a.sid) < digitsOf(b.sid) ? 1 : -1))
}
