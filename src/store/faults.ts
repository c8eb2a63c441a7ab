import { sql } from 'kysely'
import type { FaultQueries } from '../domain/fault.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

export function faultQueries({ reader, execute }: Engine): FaultQueries {
  return {
    async all() {
      const rows = await reader.selectFrom('fault').selectAll().orderBy('position').orderBy('id').execute()
      return rows.map((row) => toRecord('fault', row))
    },
    async find(id) {
      const row = await reader.selectFrom('fault').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? toRecord('fault', row) : null
    },
    async seed() {
      const row = await reader.selectFrom('fault_seed').selectAll().executeTakeFirst()
      return row ? toRecord('faultSeed', row) : null
    },
    // Each is one statement, so that processes that count at the same moment count one after the other.
    async see(id) {
      const counting = sql<{ seen: number }>`
        update fault set seen = seen + 1 where id = ${id} and ("count" is null or done < "count") returning seen`
      const [row] = await execute<{ seen: number }>(counting.compile(reader))
      return row?.seen ?? null
    },
    async take(id) {
      const counting = sql<{ done: number }>`
        update fault set done = done + 1 where id = ${id} and ("count" is null or done < "count") returning done`
      return (await execute(counting.compile(reader))).length > 0
    },
  }
}
