import { type CallerIdFilter, callerIdKey } from '../domain/outgoing-caller-id.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { countOwned, equalities, ownedQueries } from './owned.ts'
import { toRecord } from './tables.ts'

export function outgoingCallerIdQueries(engine: Engine): Ledger['outgoingCallerIds'] {
  return {
    ...ownedQueries<'outgoingCallerId', CallerIdFilter>(engine, 'outgoingCallerId'),
    count: (accountSid, filter) =>
      countOwned(engine.reader, 'outgoingCallerId', accountSid, equalities('outgoingCallerId', filter)),
    async of(accountSid, phoneNumber) {
      const row = await engine.reader
        .selectFrom('outgoing_caller_id')
        .selectAll()
        .where('key', '=', callerIdKey(accountSid, phoneNumber))
        .executeTakeFirst()
      return row ? toRecord('outgoingCallerId', row) : null
    },
  }
}
