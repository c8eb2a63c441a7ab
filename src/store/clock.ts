import { sql } from 'kysely'
import type { ClockQueries } from '../domain/clock.ts'
import type { Engine } from './engine.ts'

export function clockQueries({ reader, execute }: Engine): ClockQueries {
  return {
    async read() {
      const row = await reader.selectFrom('clock').selectAll().executeTakeFirstOrThrow()
      return { frozenAt: row.frozen_at, offset: row.offset, revision: row.revision, heldUntil: row.held_until }
    },
    async write({ frozenAt, offset, revision, heldUntil }) {
      const query = sql`
        update clock set frozen_at = ${frozenAt}, "offset" = ${offset}, revision = ${revision}, held_until = ${heldUntil}
        where revision = ${revision - 1} returning revision`
      return (await execute(query.compile(reader))).length > 0
    },
  }
}
