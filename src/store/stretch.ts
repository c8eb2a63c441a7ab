import { setImmediate as turn } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Stretch } from '../domain/page.ts'
import type { Noun, Records } from '../domain/records.ts'
import type { Engine } from './engine.ts'
import { columnOf, tables, toRecord } from './tables.ts'

/** A stretch ends after so many records, whether or not they fit the filter: what is rare is found in several steps, none of them long. */
const mostLooked = 10_000

/** So many records are brought here at first to be looked at, then twice as many each time. */
const few = 1000

interface Wanted<N extends Noun> {
  noun: N
  /** Served by an index together with the key. */
  served: readonly RawBuilder<boolean>[]
  /** Asked of each record that is looked at, about these fields. */
  asked: readonly RawBuilder<boolean>[]
  fields: readonly string[]
  /** What no database can tell, by these fields of each record that has passed the rest. */
  told?: { fields: readonly (keyof Records[N] & string)[]; holds(record: Partial<Records[N]>): boolean }
}

interface Found {
  keys: readonly string[]
  before: string | null
}

/** Some of a list by key, the newest first, of which every key from `least` on and below `before` belongs to it. */
export async function stretchOf<N extends Noun>(
  reader: Engine['reader'],
  { noun, served, asked, fields, told }: Wanted<N>,
  { least, before }: { least: string; before: string },
  limit: number,
): Promise<Stretch<Records[N]>> {
  const table = sql.table(tables[noun].name)
  const key = sql.ref(tables[noun].key)
  const columns = columnsOf([...fields, ...(told?.fields ?? [])])
  const fitting = asked.length > 0 ? sql` where ${sql.join(asked, sql` and `)}` : sql``
  const { keys, before: next } = told ? await toldKeys(told) : await fittingKeys()
  return { rows: keys.length === 0 ? [] : await rowsOf(keys), before: next }

  function lookedAt(below: string, most: number) {
    const inside = sql.join([sql`${key} >= ${least}`, sql`${key} < ${below}`, ...served], sql` and `)
    return sql`select ${columns} from ${table} where ${inside} order by ${key} desc limit ${most}`
  }

  async function fittingKeys(): Promise<Found> {
    const looked = lookedAt(before, mostLooked)
    const found = await sql<{ key: string }>`
      select ${key} as key from (${looked}) as looked ${fitting} order by ${key} desc limit ${limit + 1}`.execute(
      reader,
    )
    const keys = found.rows.slice(0, limit).map((row) => row.key)
    if (found.rows.length > limit) return { keys, before: keys.at(-1) ?? null }
    const { rows: ends } = await sql<{ total: number; last: string | null }>`
      select count(*) as total, min(${key}) as last from (${looked}) as looked`.execute(reader)
    return { keys, before: (ends[0]?.total ?? 0) < mostLooked ? null : (ends[0]?.last ?? null) }
  }

  async function toldKeys({ fields: toldBy, holds }: NonNullable<Wanted<N>['told']>): Promise<Found> {
    const keys: string[] = []
    let below = before
    for (let seen = 0, size = few; seen < mostLooked; seen += size, size = Math.min(size * 2, mostLooked - seen)) {
      // Others have their turn: SQLite itself waits for nothing.
      if (seen > 0) await turn()
      const { rows } = await sql<Record<string, unknown> & { looked_total: number; looked_last: string | null }>`
        with looked as materialized (${lookedAt(below, size)})
        select ends.looked_total, ends.looked_last, found.*
        from (select count(*) as looked_total, min(${key}) as looked_last from looked) as ends
        left join (select ${columnsOf(toldBy)} from looked ${fitting}) as found on 1 = 1 order by ${key} desc`.execute(
        reader,
      )
      for (const row of rows) {
        const recordKey = row[tables[noun].key] as string | null
        if (recordKey === null) break
        const record = Object.fromEntries(toldBy.map((field) => [field, row[columnOf(noun, field).column]]))
        if (!holds(record as Partial<Records[N]>)) continue
        if (keys.length === limit) return { keys, before: keys.at(-1) ?? null }
        keys.push(recordKey)
      }
      const end = rows[0]
      if (!end || end.looked_last === null || end.looked_total < size) return { keys, before: null }
      below = end.looked_last
    }
    return { keys, before: below }
  }

  function columnsOf(some: readonly string[]) {
    const names = new Set([tables[noun].key, ...some.map((field) => columnOf(noun, field).column)])
    return sql.join([...names].map((name) => sql.ref(name)))
  }

  async function rowsOf(keys: readonly string[]) {
    const { rows } = await sql<object>`
      select * from ${table} where ${key} in (${sql.join(keys)}) order by ${key} desc`.execute(reader)
    return rows.map((row) => toRecord(noun, row))
  }
}
