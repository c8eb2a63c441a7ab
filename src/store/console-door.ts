import type { Ledger } from '../domain/ledger.ts'
import { theDoor } from '../domain/console-door.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

/** As many ids as a login may have at once: one, and that before it. Of others a few may wait to be removed. */
const mostIds = 100

export function consoleDoorQueries({ reader }: Engine): Ledger['consoleDoor'] {
  const sessions = reader.selectFrom('console_session').selectAll()
  return {
    async find() {
      const row = await reader.selectFrom('console_door').selectAll().where('key', '=', theDoor).executeTakeFirst()
      return row ? toRecord('consoleDoor', row) : null
    },
    async session(key) {
      const row = await sessions.where('key', '=', key).executeTakeFirst()
      return row ? toRecord('consoleSession', row) : null
    },
    async ofLogin(login) {
      const rows = await sessions.where('login', '=', login).limit(mostIds).execute()
      return rows.map((row) => toRecord('consoleSession', row))
    },
    async sessions(limit) {
      const rows = await sessions.orderBy('seen').orderBy('key').limit(limit).execute()
      return rows.map((row) => toRecord('consoleSession', row))
    },
  }
}
