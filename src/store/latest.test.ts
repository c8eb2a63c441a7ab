import { describe, expect, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import { messageSearch } from '../domain/search/message-search.ts'
import { readSearch } from '../domain/search/search.ts'
import { mintSid } from '../domain/sid.ts'
import { add, change, outcome } from '../domain/write.ts'
import { aMessage, anAttempt, someTime } from './records.testing.ts'
import { type Store, openStore } from './store.ts'

const account = mintSid('AC', someTime)

/** Every page of a list, by what the page before gave. */
async function pages<T>(ask: (before?: string) => Promise<{ rows: readonly T[]; before: string | null }>) {
  const found: (readonly T[])[] = []
  for (let before: string | undefined; found.length < 50;) {
    const page = await ask(before)
    found.push(page.rows)
    if (page.before === null) return found
    before = page.before
  }
  throw new Error('the list has no end')
}

describe.each(databases)('what happened last on $name', ({ open }) => {
  async function opened(fill: (store: Store) => Promise<unknown>, use: (store: Store) => Promise<void>) {
    await using database = await open()
    await using store = await openStore(database.url)
    await fill(store)
    await use(store)
  }

  test('messages with media and without stand in one list, newest first, however it is cut', async () => {
    const messages = Array.from({ length: 7 }, (_, i) =>
      aMessage({
        sid: mintSid(i % 3 === 0 ? 'MM' : 'SM', someTime + i),
        body: `${i}`,
        accountSid: i < 4 ? account : '',
      }),
    )
    const fill = (store: Store) => store.keep(outcome(messages.map((one) => add('message', one))))
    await opened(fill, async (store) => {
      for (const size of [1, 2, 3, 7, 100]) {
        const found = await pages((before) => store.messages.latest({}, size, before))
        expect(found.flat().map(({ body }) => body)).toEqual(['6', '5', '4', '3', '2', '1', '0'])
        expect(found.slice(0, -1).every((page) => page.length === size)).toBe(true)
      }
      const own = await pages((before) => store.messages.latest({ accountSid: account, status: 'queued' }, 2, before))
      expect(own.flat().map(({ body }) => body)).toEqual(['3', '2', '1', '0'])
      expect((await store.messages.latest({ from: '+1' }, 10)).rows).toEqual([])
    })
  })

  test('webhook attempts are found by account, subject, kind and failure', async () => {
    const attempts = Array.from({ length: 8 }, (_, i) =>
      anAttempt({
        id: mintSid('WH', someTime + i),
        accountSid: i % 2 ? account : mintSid('AC', someTime),
        subject: i < 3 ? 'SMone' : 'SMother',
        kind: i === 5 ? 'replay' : 'status',
        errorCode: i > 4 ? 11200 : null,
        duration: i,
      }),
    )
    const fill = (store: Store) => store.keep(outcome(attempts.map((one) => add('webhookAttempt', one))))
    await opened(fill, async ({ webhookAttempts }) => {
      const found = async (filter: Parameters<typeof webhookAttempts.latest>[0], size = 2) =>
        (await pages((before) => webhookAttempts.latest(filter, size, before))).flat().map(({ duration }) => duration)
      expect(await found({})).toEqual([7, 6, 5, 4, 3, 2, 1, 0])
      expect(await found({ accountSid: account })).toEqual([7, 5, 3, 1])
      expect(await found({ subject: 'SMone' }, 1)).toEqual([2, 1, 0])
      expect(await found({ failed: true })).toEqual([7, 6, 5])
      expect(await found({ failed: true, accountSid: account, kind: 'replay' })).toEqual([5])
    })
  })
})

test('a stretch ends where it has looked at enough, and the next goes on from there', { timeout: 30_000 }, async () => {
  await using store = await openStore('sqlite::memory:')
  const rare = aMessage({ sid: mintSid('SM', someTime), to: '+12025550199' })
  const others = Array.from({ length: 10_500 }, (_, i) => aMessage({ sid: mintSid('SM', someTime + 1 + i) }))
  await store.keep(outcome([rare, ...others].map((one) => add('message', one))))
  const found = await pages((before) => store.messages.latest({ to: rare.to }, 10, before))
  expect(found.map((page) => page.length)).toEqual([0, 1])
  // Too short for the index of texts: each text is looked at.
  await store.keep(outcome([change('message', rare.sid, { body: 'zz' })]))
  const search = readSearch(messageSearch, 'zz', someTime)
  const told = await pages((before) => store.messages.latest({}, 10, before, search))
  expect(told.map((page) => page.length)).toEqual([0, 1])
})
