import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

export function idempotentRequestQueries({ reader }: Engine): Ledger['idempotentRequests'] {
  return {
    async find(key) {
      const row = await reader.selectFrom('idempotent_request').selectAll().where('key', '=', key).executeTakeFirst()
      return row ? toRecord('idempotentRequest', row) : null
    },
  }
}
