import { sql } from 'kysely'
import type { Ledger } from '../domain/ledger.ts'
import type { NumberFilter } from '../domain/incoming-phone-number.ts'
import type { PageRequest } from '../domain/page.ts'
import type { Engine } from './engine.ts'
import { likeOf } from './like-of.ts'
import { equalities } from './owned.ts'
import { pageOf } from './page.ts'
import { stretchOf } from './stretch.ts'
import { toRecord } from './tables.ts'

export function incomingPhoneNumberQueries({ name, reader }: Engine): Ledger['incomingPhoneNumbers'] {
  // The name is one of the settings, which are kept together as JSON text. It is sought as it is written there, because PostgreSQL can
  // not read JSON in which any text has a character that it could not keep by itself.
  const position = sql.raw(name === 'sqlite' ? 'instr' : 'strpos')
  const isNamed = (friendlyName: string) =>
    sql<boolean>`${position}(settings, ${`"friendlyName":${JSON.stringify(friendlyName)}`}) > 0`
  const ofAccount = (accountSid: string, filter: NumberFilter) => {
    let query = reader.selectFrom('incoming_phone_number').where('account_sid', '=', accountSid)
    if (filter.phoneNumber !== undefined) query = query.where('phone_number', 'like', likeOf(filter.phoneNumber))
    if (filter.friendlyName !== undefined) query = query.where(isNamed(filter.friendlyName))
    if (filter.beta !== undefined) query = query.where('beta', '=', filter.beta ? 1 : 0)
    if (filter.origin !== undefined) query = query.where('origin', '=', filter.origin as 'twilio')
    if (filter.type !== undefined) query = query.where('type', '=', filter.type)
    return query
  }
  return {
    async find(accountSid, sid) {
      const row = await reader
        .selectFrom('incoming_phone_number')
        .selectAll()
        .where('sid', '=', sid)
        .where('account_sid', '=', accountSid)
        .executeTakeFirst()
      return row ? toRecord('incomingPhoneNumber', row) : null
    },
    async owner(phoneNumber) {
      const row = await reader
        .selectFrom('incoming_phone_number')
        .selectAll()
        .where('phone_number', '=', phoneNumber)
        .executeTakeFirst()
      return row ? toRecord('incomingPhoneNumber', row) : null
    },
    async taken(phoneNumbers) {
      if (phoneNumbers.length === 0) return new Set()
      const rows = await reader
        .selectFrom('incoming_phone_number')
        .select('phone_number')
        .where('phone_number', 'in', phoneNumbers)
        .execute()
      return new Set(rows.map((row) => row.phone_number))
    },
    list(accountSid: string, filter: NumberFilter, page: PageRequest) {
      return pageOf(page, (anchor, comparison, order, limit, offset) => {
        let query = ofAccount(accountSid, filter).selectAll()
        if (anchor) query = query.where(sql<boolean>`(date_created, sid) ${comparison} (${anchor.at}, ${anchor.sid})`)
        return query.orderBy('date_created', order).orderBy('sid', order).limit(limit).offset(offset).execute()
      }).then(({ rows, ...rest }) => ({ rows: rows.map((row) => toRecord('incomingPhoneNumber', row)), ...rest }))
    },
    latest(accountSid, limit, before = 'PO') {
      const served = accountSid === null ? [] : equalities('incomingPhoneNumber', { accountSid })
      const wanted = { noun: 'incomingPhoneNumber' as const, served, asked: [], fields: [] }
      return stretchOf(reader, wanted, { least: 'PN', before }, limit)
    },
    async count(accountSid, filter) {
      const { total } = await ofAccount(accountSid, filter)
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      return total
    },
  }
}
