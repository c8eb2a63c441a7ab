import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { NotificationFilter } from '../domain/notification.ts'
import type { Engine } from './engine.ts'
import { stretchOf } from './stretch.ts'
import { type Condition, countOwned, equalities, listOwned, ownedQueries } from './owned.ts'

/** So many of the newest are told apart. */
const mostGrouped = 10_000

export function notificationQueries(engine: Engine): Ledger['notifications'] {
  return {
    find: ownedQueries(engine, 'notification').find,
    list: (accountSid, filter, page) =>
      listOwned(engine.reader, 'notification', accountSid, conditionsOf(filter), page),
    latest({ accountSid, errorCode }, limit, before = 'NP') {
      const wanted = {
        noun: 'notification' as const,
        served: equalities('notification', { accountSid }),
        asked: equalities('notification', { errorCode }),
        fields: ['errorCode'],
      }
      return stretchOf(engine.reader, wanted, { least: 'NO', before }, limit)
    },
    async byCode(accountSid) {
      const own = accountSid === null ? sql`` : sql`where account_sid = ${accountSid}`
      const { rows } = await sql<{ error_code: number; log: number; total: number; first: number; last: number }>`
        select error_code, min(log) as log, count(*) as total, min(message_date) as first, max(message_date) as last
        from (select error_code, log, message_date from notification ${own} order by sid desc limit ${mostGrouped}) as newest
        group by error_code order by total desc, error_code`.execute(engine.reader)
      return rows.map(({ error_code: errorCode, log, total, first, last }) => {
        return { errorCode, level: log === 0 ? 'error' : 'warning', count: total, first, last }
      })
    },
    count: (accountSid, filter) => countOwned(engine.reader, 'notification', accountSid, conditionsOf(filter)),
  }
}

function conditionsOf({ happenedFrom, happenedBefore, ...equal }: NotificationFilter): Condition[] {
  const conditions = equalities('notification', equal)
  // What happened since then was kept since then: so far the index leads, and older rows are not read.
  if (happenedFrom !== undefined)
    conditions.push(sql<boolean>`message_date >= ${happenedFrom}`, sql<boolean>`date_created >= ${happenedFrom}`)
  if (happenedBefore !== undefined) conditions.push(sql<boolean>`message_date < ${happenedBefore}`)
  return conditions
}
