import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { RecordingFilter } from '../domain/recording.ts'
import type { Engine } from './engine.ts'
import { type Condition, countOwned, equalities, listOwned, ownedQueries } from './owned.ts'
import { toRecord } from './tables.ts'

export function recordingQueries(engine: Engine): Ledger['recordings'] {
  const { reader } = engine
  return {
    find: ownedQueries(engine, 'recording').find,
    async many(sids) {
      const rows =
        sids.length > 0 ? await reader.selectFrom('recording').selectAll().where('sid', 'in', sids).execute() : []
      return new Map(rows.map((row) => [row.sid, toRecord('recording', row)]))
    },
    list: (accountSid, filter, page) => listOwned(reader, 'recording', accountSid, conditionsOf(filter), page),
    count: (accountSid, filter) => countOwned(reader, 'recording', accountSid, conditionsOf(filter)),
    async running(callSid) {
      const rows = await reader
        .selectFrom('recording')
        .selectAll()
        .where('call_sid', '=', callSid)
        .where('status', 'in', ['in-progress', 'paused'])
        .orderBy('date_created', 'desc')
        .orderBy('sid', 'desc')
        .execute()
      return rows.map((row) => toRecord('recording', row))
    },
  }
}

function conditionsOf({ createdFrom, createdBefore, ...equal }: RecordingFilter): Condition[] {
  const conditions = equalities('recording', equal)
  if (createdFrom !== undefined) conditions.push(sql<boolean>`date_created >= ${createdFrom}`)
  if (createdBefore !== undefined) conditions.push(sql<boolean>`date_created < ${createdBefore}`)
  return conditions
}
