import type { Ledger } from '../domain/ledger.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

export function messageFeedbackQueries({ reader }: Engine): Ledger['messageFeedback'] {
  return {
    async find(accountSid, messageSid) {
      const row = await reader
        .selectFrom('message_feedback')
        .selectAll()
        .where('message_sid', '=', messageSid)
        .where('account_sid', '=', accountSid)
        .executeTakeFirst()
      return row ? toRecord('messageFeedback', row) : null
    },
  }
}
