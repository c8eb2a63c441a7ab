import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { long } from '../../test/requires.ts'
import {
  type Guard,
  type Operation,
  type Write,
  absent,
  accept,
  add,
  change,
  count,
  outcome,
  present,
  remove,
} from '../domain/write.ts'
import { type Noun, keyOf } from '../domain/records.ts'
import { aMessage, aNumber, aPhone, aReceipt, anyText } from './records.testing.ts'
import { type Store, openStore } from './store.ts'

/** What a store should do, in the plainest words: everything in one map, one write after the other. */
class Model {
  records = new Map<string, object>()
  total = 0

  keep({ operations, guards }: Write): string {
    const broken = guards.findIndex((guard) => !this.holds(guard))
    if (broken >= 0) return `guard ${broken}`
    const before = { records: new Map(this.records), total: this.total }
    if (operations.every((operation) => this.apply(operation))) return 'kept'
    Object.assign(this, before)
    return 'refused'
  }

  private holds(guard: Guard): boolean {
    if (guard.require === 'absent') return !this.has(guard.noun, guard.field, guard.value)
    const record = this.records.get(`${guard.noun} ${guard.key}`)
    const where = Object.entries(guard.where) as [string, readonly unknown[]][]
    return record !== undefined && where.every(([field, values]) => values.includes(fieldOf(record, field)))
  }

  private apply(operation: Operation): boolean {
    if (operation.do === 'count') {
      this.total += operation.by
      return true
    }
    const { noun } = operation
    const key = `${noun} ${operation.do === 'add' ? String(fieldOf(operation.record, keyOf[noun])) : operation.key}`
    const found = this.records.get(key)
    if (operation.do === 'remove') this.records.delete(key)
    else if (operation.do === 'add') {
      if (found) return false
      if (noun === 'incomingPhoneNumber' && this.has(noun, 'phoneNumber', fieldOf(operation.record, 'phoneNumber')))
        return false
      this.records.set(key, operation.record)
    } else if (found) this.records.set(key, { ...found, ...operation.values })
    return true
  }

  private has(noun: Noun, field: string, value: unknown): boolean {
    return [...this.records].some(([key, record]) => key.startsWith(`${noun} `) && fieldOf(record, field) === value)
  }
}

const fieldOf = (record: object, field: string) => (record as Record<string, unknown>)[field]

const text = fc.oneof(
  fc.constantFrom(
    '',
    'NULL',
    'null',
    '{}',
    '{a,"b"}',
    '"',
    '\\',
    '\\\\"',
    '\\N',
    "it's",
    ',',
    '\r\n\t',
    '$1',
    '?',
    ':a',
    '😀',
    'é',
    '\uFFFF',
  ),
  anyText(12),
  fc.string({ unit: fc.constantFrom('"', '\\', ',', '{', '}', "'", '\n', 'N'), maxLength: 8 }),
)

/** Writes about few records, so that they meet. All names begin with the run's, so that runs do not. */
function writesOf(run: string) {
  const oneOf = (name: string, size: number) => fc.integer({ min: 0, max: size - 1 }).map((i) => `${run} ${name} ${i}`)
  const [phone, number, e164, message, receipt] = [
    oneOf('phone', 4),
    oneOf('number', 4),
    oneOf('e164', 3),
    oneOf('message', 4),
    oneOf('receipt', 3),
  ]
  const whole = fc.option(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }))
  const status = fc.constantFrom('queued', 'sending', 'sent')
  const name = fc.oneof(fc.constantFrom('a', 'b'), text)
  const messageValues = fc.record(
    {
      body: text,
      from: fc.option(text),
      status,
      price: whole,
      dateSent: whole,
      mediaUrls: fc.array(text, { maxLength: 3 }),
    },
    { requiredKeys: [] },
  )
  const phoneValues = fc.record({ name, behaviour: fc.constantFrom('online', 'slow') }, { requiredKeys: [] })
  const operation = fc.oneof(
    fc.tuple(phone, name).map(([phoneNumber, name]) => add('virtualPhone', aPhone({ phoneNumber, name }))),
    fc.tuple(phone, phoneValues).map(([key, values]) => change('virtualPhone', key, values)),
    phone.map((key) => remove('virtualPhone', key)),
    fc
      .tuple(message, messageValues)
      .map(([sid, values]) => add('message', aMessage({ accountSid: run, ...values, sid }))),
    fc.tuple(message, messageValues).map(([key, values]) => change('message', key, values)),
    message.map((key) => remove('message', key)),
    fc
      .tuple(number, e164, text)
      .map(([sid, phoneNumber, friendlyName]) =>
        add('incomingPhoneNumber', aNumber({ sid, accountSid: run, phoneNumber }, { friendlyName })),
      ),
    fc.tuple(number, fc.boolean()).map(([key, beta]) => change('incomingPhoneNumber', key, { beta })),
    number.map((key) => remove('incomingPhoneNumber', key)),
    receipt.map((key) => add('earlyReceipt', aReceipt({ key }))),
    fc.integer({ min: -9, max: 9 }).map((by) => count(run, 'messages', by)),
  )
  const guard = fc.oneof(
    fc
      .tuple(phone, fc.array(name, { maxLength: 3 }))
      .map(([key, names]) => present('virtualPhone', key, { name: names })),
    phone.map((key) => present('virtualPhone', key)),
    fc
      .tuple(message, fc.subarray(['queued', 'sending', 'sent'] as const))
      .map(([key, status]) => present('message', key, { status })),
    message.map((key) => present('message', key, { price: [null, 1], from: [null, '+12025550100'] })),
    fc.tuple(number, fc.boolean()).map(([key, beta]) => present('incomingPhoneNumber', key, { beta: [beta] })),
    e164.map((value) => absent('incomingPhoneNumber', 'phoneNumber', value)),
    receipt.map((value) => absent('earlyReceipt', 'key', value)),
    phone.map((value) => absent('virtualPhone', 'phoneNumber', value)),
  )
  const write = fc
    .tuple(fc.constantFrom(accept, outcome), fc.array(operation, { maxLength: 3 }), fc.array(guard, { maxLength: 1 }))
    .map(([kind, operations, guards]) => kind(operations, [...guards, ...operations.flatMap(mustBeFree)]))
  return fc.array(fc.array(write, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 5 })
}

/** Who adds a number asks that it is free, as everybody does who adds what is unique beside its key. */
const mustBeFree = (operation: Operation) =>
  operation.do === 'add' && operation.noun === 'incomingPhoneNumber'
    ? [absent('incomingPhoneNumber', 'phoneNumber', operation.record.phoneNumber)]
    : []

async function contentOf(store: Store, run: string): Promise<Map<string, object>> {
  const keys = (name: string) => Array.from({ length: 4 }, (_, i) => `${run} ${name} ${i}`)
  const numbers = await Promise.all(keys('number').map((sid) => store.incomingPhoneNumbers.find(run, sid)))
  return new Map<string, object>([
    ...[...(await store.phones.many(keys('phone')))].map(([key, record]) => [`virtualPhone ${key}`, record] as const),
    ...[...(await store.messages.many(keys('message')))].map(([key, record]) => [`message ${key}`, record] as const),
    ...[...(await store.earlyReceipts.many(keys('receipt')))].map(
      ([key, record]) => [`earlyReceipt ${key}`, record] as const,
    ),
    ...numbers
      .filter((record) => record !== null)
      .map((record) => [`incomingPhoneNumber ${record.sid}`, record] as const),
  ])
}

describe.each(databases)('whatever is written at the same time on $name', ({ open }) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await open()
    store = await openStore(database.url)
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  test('is answered and kept as if each write had come by itself, outcomes first', async () => {
    let runs = 0
    const anyRun = fc.constant(null).map(() => `run ${++runs}`)
    await fc.assert(
      fc.asyncProperty(
        anyRun.chain((run) => fc.tuple(fc.constant(run), writesOf(run))),
        async ([run, bursts]) => {
          // When a failure is narrowed down, a run's names come back.
          await empty(store, run)
          const model = new Model()
          for (const burst of bursts) {
            const answers = await Promise.all(
              burst.map(async (write) => {
                const result = await store.keep(write)
                return result.kept
                  ? 'kept'
                  : result.because === 'guard'
                    ? `guard ${write.guards.indexOf(result.broken)}`
                    : result.because
              }),
            )
            const expected = new Map<Write, string>()
            for (const kind of ['outcome', 'accept'])
              for (const write of burst) if (write.kind === kind) expected.set(write, model.keep(write))
            expect(answers).toEqual(burst.map((write) => expected.get(write)))
          }
          expect(await contentOf(store, run)).toEqual(model.records)
          expect(await store.messages.count(run, {}, 0)).toBe(model.total)
        },
      ),
      { numRuns: long ? 400 : 40 },
    )
  })
})

async function empty(store: Store, run: string) {
  const removals = [...(await contentOf(store, run)).keys()].map((name) => {
    const noun = name.slice(0, name.indexOf(' ')) as Noun
    return remove(noun, name.slice(noun.length + 1))
  })
  const total = (await store.messages.count(run, {}, 0)) ?? 0
  await store.keep(outcome([...removals, count(run, 'messages', -total)]))
}
