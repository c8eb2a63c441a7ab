import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import type { Message } from '../domain/message.ts'
import { type RetentionProgress, retentionJob } from '../domain/retention.ts'
import { mintSid } from '../domain/sid.ts'
import { accept, add, change, outcome, remove, type Write } from '../domain/write.ts'
import { runDue } from '../jobs/run-due.ts'
import { aMessage, someTime } from '../store/records.testing.ts'
import { openStore, type Store } from '../store/store.ts'
import { enforceRetention, startRetention } from './enforce-retention.ts'

const day = 86_400_000

describe.each(databases)('retention on $name', ({ open }) => {
  let database: TestDatabase
  let store: Store
  let now: number
  let logged: object[]
  beforeEach(async () => {
    database = await open()
    store = await openStore(database.url)
    now = someTime
    logged = []
  })
  afterEach(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const clock = { now: () => now }
  const both = { body: 30 * day, address: 120 * day }
  const retaining = (retention: Record<'body' | 'address', number | null> = both, keep = store.keep) => ({
    ledger: { ...store, keep },
    clock,
    log: { info: (fields: object) => void logged.push(fields) },
    retention,
  })
  const settle = (has = retaining()) =>
    runDue({ ledger: store, clock, deeds: { 'enforce-retention': enforceRetention(has) }, rateOf: () => Infinity })
  const aged = (days: number, values: Partial<Message> = {}) => {
    const at = someTime - days * day
    const dates = { dateCreated: at, dateUpdated: at, dateSent: at, dateListed: at }
    return aMessage({ sid: mintSid('SM', at), status: 'delivered', ...dates, ...values })
  }
  const keepAll = (messages: readonly Message[]) =>
    store.keep(accept(messages.map((message) => add('message', message))))
  const find = async ({ sid }: Message) => (await store.messages.many([sid])).get(sid)
  const story = async ({ sid }: Message) =>
    (await store.messages.events(sid)).map(({ kind, detail }) => `${kind} by ${String(detail.by)}`)
  const progress = async () =>
    (await store.jobs.find(retentionJob.id))?.data as unknown as Record<'body' | 'address', RetentionProgress>

  test('empties texts after their time and hides numbers after theirs, and tells so', async () => {
    const young = aged(29)
    const old = aged(31, { options: { contentVariables: '{"1":"x"}', provideFeedback: true } })
    const older = aged(121, { to: 'whatsapp:+447400123456', from: 'Acme' })
    const media = aged(121, { sid: mintSid('MM', someTime - 121 * day), body: '' })
    await keepAll([young, old, older, media])
    await startRetention(retaining())
    await settle()

    expect(await find(young)).toEqual(young)
    expect(await find(old)).toEqual({ ...old, body: '', options: { provideFeedback: true }, dateUpdated: now })
    expect(await find(older)).toEqual({ ...older, body: '', to: 'whatsapp:+44740012XXXX', dateUpdated: now })
    expect(await find(media)).toEqual({ ...media, to: '+1202555XXXX', from: '+1202555XXXX', dateUpdated: now })
    expect(await story(old)).toEqual(['redacted by retention'])
    expect(await story(older)).toEqual(['redacted by retention', 'obfuscated by retention'])
    expect(await story(media)).toEqual(['obfuscated by retention'])
    expect(logged).toEqual([{ bodies: 2, addresses: 2 }])
    expect(await progress()).toMatchObject({
      body: { after: 30 * day, changed: 2, upTo: now - 30 * day },
      address: { after: 120 * day, changed: 2, upTo: now - 120 * day },
    })

    now += day - 1
    await settle()
    expect(await find(young)).toEqual(young)
    now += 600_000
    await settle()
    expect(await find(young)).toMatchObject({ body: '', to: young.to })
    expect(logged).toEqual([
      { bodies: 2, addresses: 2 },
      { bodies: 1, addresses: 0 },
    ])
  })

  test('leaves what is on its way alone until it has arrived', async () => {
    const scheduled = aged(40, { status: 'scheduled', dateSent: null, dateListed: null })
    const queued = aged(40, { status: 'queued', dateSent: null, dateListed: null })
    await keepAll([scheduled, queued, aged(39)])
    await startRetention(retaining())
    await settle()
    expect(await find(scheduled)).toEqual(scheduled)
    expect(await find(queued)).toEqual(queued)
    expect((await progress()).body).toMatchObject({ changed: 1, waiting: [scheduled.sid, queued.sid].sort() })

    await store.keep(
      outcome([change('message', scheduled.sid, { status: 'delivered' }), remove('message', queued.sid)]),
    )
    now += 600_000
    await settle()
    expect(await find(scheduled)).toMatchObject({ body: '' })
    expect((await progress()).body).toMatchObject({ changed: 2, waiting: [] })
  })

  test('goes through many in small writes, and a crash among them neither loses nor repeats one', async () => {
    const messages = Array.from({ length: 450 }, (_, i) => aged(40 + i / 1000))
    await keepAll(messages)
    await startRetention(retaining())
    const writes: Write[] = []
    const dying = retaining(both, async (write) => {
      if (writes.push(write) === 2) throw new Error('the process died')
      return store.keep(write)
    })
    const [job] = await store.jobs.claim({
      deeds: [retentionJob.deed],
      limit: 1,
      now,
      lease: -1,
      rateOf: () => Infinity,
    })
    await expect(enforceRetention(dying).run([job!], new AbortController().signal)).rejects.toThrow('died')
    expect((await progress()).body.changed).toBe(100)

    await settle()
    const found = await store.messages.many(messages.map(({ sid }) => sid))
    expect([...found.values()].filter(({ body }) => body !== '')).toEqual([])
    const stories = await Promise.all(messages.map(story))
    expect(stories.filter((told) => told.length !== 1)).toEqual([])
    expect((await progress()).body.changed).toBe(450)
    expect(Math.max(...writes.map(({ operations }) => operations.length))).toBeLessThanOrEqual(2 * 100 + 1)
  })

  test('is one job for all processes, and none where it is off', async () => {
    await startRetention(retaining({ body: null, address: null }))
    expect(await store.jobs.pending()).toBe(0)
    await Promise.all([1, 2, 3].map(() => startRetention(retaining())))
    expect(await store.jobs.pending()).toBe(1)

    // Turned off again, it does nothing and goes on from there when it is turned on.
    const old = aged(200)
    await keepAll([old])
    await settle(retaining({ body: null, address: null }))
    expect(await find(old)).toEqual(old)
    now += 600_000
    await settle(retaining({ body: null, address: 120 * day }))
    expect(await find(old)).toMatchObject({ body: old.body, to: '+1202555XXXX' })
  })
})
