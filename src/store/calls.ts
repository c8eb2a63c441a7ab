import { sql } from 'kysely'
import type { CallFilter } from '../domain/call.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { type Condition, equalities, listOwned, ownedQueries } from './owned.ts'
import { toRecord } from './tables.ts'

/** As the indexes of live calls have them. */
const liveStatuses = ['queued', 'ringing', 'in-progress'] as const
/** Of one phone, so many are told. */
const mostLive = 100

export function callQueries(engine: Engine): Ledger['calls'] {
  const { reader } = engine
  return {
    find: ownedQueries(engine, 'call').find,
    async many(sids) {
      const rows = sids.length > 0 ? await reader.selectFrom('call').selectAll().where('sid', 'in', sids).execute() : []
      return new Map(rows.map((row) => [row.sid, toRecord('call', row)]))
    },
    list: (accountSid, filter, page) => listOwned(reader, 'call', accountSid, conditionsOf(filter), page),
    async count(accountSid, filter, atMost) {
      const where = [sql<boolean>`account_sid = ${accountSid}`, ...conditionsOf(filter)]
      const counted = sql<{ total: number }>`
        select count(*) as total from (
          select 1 as one from "call" where ${sql.join(where, sql` and `)} limit ${atMost + 1}) as found`
      const { rows } = await counted.execute(reader)
      const total = rows[0]?.total ?? 0
      return total > atMost ? null : total
    },
    async liveChildren(parentCallSid) {
      const rows = await reader
        .selectFrom('call')
        .selectAll()
        .where('parent_call_sid', '=', parentCallSid)
        .where('status', 'in', liveStatuses)
        .orderBy('sid')
        .execute()
      return rows.map((row) => toRecord('call', row))
    },
    async liveAt(phoneNumber) {
      const newest = reader
        .selectFrom('call')
        .selectAll()
        // As the indexes have it, word by word: only then may a database use them.
        .where(sql<boolean>`status in ('queued', 'ringing', 'in-progress')`)
        .orderBy('date_created', 'desc')
        .orderBy('sid', 'desc')
        .limit(mostLive)
      const [called, calling] = await Promise.all([
        newest.where('to', '=', phoneNumber).where('direction', '!=', 'inbound').execute(),
        newest.where('from', '=', phoneNumber).where('direction', '=', 'inbound').execute(),
      ])
      return [...called, ...calling]
        .map((row) => toRecord('call', row))
        .sort((one, other) => other.dateCreated - one.dateCreated || (one.sid < other.sid ? 1 : -1))
        .slice(0, mostLive)
    },
    async transcript(callSid) {
      const rows = await reader
        .selectFrom('transcript_line')
        .selectAll()
        .where('call_sid', '=', callSid)
        .orderBy('id')
        .limit(5000)
        .execute()
      return rows.map((row) => toRecord('transcriptLine', row))
    },
  }
}

function conditionsOf({
  statuses,
  startedFrom,
  startedBefore,
  endedFrom,
  endedBefore,
  ...equal
}: CallFilter): Condition[] {
  const conditions = equalities('call', equal)
  if (statuses !== undefined) conditions.push(sql<boolean>`status in (${sql.join(statuses)})`)
  if (startedFrom !== undefined) conditions.push(sql<boolean>`start_time >= ${startedFrom}`)
  if (startedBefore !== undefined) conditions.push(sql<boolean>`start_time < ${startedBefore}`)
  if (endedFrom !== undefined) conditions.push(sql<boolean>`end_time >= ${endedFrom}`)
  if (endedBefore !== undefined) conditions.push(sql<boolean>`end_time < ${endedBefore}`)
  return conditions
}
