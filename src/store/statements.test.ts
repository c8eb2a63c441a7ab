import { describe, expect, test } from 'vitest'
import { absent, add, change, present, remove } from '../domain/write.ts'
import { aMessage, aNumber, aPhone } from './records.testing.ts'
import { questionOf, statementOf } from './statements.ts'
import { nouns, tables, toRecord, toValues } from './tables.ts'

describe('an operation as a statement', () => {
  test('adds a record with all its columns', () => {
    const phone = aPhone()
    expect(statementOf(add('virtualPhone', phone))).toEqual({
      sql: 'insert into "virtual_phone" ("phone_number", "name", "behaviour", "answers", "date_created") values (?, ?, ?, ?, ?)',
      values: [phone.phoneNumber, phone.name, phone.behaviour, phone.answers, phone.dateCreated],
    })
  })

  test('changes the named columns, with null, flags and JSON as they are stored', () => {
    expect(statementOf(change('message', 'SMone', { to: '+1', errorCode: null, mediaUrls: ['a'] }))).toEqual({
      sql: 'update "message" set "to" = ?, "error_code" = ?, "media_urls" = ? where "sid" = ?',
      values: ['+1', null, '["a"]', 'SMone'],
    })
    expect(statementOf(change('incomingPhoneNumber', 'PNone', { beta: true })).values).toEqual([1, 'PNone'])
    expect(statementOf(change('message', 'SMone', {}))).toEqual({
      sql: 'update "message" set "sid" = "sid" where "sid" = ?',
      values: ['SMone'],
    })
  })

  test('removes a record by its key', () => {
    expect(statementOf(remove('handedPart', 'a:1'))).toEqual({
      sql: 'delete from "handed_part" where "key" = ?',
      values: ['a:1'],
    })
  })

  test('has the same text however often it is asked for', () => {
    const texts = [1, 2].map((i) => statementOf(change('job', `JB${i}`, { attempts: i, hiddenUntil: null })).sql)
    expect(texts[0]).toBe(texts[1])
    expect(statementOf(change('job', 'JB1', { hiddenUntil: null, attempts: 1 })).sql).not.toBe(texts[0])
  })

  test('of a field that is not kept is a bug', () => {
    expect(() => statementOf(change('job', 'JBone', { colour: 'red' } as object))).toThrow(
      'no field colour is kept of job',
    )
  })
})

describe('a guard as a question', () => {
  test.each([
    [present('job', 'JBone'), 'select 1 from "job" where "id" = ?', ['JBone']],
    [
      present('message', 'SMone', { status: ['queued', 'sent'], from: [null] }),
      'select 1 from "message" where "sid" = ? and ("status" = ? or "status" = ?) and ("from" is null)',
      ['SMone', 'queued', 'sent'],
    ],
    [
      present('message', 'SMone', { price: [null, -750] }),
      'select 1 from "message" where "sid" = ? and ("price" is null or "price" = ?)',
      ['SMone', -750],
    ],
    [present('message', 'SMone', { status: [] }), 'select 1 from "message" where "sid" = ? and (1 = 0)', ['SMone']],
    [
      absent('incomingPhoneNumber', 'phoneNumber', '+1'),
      'select 1 from "incoming_phone_number" where "phone_number" = ?',
      ['+1'],
    ],
  ])('%j', (guard, sql, values) => {
    expect(questionOf(guard)).toEqual({ sql, values })
  })
})

describe('a record as a row', () => {
  test('comes back as it was', () => {
    for (const [noun, record] of [
      ['message', aMessage({ from: null, options: { attempt: 2 } })],
      ['incomingPhoneNumber', aNumber({ beta: true })],
      ['incomingPhoneNumber', aNumber()],
    ] as const) {
      const values = toValues(noun, record)
      const row = Object.fromEntries(tables[noun].columns.map(({ column }, i) => [column, values[i]]))
      expect(toRecord(noun, row)).toEqual(record)
    }
  })

  test('has its key among its columns, for every noun', () => {
    for (const noun of nouns) expect(tables[noun].columns.map(({ column }) => column)).toContain(tables[noun].key)
  })
})
