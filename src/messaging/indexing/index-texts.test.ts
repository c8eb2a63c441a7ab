import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../../test/databases.ts'
import type { Message } from '../../domain/message.ts'
import { indexJob } from '../../domain/search/index-job.ts'
import { messageSearch } from '../../domain/search/message-search.ts'
import { fits, readSearch } from '../../domain/search/search.ts'
import { blockSize, digitsOf } from '../../domain/search/text-block.ts'
import { mintSid } from '../../domain/sid.ts'
import { type Write, accept, add, change, outcome, remove } from '../../domain/write.ts'
import { runDue } from '../../jobs/run-due.ts'
import { aMessage, someTime } from '../../store/records.testing.ts'
import { type Store, openStore } from '../../store/store.ts'
import { indexTexts, startIndexing } from './index-texts.ts'

const minute = 60_000

describe.each(databases)('the index of texts on $name', { timeout: 30_000 }, ({ open }) => {
  let database: TestDatabase
  let store: Store
  let now: number
  let logged: object[]
  beforeEach(async () => {
    database = await open()
    store = await openStore(database.url)
    now = someTime + 1000 * minute
    logged = []
  })
  afterEach(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const clock = { now: () => now }
  const index = async (keep = store.keep) => {
    const has = { ledger: { ...store, keep }, clock, log: { info: (fields: object) => void logged.push(fields) } }
    await startIndexing(has)
    now += minute
    const deeds = { 'index-texts': indexTexts(has) }
    return runDue({ ledger: store, clock, deeds, rateOf: () => Infinity })
  }
  const someMessage = (i: number, values: Partial<Message> = {}) => {
    const dateCreated = someTime + i
    const text = i % 1000 === 7 ? `rare number ${i}` : i % 3 === 0 ? `ご注文番号は${i}です` : `Your code is ${i}`
    return aMessage({
      sid: mintSid(i % 5 === 0 ? 'MM' : 'SM', dateCreated),
      body: text,
      to: `+8190${String(i).padStart(8, '0')}`,
      status: 'delivered',
      dateCreated,
      dateUpdated: dateCreated,
      ...values,
    })
  }
  const fill = async (count: number, from = 0) => {
    const messages = Array.from({ length: count }, (_, i) => someMessage(from + i))
    for (let i = 0; i < count; i += 1000)
      await store.keep(outcome(messages.slice(i, i + 1000).map((one) => add('message', one))))
    return messages
  }
  const found = async (query: string, size = 100) => {
    const search = readSearch(messageSearch, query, now)
    const bodies: string[] = []
    let before: string | undefined
    for (let requests = 1; requests < 100; requests++) {
      const page = await store.messages.latest({}, size, before, search)
      bodies.push(...page.rows.map(({ body }) => body))
      if (page.before === null) return { bodies, requests }
      before = page.before
    }
    throw new Error('the list has no end')
  }

  test('finds the same as looking at each message, newest first, however the list is cut', async () => {
    const messages = await fill(2 * blockSize + 500)
    await index()
    expect(await store.texts.last()).toBe(digitsOf(messages[2 * blockSize - 1]!.sid))
    expect(logged).toEqual([{ messages: 2 * blockSize }])
    for (const [query, size] of [
      ['rare', 2],
      ['"rare number"', 100],
      ['rare number 7007', 100],
      ['注文番号は3', 7],
      ['to:+819000000001* rare', 10],
      ['to:*00004321 to:*00000042', 10],
      ['from:+12025550100 rare -2007', 3],
      ['8190000066', 100],
      ['"code is 81"', 1000],
      ['zebra', 100],
      ['no', 1000],
      ['sid:MM* rare', 100],
      ['rare after:2026-03-01T00:00:03Z before:2026-03-01T00:00:05Z', 100],
    ] as const) {
      const search = readSearch(messageSearch, query, now)
      const expected = messages.toReversed().filter((one) => fits(search, one))
      expect([query, (await found(query, size)).bodies]).toEqual([query, expected.map(({ body }) => body)])
    }
  })

  test('answers what is rare at once, and leaves the newest to be looked at one by one', async () => {
    await fill(blockSize + 100)
    await store.keep(outcome([add('message', someMessage(50_000, { body: 'Newest of all' }))]))
    await index()
    expect(await found('"rare number"')).toMatchObject({ requests: 1 })
    expect(await found('newest')).toEqual({ bodies: ['Newest of all'], requests: 1 })
    await index()
    expect(await store.texts.count(await store.texts.last(), 'g', 1000)).toBe(101)
  })

  test('shows nothing of a text that was emptied, or of a message that went, and lets go of both', async () => {
    const messages = await fill(blockSize)
    await index()
    const [emptied, gone, hidden] = [messages[1007]!, messages[2007]!, messages[3007]!]
    const at = { dateUpdated: now }
    const write = accept([
      change('message', emptied.sid, { body: '', ...at }),
      remove('message', gone.sid),
      change('message', hidden.sid, { to: '+8190XXXX', ...at }),
    ])
    await store.keep(write)
    expect((await found('rare')).bodies).toEqual([messages[4007]!.body, hidden.body, messages[7]!.body])
    expect((await found('to:*3007 rare')).bodies).toEqual([])
    expect(await store.texts.stale(10)).toHaveLength(3)

    await index()
    expect(await store.texts.stale(10)).toEqual([])
    expect(await store.texts.blocksFrom('', 10)).toMatchObject([{ version: 2, total: blockSize - 1 }])
    expect((await found('rare')).bodies).toEqual([messages[4007]!.body, hidden.body, messages[7]!.body])
    expect((await found('to:+8190XX*')).bodies).toEqual([hidden.body])
  })

  test('forgets what it noted of messages that are not indexed yet', async () => {
    const [message] = await fill(1)
    await store.keep(accept([change('message', message!.sid, { body: '', dateUpdated: now })]))
    await index()
    expect(await store.texts.stale(10)).toEqual([])
  })

  test('a block of which nothing is left goes', async () => {
    const messages = await fill(blockSize)
    await index()
    for (let i = 0; i < blockSize; i += 1024)
      await store.keep(outcome(messages.slice(i, i + 1024).map(({ sid }) => remove('message', sid))))
    for (let round = 0; round < 8; round++) await index()
    expect([await store.texts.last(), await store.texts.stale(1)]).toEqual(['', []])
  })

  test('takes in what came late, from a process whose clock is behind', async () => {
    await fill(2 * blockSize)
    now = someTime + 2 * blockSize + 10_000
    const [before] = [await index()]
    expect(before).toBe(1)
    const late = Array.from({ length: blockSize }, (_, i) => someMessage(100 + (i % 50), { body: `Late ${i}` }))
    await store.keep(outcome(late.map((one) => add('message', one))))
    expect((await found('late')).bodies).toEqual([])
    now += 2 * minute
    await index()
    expect((await found('"late 17"')).bodies.toSorted()).toContain('Late 17')
    expect((await found('late')).bodies).toHaveLength(blockSize)
    const blocks = await store.texts.blocksFrom('', 10)
    expect(blocks.map(({ total }) => total)).toEqual([blockSize, blockSize, blockSize])
  })

  test('a crash at any write loses nothing and repeats nothing', async () => {
    await fill(2 * blockSize)
    let left = 0
    const failing = (write: Write) => (left-- > 0 ? store.keep(write) : Promise.reject(new Error('crashed')))
    for (left = 0; left < 4; left++) {
      const allowed = left
      await index(failing).catch(() => {})
      // What was taken under a lease is taken again.
      await store.keep(outcome([change('job', indexJob.id, { hiddenUntil: null, due: now })])).catch(() => {})
      left = allowed
    }
    await index()
    expect((await found('rare')).bodies).toHaveLength(9)
  })

  test('rests longer the longer there is nothing to do', async () => {
    const rests: number[] = []
    for (let i = 0; i < 7; i++) {
      await index()
      rests.push((await store.jobs.find(indexJob.id))!.due - now)
    }
    expect(rests).toEqual([4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000])
  })
})
