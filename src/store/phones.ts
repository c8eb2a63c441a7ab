import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

export function phoneQueries({ reader }: Engine): Ledger['phones'] {
  return {
    async find(phoneNumber) {
      const row = await reader
        .selectFrom('virtual_phone')
        .selectAll()
        .where('phone_number', '=', phoneNumber)
        .executeTakeFirst()
      return row ? toRecord('virtualPhone', row) : null
    },
    async many(phoneNumbers) {
      const rows =
        phoneNumbers.length > 0
          ? await reader.selectFrom('virtual_phone').selectAll().where('phone_number', 'in', phoneNumbers).execute()
          : []
      return new Map(rows.map((row) => [row.phone_number, toRecord('virtualPhone', row)]))
    },
    async list(limit) {
      const rows = await reader
        .selectFrom('virtual_phone')
        .selectAll()
        .orderBy('date_created')
        .orderBy('phone_number')
        .limit(limit)
        .execute()
      return rows.map((row) => toRecord('virtualPhone', row))
    },
    async text(id) {
      const row = await reader.selectFrom('phone_message').selectAll().where('id', '=', id).executeTakeFirst()
      return row ? toRecord('phoneMessage', row) : null
    },
    async inbox(phoneNumber, limit, after, which = 'received') {
      let query = reader.selectFrom('phone_message').selectAll().where('phone_number', '=', phoneNumber)
      if (which === 'received') query = query.where('direction', '=', 'received')
      if (after !== undefined) {
        const rows = await query.where('id', '>', after).orderBy('id').limit(limit).execute()
        return rows.map((row) => toRecord('phoneMessage', row))
      }
      const rows = await query.orderBy('id', 'desc').limit(limit).execute()
      return rows.reverse().map((row) => toRecord('phoneMessage', row))
    },
  }
}
