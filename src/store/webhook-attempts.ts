import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
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
  }
}
