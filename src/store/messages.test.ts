import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { long } from '../../test/requires.ts'
import type { Anchor, PageRequest } from '../domain/page.ts'
import type { MessageFilter, Message } from '../domain/message.ts'
import { accept, add, count, outcome, remove } from '../domain/write.ts'
import { mintSid } from '../domain/sid.ts'
import { aMessage, anEvent, someTime } from './records.testing.ts'
import { type Store, openStore } from './store.ts'

const numbers = ['+12025550101', '+12025550102', '+12025550103']

/** A message at a moment that others may share. */
const anyMessage = fc.record({
  dateCreated: fc.integer({ min: 100, max: 115 }),
  isSent: fc.boolean(),
  dateListed: fc.option(fc.integer({ min: 100, max: 115 })),
  to: fc.constantFrom(...numbers),
  from: fc.constantFrom(...numbers, null),
})

const anyFilter: fc.Arbitrary<MessageFilter> = fc.oneof(
  fc.constant({}),
  fc.record(
    {
      to: fc.constantFrom(...numbers, '+12025550199'),
      from: fc.constantFrom(...numbers),
      sentFrom: fc.integer({ min: 98, max: 117 }),
      sentBefore: fc.integer({ min: 98, max: 117 }),
    },
    { requiredKeys: [] },
  ),
)

/** What a list should show, in the plainest words. */
function naively(messages: readonly Message[], { to, from, sentFrom, sentBefore }: MessageFilter): Message[] {
  const isDated = sentFrom !== undefined || sentBefore !== undefined
  return messages
    .filter((message) => to === undefined || message.to === to)
    .filter((message) => from === undefined || message.from === from)
    .filter(({ dateSent, dateListed }) => !isDated || (dateSent !== null && dateListed !== null))
    .filter(({ dateListed }) => sentFrom === undefined || dateListed! >= sentFrom)
    .filter(({ dateListed }) => sentBefore === undefined || dateListed! < sentBefore)
    .sort((a, b) => {
      const [first, second] = [a.dateListed ?? a.dateCreated + 1e9, b.dateListed ?? b.dateCreated + 1e9]
      return second - first || (a.sid < b.sid ? 1 : -1)
    })
}

const anchorAt = ({ dateListed, dateCreated, sid }: Message, direction: Anchor['direction']): Anchor =>
  dateListed === null ? { at: null, created: dateCreated, sid, direction } : { at: dateListed, sid, direction }

describe.each(databases)('messages on $name', ({ open }) => {
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

  async function keep(messages: readonly Partial<Message>[]): Promise<{ accountSid: string; messages: Message[] }> {
    const accountSid = mintSid('AC', someTime)
    const all = messages.map((values) => aMessage({ ...values, accountSid }))
    await store.keep(
      accept([...all.map((message) => add('message', message)), count(accountSid, 'messages', all.length)]),
    )
    return { accountSid, messages: all }
  }

  const sidsOf = (messages: readonly Message[]) => messages.map(({ sid }) => sid)

  test('are listed with those on their way first, each part newest first', async () => {
    const moments: [created: number, listed: number | null][] = [
      [10, 20],
      [11, null],
      [12, 15],
      [13, null],
      [9, 30],
    ]
    const { accountSid, messages } = await keep(
      moments.map(([dateCreated, dateListed]) => ({ dateCreated, dateListed })),
    )
    await keep([{}])
    const { rows, hasNext, hasPrevious } = await store.messages.list(accountSid, {}, { size: 50, skip: 0 })
    expect(sidsOf(rows)).toEqual([3, 1, 4, 0, 2].map((i) => messages[i]!.sid))
    expect([hasNext, hasPrevious]).toEqual([false, false])
    expect(rows[0]).toEqual(messages[3])
  })

  test('are paged by key and by number as a plain sort would', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyMessage, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        anyFilter,
        async (values, size, filter) => {
          const { accountSid, messages } = await keep(
            values.map(({ isSent, ...rest }) => ({ ...rest, dateSent: isSent ? rest.dateListed : null })),
          )
          const expected = sidsOf(naively(messages, filter))
          const ask = (request: Partial<PageRequest>) =>
            store.messages.list(accountSid, filter, { size, skip: 0, ...request })

          // Forward by key, and the same pages by number.
          const pages = [await ask({})]
          for (let last = pages[0]!; last.hasNext; pages.push(last))
            last = await ask({ skip: 99, anchor: anchorAt(last.rows.at(-1)!, 'after') })
          expect(pages.flatMap(({ rows }) => sidsOf(rows))).toEqual(expected)
          expect(pages.map(({ hasPrevious }) => hasPrevious)).toEqual(pages.map((_, i) => i > 0))
          for (const [i, page] of pages.entries()) expect(await ask({ skip: i * size })).toEqual(page)
          expect(await ask({ skip: expected.length + 1 })).toEqual({ rows: [], hasNext: false, hasPrevious: true })

          // And back again, from the last row of all.
          const end = pages.at(-1)!.rows.at(-1)
          const back = end ? [await ask({ anchor: anchorAt(end, 'before') })] : []
          for (let first = back[0]; first?.hasPrevious; back.unshift(first))
            first = await ask({ anchor: anchorAt(first.rows[0]!, 'before') })
          expect(back.flatMap(({ rows }) => sidsOf(rows))).toEqual(expected.slice(0, -1))
          expect(back.every(({ hasNext }) => hasNext)).toBe(true)

          expect(await store.messages.count(accountSid, filter, 1000)).toBe(expected.length)
          expect(await store.messages.count(accountSid, filter, expected.length)).toBe(expected.length)
          if (Object.keys(filter).length > 0 && expected.length > 0)
            expect(await store.messages.count(accountSid, filter, expected.length - 1)).toBeNull()
        },
      ),
      { numRuns: long ? 300 : 30 },
    )
  })

  test('are paged on from where a message was that is gone', async () => {
    const { accountSid, messages } = await keep(
      [5, 4, null, 3, 2, null].map((dateListed, i) => ({ dateListed, dateCreated: i })),
    )
    const order = naively(messages, {})
    for (const [i, message] of order.entries()) {
      await store.keep(outcome([remove('message', message.sid)]))
      const after = await store.messages.list(accountSid, {}, { size: 50, skip: 0, anchor: anchorAt(message, 'after') })
      expect(sidsOf(after.rows)).toEqual(sidsOf(order.slice(i + 1)))
      const before = await store.messages.list(
        accountSid,
        {},
        { size: 50, skip: 0, anchor: anchorAt(message, 'before') },
      )
      expect(sidsOf(before.rows)).toEqual(sidsOf(order.slice(0, i)))
      await store.keep(outcome([add('message', message)]))
    }
  })

  test('are counted by counter without a filter, and up to a bound with one', async () => {
    const { accountSid } = await keep(Array.from({ length: 12 }, (_, i) => ({ to: numbers[i % 2]! })))
    expect(await store.messages.count(accountSid, {}, 5)).toBe(12)
    expect(await store.messages.count(accountSid, { to: undefined }, 5)).toBe(12)
    expect(await store.messages.count(accountSid, { to: numbers[0]! }, 6)).toBe(6)
    expect(await store.messages.count(accountSid, { to: numbers[0]! }, 5)).toBeNull()
    expect(await store.messages.count(accountSid, { to: '+12025550199' }, 0)).toBe(0)
    expect(await store.messages.count('ACnobody', {}, 5)).toBe(0)
  })

  test('are found under their own account only, and in any number at once', async () => {
    const { accountSid, messages } = await keep(Array.from({ length: 700 }, () => ({})))
    const first = messages[0]!
    expect(await store.messages.find(accountSid, first.sid)).toEqual(first)
    expect(await store.messages.find('ACanother', first.sid)).toBeNull()
    expect(await store.messages.many(sidsOf(messages))).toEqual(
      new Map(messages.map((message) => [message.sid, message])),
    )
    expect(await store.messages.many([])).toEqual(new Map())
  })

  test('tell their events in order', async () => {
    const { messages } = await keep([{}])
    const messageSid = messages[0]!.sid
    const events = ['queued', 'sending', 'sent'].map((kind, i) =>
      anEvent({ messageSid, kind, at: someTime + i, detail: { i } }),
    )
    await store.keep(outcome([...events.toReversed(), anEvent()].map((event) => add('messageEvent', event))))
    expect(await store.messages.events(messageSid)).toEqual(events)
  })
})
