import { sql } from 'kysely'
import type { Fault, FaultQueries } from '../domain/fault.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

export function faultQueries({ reader, execute }: Engine): FaultQueries {
  async function find(id: string): Promise<Fault | null> {
    const row = await reader.selectFrom('fault').selectAll().where('id', '=', id).executeTakeFirst()
    return row ? toRecord('fault', row) : null
  }

  return {
    async all() {
      const rows = await reader.selectFrom('fault').selectAll().orderBy('position').orderBy('id').execute()
      return rows.map((row) => toRecord('fault', row))
    },
    find,
    async seed() {
      const row = await reader.selectFrom('fault_seed').selectAll().executeTakeFirst()
      return row ? toRecord('faultSeed', row) : null
    },
    // Each counts by one statement, so that processes that count at the same moment count one after the other.
    async see(id, times) {
      const counting = sql<{ seen: number }>`
        update fault set seen = seen + ${times} where id = ${id} and ("count" is null or done < "count") returning seen`
      const [row] = await execute<{ seen: number }>(counting.compile(reader))
      return row?.seen ?? null
    },
    async take(id, times) {
      let wanted = times
      // Each turn but the last means that somebody else took some in between, and there are only so many.
      while (wanted > 0) {
        const counting = sql<{ done: number }>`
          update fault set done = done + ${wanted} where id = ${id} and ("count" is null or done + ${wanted} <= "count") returning done`
        if ((await execute<{ done: number }>(counting.compile(reader))).length > 0) return wanted
        const now = await find(id)
        wanted = Math.min(wanted - 1, now?.count ? now.count - now.done : 0)
      }
      return 0
    },
  }
}
