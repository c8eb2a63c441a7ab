import { sql } from 'kysely'
import type { IndexedMessage, TextBlock } from '../domain/search/text-block.ts'
import { digitsOf } from '../domain/search/text-block.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

const kinds = ['SM', 'MM'] as const

export function textQueries({ reader }: Engine): Ledger['texts'] {
  return {
    last: () => lastIndexed(reader),
    async count(after, below, atMost) {
      let total = 0
      for (const letters of kinds) {
        const { rows } = await sql<{ total: number }>`
          select count(*) as total from (
            select sid from message where sid > ${letters + after} and sid < ${letters + below} limit ${atMost - total}) as counted`.execute(
          reader,
        )
        total += rows[0]?.total ?? 0
        if (total >= atMost) break
      }
      return total
    },
    async between(after, below, limit) {
      const found = await Promise.all(
        kinds.map((letters) =>
          reader
            .selectFrom('message')
            .select(['sid', 'body', 'to', 'from'])
            .where('sid', '>', letters + after)
            .where('sid', '<', letters + below)
            .orderBy('sid')
            .limit(limit)
            .execute(),
        ),
      )
      const all: IndexedMessage[] = found.flat()
      return all.sort((a, b) => (digitsOf(a.sid) < digitsOf(b.sid) ? -1 : 1)).slice(0, limit)
    },
    async blocksFrom(digits, limit) {
      const { rows } = await sql<TextBlock & { after: string | null }>`
        select last, version, total, (select max(earlier.last) from text_block as earlier where earlier.last < block.last) as after
        from text_block as block where last >= ${digits} order by last limit ${limit}`.execute(reader)
      return rows.map(({ after, ...block }) => ({ ...block, after: after ?? '' }))
    },
    async stale(limit) {
      const rows = await reader.selectFrom('stale_text').selectAll().orderBy('key').limit(limit).execute()
      return rows.map((row) => toRecord('staleText', row))
    },
  }
}

/** Up to which digits texts are indexed; `''` where none are. */
export async function lastIndexed(reader: Engine['reader']): Promise<string> {
  const { rows } = await sql<{ last: string | null }>`select max(last) as last from text_block`.execute(reader)
  return rows[0]?.last ?? ''
}
