import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { Countries } from '../domain/permission.ts'
import type { Engine } from './engine.ts'
import { toRecord } from './tables.ts'

export function grantedSenderQueries({ reader }: Engine): Ledger['grantedSenders'] {
  return {
    async of(accountSid) {
      const rows = await reader
        .selectFrom('granted_sender')
        .selectAll()
        .where('account_sid', '=', accountSid)
        .orderBy('date_created')
        .orderBy('key')
        .execute()
      return rows.map((row) => toRecord('grantedSender', row))
    },
  }
}

export function permissionQueries({ reader }: Engine): Ledger['permissions'] {
  return {
    async of(accountSid) {
      const asked = sql<{ sms: string | null; voice: string | null; has_blocks: boolean | number }>`
        select (select sms from permission where account_sid = ${accountSid}) as sms,
          (select voice from permission where account_sid = ${accountSid}) as voice,
          exists (select 1 from block where account_sid = ${accountSid}) as has_blocks`
      const { rows } = await asked.execute(reader)
      const { sms = null, voice = null, has_blocks: hasBlocks = false } = rows[0] ?? {}
      return { sms: countriesIn(sms), voice: countriesIn(voice), hasBlocks: Boolean(hasBlocks) }
    },
  }
}

const countriesIn = (json: string | null) => (json === null ? null : (JSON.parse(json) as Countries))

export function blockQueries({ reader }: Engine): Ledger['blocks'] {
  return {
    async against(accountSid, to) {
      const rows = await reader
        .selectFrom('block')
        .selectAll()
        .where('account_sid', '=', accountSid)
        .where('to', '=', to)
        .execute()
      return rows.map((row) => toRecord('block', row))
    },
    async list(accountSid, limit, after = '') {
      const rows = await reader
        .selectFrom('block')
        .selectAll()
        .where('account_sid', '=', accountSid)
        .where('key', '>', after)
        .orderBy('key')
        .limit(limit)
        .execute()
      return rows.map((row) => toRecord('block', row))
    },
  }
}

export function creditQueries({ reader }: Engine): Ledger['credits'] {
  return {
    async find(accountSid) {
      const row = await reader.selectFrom('credit').selectAll().where('account_sid', '=', accountSid).executeTakeFirst()
      return row ? toRecord('credit', row) : null
    },
  }
}
