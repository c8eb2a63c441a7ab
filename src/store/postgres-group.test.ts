import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Write, absent, accept, add, change, count, outcome, present, remove } from '../domain/write.ts'
import { arrayText, groupStatements, guardQuestions, withoutConflicts } from './postgres-group.ts'
import { aJob, aMessage, aNumber, aPhone, anEvent } from './records.testing.ts'
import type { Value } from './tables.ts'

/** Reads an array literal as PostgreSQL's manual describes it (8.15.6, array input and output syntax). */
function parseArray(literal: string): Value[] {
  const values: Value[] = []
  let at = 1
  while (literal[at] !== '}') {
    if (values.length > 0) at++
    if (literal[at] === '"') {
      let text = ''
      for (at++; literal[at] !== '"'; at++) text += literal[at] === '\\' ? literal[++at] : literal[at]
      values.push(text)
      at++
    } else {
      const end = /[,}]/.exec(literal.slice(at))!.index + at
      const bare = literal.slice(at, end)
      values.push(bare === 'NULL' ? null : Number(bare))
      at = end
    }
  }
  expect(at).toBe(literal.length - 1)
  return values
}

describe('an array literal', () => {
  test('quotes texts, and neither numbers nor null', () => {
    const column: Value[] = ['a', '', 'NULL', 'b "c"', 'd\\e', '{f,g}', null, 0, -12, 2 ** 53 - 1]
    expect(
      arrayText(
        column.map((value) => ['other', value]),
        1,
      ),
    ).toBe('{"a","","NULL","b \\"c\\"","d\\\\e","{f,g}",NULL,0,-12,9007199254740991}')
    expect(arrayText([], 0)).toBe('{}')
  })

  test('is read back as it was', () => {
    const text = fc.string({ unit: fc.constantFrom('"', '\\', ',', '{', '}', ' ', '\n', 'N', '😀', 'a') })
    fc.assert(
      fc.property(fc.array(fc.oneof(text, fc.constant(null), fc.maxSafeInteger())), (column) => {
        expect(
          parseArray(
            arrayText(
              column.map((value) => [value]),
              0,
            ),
          ),
        ).toEqual(column)
      }),
    )
  })
})

describe('a group', () => {
  test('is one statement, whatever the number of writes, whose text tells its shape only', () => {
    const send = () =>
      accept([
        add('message', aMessage()),
        add('messageEvent', anEvent()),
        add('job', aJob()),
        count('ACone', 'messages', 1),
      ])
    const [small, large] = [1, 200].map((size) => groupStatements(Array.from({ length: size }, send), 7))
    expect(small!.length).toBe(1)
    expect(large!.map(({ text }) => text)).toEqual(small!.map(({ text }) => text))
    const [{ text, values }] = large as [(typeof large & object)[0]]
    expect(new Set(text.match(/\$\d+/g)).size).toBe(values.length)
    expect(parseArray(values.at(-1)!)).toEqual([200])
    expect(text).toContain(', 7, b from unnest(')
  })

  test('is none when there is nothing to do', () => {
    expect(groupStatements([], 0)).toEqual([])
    expect(groupStatements([accept([], [present('job', 'JBone')])], 0)).toEqual([])
  })

  test('has a further statement for what a write does to the same record again', () => {
    const phone = aPhone({ phoneNumber: 'a' })
    const again = accept([
      add('virtualPhone', phone),
      change('virtualPhone', 'a', { name: 'x' }),
      change('virtualPhone', 'b', { name: 'y' }),
      remove('virtualPhone', 'a'),
      count('ACone', 'messages', 1),
      count('ACone', 'messages', 1),
    ])
    const texts = groupStatements([again, accept([remove('virtualPhone', 'c')])], 0).map(({ text }) =>
      text.match(/insert into "?\w+|update|delete/g),
    )
    expect(texts).toEqual([
      ['insert into "virtual_phone', 'update', 'delete', 'insert into counter', 'update'],
      ['update'],
      ['delete'],
    ])
  })
})

describe('guards', () => {
  test('are asked one question for each noun, in an order that is the same everywhere', () => {
    const guards = [
      present('message', 'SMb', { status: ['queued'] }),
      absent('incomingPhoneNumber', 'phoneNumber', '+1'),
      present('job', 'JBa'),
      present('message', 'SMa', { price: [null, 5] }),
    ]
    const ask = (order: typeof guards) => guardQuestions(order.map((guard) => outcome([], [guard])))
    const questions = ask(guards)
    expect(questions.map(({ text }) => text)).toEqual(ask(guards.toReversed()).map(({ text }) => text))
    expect(questions.length).toBe(3)
    const ofMessages = questions.find(({ text }) => text.includes('"message"'))!
    expect(ofMessages.text).toMatch(/select "sid", "price", "status" from "message" .* order by "sid" for update$/)
    expect(ofMessages.values).toEqual(['{"SMb","SMa"}'])

    const holds = ofMessages.holds([{ sid: 'SMa', price: null, status: 'queued' }])
    expect([guards[0]!, guards[3]!].map(holds)).toEqual([false, true])
    expect(ofMessages.holds([{ sid: 'SMa', price: 4, status: 'queued' }])(guards[3]!)).toBe(false)
    const free = questions.find(({ guards: ofThis }) => ofThis.has(guards[1]!))!
    expect(free.holds([])(guards[1]!)).toBe(true)
    expect(free.holds([{ phone_number: '+1' }])(guards[1]!)).toBe(false)
  })
})

describe('writes that wait together', () => {
  const partOf = (writes: readonly Write[]) => {
    const waiting = writes.map((write, name) => ({ write, name }))
    return withoutConflicts(waiting).now.map(({ name }) => name)
  }
  const changed = (key: string) => outcome([change('message', key, { body: '' })])
  const guarded = (key: string) => outcome([], [present('message', key)])

  test('share a transaction when they are about different records, or only ask about the same', () => {
    expect(partOf([changed('a'), changed('b'), guarded('c'), outcome([remove('job', 'a')])])).toEqual([0, 1, 2, 3])
    expect(partOf([guarded('a'), guarded('a'), guarded('a')])).toEqual([0, 1, 2])
    expect(partOf([1, 2].map(() => outcome([count('ACone', 'messages', 1)])))).toEqual([0, 1])
  })

  test('follow one another when one does what another asks about or does', () => {
    expect(partOf([changed('a'), changed('a'), changed('b')])).toEqual([0, 2])
    expect(partOf([changed('a'), guarded('a')])).toEqual([0])
    expect(partOf([guarded('a'), changed('a')])).toEqual([0])
    expect(partOf([outcome([add('message', aMessage({ sid: 'a' }))]), guarded('a')])).toEqual([0])
    expect(
      partOf([outcome([add('message', aMessage({ sid: 'a' }))]), outcome([], [absent('message', 'sid', 'a')])]),
    ).toEqual([0])
  })

  test('are held back with those that they depend on', () => {
    const both = outcome([change('message', 'a', { body: '' }), change('message', 'b', { body: '' })])
    expect(partOf([changed('a'), both, changed('b'), changed('c')])).toEqual([0, 3])
  })

  test('that want a number to be free follow those that may take or free it', () => {
    const buy = (phoneNumber: string) =>
      accept(
        [add('incomingPhoneNumber', aNumber({ phoneNumber }))],
        [absent('incomingPhoneNumber', 'phoneNumber', phoneNumber)],
      )
    expect(partOf([buy('+1'), buy('+2'), buy('+1'), buy('+3')])).toEqual([0, 1, 3])
    expect(partOf([outcome([remove('incomingPhoneNumber', 'PNany')]), buy('+1'), buy('+2')])).toEqual([0])
    expect(
      partOf([outcome([add('incomingPhoneNumber', aNumber({ phoneNumber: '+1' }))]), buy('+1'), buy('+2')]),
    ).toEqual([0, 2])
    expect(partOf([1, 2].map((i) => outcome([remove('incomingPhoneNumber', `PN${i}`)])))).toEqual([0, 1])
  })
})
