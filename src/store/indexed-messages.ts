import { type RawBuilder, sql } from 'kysely'
import type { Message } from '../domain/message.ts'
import type { Stretch } from '../domain/page.ts'
import type { Alternatives } from '../domain/search/needed-grams.ts'
import { digitsOf, partKey, partOfGram, partOfSid, placesIn, sidIn } from '../domain/search/text-block.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

/** So many blocks are asked at once, and so many in one stretch. */
const atOnce = 32
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

/** Messages that the index of texts names, newest first. Each is looked at before it is shown: it may have changed, and grams may be shared. */
export async function indexedMessages(reader: Engine['reader'], wanted: Wanted): Promise<Stretch<Message>> {
  const { needed, least, below, limit } = wanted
  if (below <= least) return { rows: [], before: null }
  const parts = [...new Set(needed.flat(2).map(partOfGram))]
  const rows: Message[] = []
  let looked = 0
  let upTo = await headOf(reader, below)
  for (let asked = 0; asked < mostBlocks; asked += atOnce) {
    const blocks = await blocksUpTo(reader, upTo, least, parts)
    for (const block of blocks) {
      const places = placesOf(block, needed)
      for (let i = places.length; i > 0; i -= lookedAtOnce) {
        const sids = await sidsAt(reader, block, places.slice(Math.max(0, i - lookedAtOnce), i))
        // It was made anew meanwhile: whoever goes on finds it so.
        if (!sids) return { rows, before: `SM${rows.length > 0 ? digitsOf(rows.at(-1)!.sid) : below}` }
        const inside = sids.filter((sid) => digitsOf(sid) < below && digitsOf(sid) >= least)
        for (const message of await fitting(reader, inside, wanted)) {
          if (rows.length === limit) return { rows, before: rows.at(-1)?.sid ?? null }
          rows.push(message)
        }
        looked += inside.length
        if (looked >= mostLooked) return { rows, before: `SM${digitsOf(sids[0]!)}` }
      }
    }
    const end = blocks.at(-1)
    if (!end || blocks.length < atOnce) return { rows, before: null }
    const next = await nextBefore(reader, end.last)
    if (next === null || next < least) return { rows, before: null }
    upTo = next
  }
  return { rows, before: `SM${upTo}0` }
}

/** The last digits of the block in which those before `below` are. */
async function headOf(reader: Engine['reader'], below: string): Promise<string> {
  const { rows } = await sql<{ last: string | null }>`
    select min(last) as last from text_block where last >= ${below}`.execute(reader)
  return rows[0]?.last ?? below
}

async function nextBefore(reader: Engine['reader'], last: string): Promise<string | null> {
  const { rows } = await sql<{ last: string | null }>`
    select max(last) as last from text_block where last < ${last}`.execute(reader)
  return rows[0]?.last ?? null
}

/** Blocks with those of these parts that they have, newest first: in one question, so that nothing changes in between. */
async function blocksUpTo(
  reader: Engine['reader'],
  upTo: string,
  least: string,
  parts: readonly number[],
): Promise<Block[]> {
  const wanted = sql.join(
    parts.map((part) => sql`select ${sql.lit(part)} as part`),
    sql` union all `,
  )
  const { rows } = await sql<Omit<Block, 'parts'> & { part: number; content: string | null }>`
    select block.last, block.version, block.total, wanted.part, (
        select content from text_part where key = block.last || '.' || block.version || '.' || wanted.part) as content from (
      select last, version, total from text_block where last <= ${upTo} and last >= ${least} order by last desc limit ${atOnce}) as block
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
  let fit: Uint8Array | null = null
  for (const alternatives of needed) {
    const these = new Uint8Array(total)
    for (const grams of alternatives) for (const place of allOf(parts, grams)) these[place] = 1
    for (let i = 0; fit && i < total; i++) these[i]! &= fit[i]!
    fit = these
  }
  const places: number[] = []
  fit?.forEach((fits, place) => {
    if (fits) places.push(place)
  })
  return places
}

function allOf(parts: ReadonlyMap<number, string>, grams: readonly number[]): readonly number[] {
  let places: readonly number[] | null = null
  for (const gram of grams) {
    const these = placesIn(parts.get(partOfGram(gram)), gram)
    if (these.length === 0) return []
    const known: ReadonlySet<number> = new Set(places)
    places = places ? these.filter((place) => known.has(place)) : these
  }
  return places ?? []
}

/** Null when the block is another by now. */
async function sidsAt(reader: Engine['reader'], block: Block, places: readonly number[]): Promise<string[] | null> {
  const keys = [...new Set(places.map((place) => partKey(block, partOfSid(place))))]
  const rows = await reader.selectFrom('text_part').selectAll().where('key', 'in', keys).execute()
  if (rows.length < keys.length) return null
  const contents = new Map(rows.map(({ key, content }) => [key, content]))
  return places.map((place) => sidIn(contents.get(partKey(block, partOfSid(place))) ?? '', place))
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
