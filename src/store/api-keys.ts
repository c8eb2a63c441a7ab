import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { ownedQueries } from './owned.ts'
import { toRecord } from './tables.ts'

export function apiKeyQueries(engine: Engine): Ledger['apiKeys'] {
  return {
    ...ownedQueries(engine, 'apiKey'),
    async named(sid) {
      const row = await engine.reader.selectFrom('api_key').selectAll().where('sid', '=', sid).executeTakeFirst()
      return row ? toRecord('apiKey', row) : null
    },
  }
}
