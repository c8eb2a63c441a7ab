import { sql } from 'kysely'
import type { AccountFilter } from '../domain/account.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { PageRequest } from '../domain/page.ts'
import type { Engine } from './engine.ts'
import { pageOf } from './page.ts'
import { stretchOf } from './stretch.ts'
import { toRecord } from './tables.ts'

export function accountQueries({ reader }: Engine): Ledger['accounts'] {
  return {
    async find(sid) {
      const row = await reader.selectFrom('account').selectAll().where('sid', '=', sid).executeTakeFirst()
      return row ? toRecord('account', row) : null
    },
    list(ownerSid: string, filter: AccountFilter, page: PageRequest) {
      return pageOf(page, (anchor, comparison, order, limit, offset) => {
        let query = reader
          .selectFrom('account')
          .selectAll()
          .where((where) => where.or([where('owner_account_sid', '=', ownerSid), where('sid', '=', ownerSid)]))
          .where('kind', '=', 'live')
        if (filter.friendlyName !== undefined) query = query.where('friendly_name', '=', filter.friendlyName)
        if (filter.status !== undefined) query = query.where('status', '=', filter.status)
        if (anchor) query = query.where(sql<boolean>`(date_created, sid) ${comparison} (${anchor.at}, ${anchor.sid})`)
        return query.orderBy('date_created', order).orderBy('sid', order).limit(limit).offset(offset).execute()
      }).then(({ rows, ...rest }) => ({ rows: rows.map((row) => toRecord('account', row)), ...rest }))
    },
    async first(kind) {
      const row = await reader
        .selectFrom('account')
        .selectAll()
        .where('kind', '=', kind)
        .orderBy('date_created')
        .orderBy('sid')
        .limit(1)
        .executeTakeFirst()
      return row ? toRecord('account', row) : null
    },
    latest: (limit, before = 'AD') =>
      stretchOf(reader, { noun: 'account', served: [], asked: [], fields: [] }, { least: 'AC', before }, limit),
    async count() {
      const { total } = await reader
        .selectFrom('account')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      return total
    },
  }
}
