import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { likeOf } from './like-of.ts'
import { equalities, listOwned, ownedQueries } from './owned.ts'
import { toRecord } from './tables.ts'

export function shortCodeQueries(engine: Engine): Ledger['shortCodes'] {
  const { reader } = engine
  return {
    find: ownedQueries(engine, 'shortCode').find,
    async owner(shortCode) {
      const row = await reader
        .selectFrom('short_code')
        .selectAll()
        .where('short_code', '=', shortCode)
        .executeTakeFirst()
      return row ? toRecord('shortCode', row) : null
    },
    list(accountSid, { shortCode, ...equal }, page) {
      const conditions = equalities('shortCode', equal)
      if (shortCode !== undefined) conditions.push(sql<boolean>`short_code like ${likeOf(shortCode)}`)
      return listOwned(reader, 'shortCode', accountSid, conditions, page)
    },
  }
}
