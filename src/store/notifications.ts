import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { NotificationFilter } from '../domain/notification.ts'
import type { Engine } from './engine.ts'
import { type Condition, countOwned, equalities, listOwned, ownedQueries } from './owned.ts'

export function notificationQueries(engine: Engine): Ledger['notifications'] {
  return {
    find: ownedQueries(engine, 'notification').find,
    list: (accountSid, filter, page) =>
      listOwned(engine.reader, 'notification', accountSid, conditionsOf(filter), page),
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
