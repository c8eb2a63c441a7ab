import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import { partKeysOf } from '../domain/media.ts'
import type { Engine } from './engine.ts'
import { equalities, listOwned } from './owned.ts'
import { toRecord } from './tables.ts'

export function mediaQueries({ reader }: Engine): Ledger['media'] {
  return {
    async find(accountSid, messageSid, sid) {
      const row = await reader
        .selectFrom('media')
        .selectAll()
        .where('sid', '=', sid)
        .where('message_sid', '=', messageSid)
        .where('account_sid', '=', accountSid)
        .executeTakeFirst()
      return row ? toRecord('media', row) : null
    },
    list(accountSid, messageSid, { createdFrom, createdBefore }, page) {
      const conditions = equalities('media', { messageSid })
      if (createdFrom !== undefined) conditions.push(sql<boolean>`date_created >= ${createdFrom}`)
      if (createdBefore !== undefined) conditions.push(sql<boolean>`date_created < ${createdBefore}`)
      return listOwned(reader, 'media', accountSid, conditions, page)
    },
    async ofMessages(messageSids) {
      if (messageSids.length === 0) return []
      const rows = await reader
        .selectFrom('media')
        .selectAll()
        .where('message_sid', 'in', messageSids)
        .orderBy('message_sid')
        .orderBy('place')
        .execute()
      return rows.map((row) => toRecord('media', row))
    },
    async content({ sid, size }) {
      const keys = partKeysOf(sid, size)
      const rows =
        keys.length > 0 ? await reader.selectFrom('media_part').selectAll().where('key', 'in', keys).execute() : []
      if (rows.length < keys.length) return null
      const found = new Map(rows.map(({ key, content }) => [key, content]))
      return Buffer.concat(keys.map((key) => Buffer.from(found.get(key) ?? '', 'base64')))
    },
  }
}
