import { type RawBuilder, sql } from 'kysely'
import type { OwnedQueries, PageRequest } from '../domain/page.ts'
import type { Noun, Records } from '../domain/records.ts'
import type { Engine } from './engine.ts'
import { pageOf } from './page.ts'
import { columnOf, tables, toRecord, toValue } from './tables.ts'

/** A noun whose records belong to an account, have a SID, and are listed by when they were created. */
export type OwnedNoun = {
  [N in Noun]: Records[N] extends { sid: string; accountSid: string; dateCreated: number } ? N : never
}[Noun]

/** The condition of a list, beside the account and the fields that must be equal. */
export type Condition = RawBuilder<boolean>

/** Finds and lists what accounts own, filtered by fields that are equal. */
export function ownedQueries<N extends OwnedNoun, Filter extends Partial<Records[N]> = Partial<Records[N]>>(
  { reader }: Engine,
  noun: N,
): OwnedQueries<Records[N], Filter> {
  const table = sql.table(tables[noun].name)
  return {
    async find(accountSid, sid) {
      const found = sql<object>`select * from ${table} where sid = ${sid} and account_sid = ${accountSid}`
      const { rows } = await found.execute(reader)
      return rows[0] ? toRecord(noun, rows[0]) : null
    },
    list: (accountSid, filter, page) => listOwned(reader, noun, accountSid, equalities(noun, filter), page),
  }
}

/** A list of what an account owns, newest first, with conditions of any kind. */
export async function listOwned<N extends OwnedNoun>(
  reader: Engine['reader'],
  noun: N,
  accountSid: string,
  conditions: readonly Condition[],
  page: PageRequest,
) {
  const { rows, ...rest } = await pageOf(page, async (anchor, comparison, order, limit, offset) => {
    const where = [sql<boolean>`account_sid = ${accountSid}`, ...conditions]
    if (anchor) where.push(sql<boolean>`(date_created, sid) ${comparison} (${anchor.at}, ${anchor.sid})`)
    const direction = sql.raw(order)
    const found = sql<object>`
      select * from ${sql.table(tables[noun].name)} where ${sql.join(where, sql` and `)}
      order by date_created ${direction}, sid ${direction} limit ${limit} offset ${offset}`
    return [...(await found.execute(reader)).rows]
  })
  return { rows: rows.map((row) => toRecord(noun, row)), ...rest }
}

/** How many of them an account owns. */
export async function countOwned(
  reader: Engine['reader'],
  noun: OwnedNoun,
  accountSid: string,
  conditions: readonly Condition[],
): Promise<number> {
  const where = [sql<boolean>`account_sid = ${accountSid}`, ...conditions]
  const counted = sql<{ total: number }>`
    select count(*) as total from ${sql.table(tables[noun].name)} where ${sql.join(where, sql` and `)}`
  const { rows } = await counted.execute(reader)
  return rows[0]?.total ?? 0
}

/** A condition for each field of the filter that is said. */
export function equalities<N extends Noun>(noun: N, filter: Partial<Records[N]>): Condition[] {
  return Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => {
      const { column, kind } = columnOf(noun, field)
      return sql<boolean>`${sql.ref(column)} = ${toValue(kind, value)}`
    })
}
