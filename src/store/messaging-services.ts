import type { MessagingServiceQueries } from '../domain/messaging-service.ts'
import type { PoolSenderQueries } from '../domain/pool-sender.ts'
import type { Engine } from './engine.ts'
import { ownedQueries } from './owned.ts'
import { toRecord } from './tables.ts'

export function messagingServiceQueries(engine: Engine): MessagingServiceQueries {
  return {
    ...ownedQueries(engine, 'messagingService'),
    async known(sid) {
      const query = engine.reader.selectFrom('messaging_service').selectAll().where('sid', '=', sid)
      const row = await query.executeTakeFirst()
      return row ? toRecord('messagingService', row) : null
    },
  }
}

export function poolSenderQueries(engine: Engine): PoolSenderQueries {
  async function ofService(serviceSid: string) {
    const query = engine.reader.selectFrom('pool_sender').selectAll().where('service_sid', '=', serviceSid)
    const rows = await query.orderBy('sid').execute()
    return rows.map((row) => toRecord('poolSender', row))
  }
  return {
    ...ownedQueries(engine, 'poolSender'),
    ofService,
    async known(serviceSid) {
      const pool = await ofService(serviceSid)
      return pool.length > 0 ? pool : null
    },
  }
}
