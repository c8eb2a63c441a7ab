import { type RawBuilder, sql } from 'kysely'
import type { Stretch } from '../domain/page.ts'
import type { Noun, Records } from '../domain/records.ts'
import type { Engine } from './engine.ts'
import { columnOf, tables, toRecord } from './tables.ts'

/** A stretch ends after so many records, whether or not they fit the filter: what is rare is found in several steps, none of them long. */
const mostLooked = 10_000

interface Wanted {
  noun: Noun
  /** Served by an index together with the key. */
  served: readonly RawBuilder<boolean>[]
  /** Asked of each record that is looked at, about these fields. */
  asked: readonly RawBuilder<boolean>[]
  fields: readonly string[]
}

/** Some of a list by key, the newest first, of which every key from `least` on and below `before` belongs to it. */
export async function stretchOf<N extends Noun>(
  reader: Engine['reader'],
  { noun, served, asked, fields }: Wanted & { noun: N },
  { least, before }: { least: string; before: string },
  limit: number,
): Promise<Stretch<Records[N]>> {
  const table = sql.table(tables[noun].name)
  const key = sql.ref(tables[noun].key)
  const columns = sql.join([key, ...fields.map((field) => sql.ref(columnOf(noun, field).column))])
  const inside = sql.join([sql`${key} >= ${least}`, sql`${key} < ${before}`, ...served], sql` and `)
  const looked = sql`select ${columns} from ${table} where ${inside} order by ${key} desc limit ${mostLooked}`
  const fitting = asked.length > 0 ? sql` where ${sql.join(asked, sql` and `)}` : sql``
  const found = await sql<{ key: string }>`
    select ${key} as key from (${looked}) as looked ${fitting} order by ${key} desc limit ${limit + 1}`.execute(reader)
  const keys = found.rows.slice(0, limit).map((row) => row.key)
  const rows = keys.length === 0 ? [] : await rowsOf(keys)
  if (found.rows.length > limit) return { rows, before: keys.at(-1) ?? null }
  const { rows: ends } = await sql<{ total: number; last: string | null }>`
    select count(*) as total, min(${key}) as last from (${looked}) as looked`.execute(reader)
  return { rows, before: (ends[0]?.total ?? 0) < mostLooked ? null : (ends[0]?.last ?? null) }

  async function rowsOf(keys: readonly string[]) {
    const { rows } = await sql<object>`
      select * from ${table} where ${key} in (${sql.join(keys)}) order by ${key} desc`.execute(reader)
    return rows.map((row) => toRecord(noun, row))
  }
}
