import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

export function arrivalQueries({ reader }: Engine): Ledger['arrivals'] {
  return {
    async find(key) {
      const row = await reader.selectFrom('arrival').selectAll().where('key', '=', key).executeTakeFirst()
      return row ? toRecord('arrival', row) : null
    },
    async parts(message) {
      const rows = await reader
        .selectFrom('inbound_part')
        .selectAll()
        .where('message', '=', message)
        .orderBy('number')
        .execute()
      return rows.map((row) => toRecord('inboundPart', row))
    },
    async strays(limit, before) {
      let query = reader.selectFrom('stray_message').selectAll().orderBy('sid', 'desc').limit(limit)
      if (before !== undefined) query = query.where('sid', '<', before)
      return (await query.execute()).map((row) => toRecord('strayMessage', row))
    },
  }
}
