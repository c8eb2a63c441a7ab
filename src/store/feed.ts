import { sql } from 'kysely'
import { type FeedEntry, type FeedNoun, type FeedPlace, type FeedQueries, feedStart } from '../domain/feed.ts'
import type { Engine } from './engine.ts'
import { tables, toRecord } from './tables.ts'

/** How long the feed reaches back, in milliseconds of real time. */
export const feedReach = 86_400_000

/** So many rows are read at once: each names what one commit kept of one noun. */
const rowsAtOnce = 64

/** Behind all that one row names. */
const whole = 1_000_000_000

interface FeedRow {
  position: number
  place: number
  /** `world`: everything became another here, and what was before it is told no more. */
  noun: FeedNoun | 'world'
  ids: string
}

/**
 * The feed in the order of commits. Every commit adds a row for each noun, with the ids of what it kept. On PostgreSQL a row has the number of its
 * transaction and is not told before all transactions with lower numbers have ended, so that none can come in behind one that was told.
 */
export function feedQueries({ reader, feedEnd }: Engine): Omit<FeedQueries, 'listen'> {
  const rowsFrom = async (position: number, place: number) => {
    const end = await feedEnd()
    return (
      await sql<FeedRow>`
        select position, place, noun, ids from feed where (position, place) >= (${position}, ${place}) and position < ${end}
        order by position, place limit ${rowsAtOnce}`.execute(reader)
    ).rows
  }

  return {
    async end() {
      const end = await feedEnd()
      const { rows } = await sql<Pick<FeedRow, 'position' | 'place'>>`
        select position, place from feed where position < ${end} order by position desc, place desc limit 1`.execute(
        reader,
      )
      return rows[0] ? textOf(rows[0], whole) : feedStart
    },
    async after(from, limit) {
      const start = placeOf(from)
      if (!start) throw new Error(`${from} is no place of the feed`)
      const named: { place: FeedPlace; noun: FeedNoun; id: string }[] = []
      let reached = from
      let missed = false
      for (const row of await rowsFrom(start.position, start.place)) {
        const isFirst = row.position === start.position && row.place === start.place
        const ids = JSON.parse(row.ids) as string[]
        if (row.noun === 'world') {
          if (isFirst && start.index > 0) continue
          missed = from !== feedStart
          reached = textOf(row, 1)
          continue
        }
        for (let i = isFirst ? start.index : 0; i < ids.length && named.length < limit; i++) {
          reached = textOf(row, i + 1)
          named.push({ place: reached, noun: row.noun, id: ids[i]! })
        }
        if (named.length === limit) break
      }
      return { entries: await entriesOf(named), place: reached, missed }
    },
    async reachesBack(text) {
      if (text === feedStart) return true
      const place = placeOf(text)
      if (!place) return false
      const end = await feedEnd()
      const { rows } = await sql`
        select 1 as one from feed where position = ${place.position} and place = ${place.place} and position < ${end}`.execute(
        reader,
      )
      return rows.length > 0
    },
  }

  /** With what was kept; what has been removed since is passed over. */
  async function entriesOf(named: readonly { place: FeedPlace; noun: FeedNoun; id: string }[]): Promise<FeedEntry[]> {
    const byNoun = Map.groupBy(named, ({ noun }) => noun)
    const records = new Map<string, object>()
    for (const [noun, those] of byNoun) {
      const { rows } = await sql<{ id: string }>`
        select * from ${sql.table(tables[noun].name)} where id in (${sql.join(those.map(({ id }) => id))})`.execute(
        reader,
      )
      for (const row of rows) records.set(`${noun} ${row.id}`, toRecord(noun, row))
    }
    return named.flatMap(({ place, noun, id }) => {
      const record = records.get(`${noun} ${id}`)
      return record ? [{ place, noun, record } as FeedEntry] : []
    })
  }
}

const textOf = ({ position, place }: Pick<FeedRow, 'position' | 'place'>, index: number): FeedPlace =>
  `${position}-${place}-${index}`

function placeOf(text: FeedPlace): { position: number; place: number; index: number } | null {
  const [, position, place, index] = /^(\d{1,15})-(\d{1,15})-(\d{1,10})$/.exec(text) ?? []
  return index === undefined ? null : { position: Number(position), place: Number(place), index: Number(index) }
}
