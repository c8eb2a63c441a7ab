import { type RawBuilder, sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { keyRange, startingAt } from './key-range.ts'
import { equalities } from './owned.ts'
import { searched } from './searched.ts'
import { stretchOf } from './stretch.ts'
import { toRecord } from './tables.ts'

export function webhookAttemptQueries({ reader }: Engine): Ledger['webhookAttempts'] {
  return {
    async about(subject) {
      const rows = await reader
        .selectFrom('webhook_attempt')
        .selectAll()
        .where('subject', '=', subject)
        .orderBy('id')
        .limit(1000)
        .execute()
      return rows.map((row) => toRecord('webhookAttempt', row))
    },
    async find(id) {
      const row = await reader.selectFrom('webhook_attempt').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? toRecord('webhookAttempt', row) : null
    },
    latest({ kind, failed, ...owned }, limit, before, search) {
      const served: RawBuilder<boolean>[] = equalities('webhookAttempt', owned)
      if (failed) served.push(sql<boolean>`error_code is not null`)
      const wanted = {
        noun: 'webhookAttempt' as const,
        served,
        ...searched('webhookAttempt', search, equalities('webhookAttempt', { kind }), ['kind']),
      }
      const range = keyRange('WH', search?.groups ?? [], { key: 'id', at: 'at' })
      return stretchOf(reader, wanted, startingAt(before, range), limit)
    },
  }
}
