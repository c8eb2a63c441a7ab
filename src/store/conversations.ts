import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

export function conversationQueries({ reader }: Engine): Ledger['conversations'] {
  return {
    async find(key) {
      const row = await reader.selectFrom('conversation').selectAll().where('key', '=', key).executeTakeFirst()
      return row ? toRecord('conversation', row) : null
    },
  }
}
