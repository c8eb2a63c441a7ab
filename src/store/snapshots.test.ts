import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askPostgres } from '../../test/ask-postgres.ts'
import { type TestDatabase, databases, sharedDatabases } from '../../test/databases.ts'
import { feedStart } from '../domain/feed.ts'
import { mostSnapshots } from '../domain/snapshot.ts'
import { accept, add, change, count, outcome, remove } from '../domain/write.ts'
import { aJob, aMessage, aNumber, aPhone, anAccount, anEvent, someTime } from './records.testing.ts'
import { type Store, openStore } from './store.ts'
import { nouns, tables } from './tables.ts'

/** Asks a database that another connection can open. */
async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  if (!url.startsWith('sqlite:')) return askPostgres(url, text)
  const connection = new DatabaseSync(url.slice('sqlite:'.length))
  try {
    return connection.prepare(text).all()
  } finally {
    connection.close()
  }
}

async function tablesOf(url: string): Promise<string[]> {
  const schema = url.startsWith('sqlite:')
    ? `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`
    : `select table_name as name from information_schema.tables where table_schema = 'public'`
  return (await ask(url, schema)).map(({ name }) => String(name)).toSorted()
}

describe.each(databases)('a snapshot on $name', ({ open }) => {
  let database: TestDatabase
  let store: Store
  beforeEach(async () => {
    database = await open()
    store = await openStore(database.url)
  })
  afterEach(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })
  const take = async () => (await store.snapshots.take(someTime))!

  test('brings back what was changed and removed, takes away what came, and counts as it did', async () => {
    const [account, number, phone, job] = [anAccount(), aNumber(), aPhone(), aJob()]
    const message = aMessage({ accountSid: account.sid })
    const records = [add('account', account), add('incomingPhoneNumber', number), add('virtualPhone', phone)]
    const counted = count(account.sid, 'messages', 3)
    await store.keep(accept([...records, add('message', message), add('job', job), counted]))
    const { id } = await take()
    const another = aMessage({ accountSid: account.sid })
    await store.keep(
      outcome([
        change('message', message.sid, { status: 'delivered', body: '' }),
        change('account', account.sid, { friendlyName: 'another' }),
        remove('job', job.id),
        remove('incomingPhoneNumber', number.sid),
        add('message', another),
        count(account.sid, 'messages', 5),
      ]),
    )
    // What is remembered for a moment is not remembered past it.
    expect(await store.accounts.find(account.sid)).toMatchObject({ friendlyName: 'another' })
    expect(await store.incomingPhoneNumbers.owner(number.phoneNumber)).toBeNull()

    for (let i = 0; i < 2; i++) {
      expect(await store.snapshots.restore(id)).toBe('restored')
      expect(await store.accounts.find(account.sid)).toEqual(account)
      expect(await store.incomingPhoneNumbers.owner(number.phoneNumber)).toEqual(number)
      expect(await store.messages.find(account.sid, message.sid)).toEqual(message)
      expect(await store.messages.find(account.sid, another.sid)).toBeNull()
      expect(await store.jobs.find(job.id)).toEqual(job)
      expect(await store.messages.count(account.sid, {}, 0)).toBe(3)
      // And it is a world like any other.
      await store.keep(outcome([remove('job', job.id), add('message', aMessage({ accountSid: account.sid }))]))
    }
  })

  test(
    'there are a bounded number of them, listed from the oldest on, and one is gone when it is removed',
    { timeout: 60_000 },
    async () => {
      const ids: string[] = []
      for (let i = 0; i < mostSnapshots; i++) ids.push((await store.snapshots.take(someTime + i))!.id)
      expect(new Set(ids).size).toBe(mostSnapshots)
      expect(await store.snapshots.take(someTime)).toBeNull()
      const listed = await store.snapshots.list()
      expect(listed.map(({ at }) => at - someTime).toSorted((a, b) => a - b)).toEqual(ids.map((_, i) => i))
      expect(await store.snapshots.remove(ids[3]!)).toBe(true)
      expect(await store.snapshots.remove(ids[3]!)).toBe(false)
      expect(await store.snapshots.restore(ids[3]!)).toBe('unknown')
      expect(await store.snapshots.restore("'; drop table account; --")).toBe('unknown')
      expect(await store.snapshots.list()).toHaveLength(mostSnapshots - 1)
      expect(await store.snapshots.take(someTime)).not.toBeNull()
    },
  )

  test('who follows is told that something was missed, and what comes after', async () => {
    const event = (kind: string) => add('messageEvent', anEvent({ kind }))
    const kinds = async (from: string) => {
      const { entries, missed, place } = await store.feed.after(from, 100)
      return { kinds: entries.map(({ record }) => 'kind' in record && record.kind), missed, place }
    }
    await store.keep(outcome([event('before')]))
    const { id } = await take()
    await store.keep(outcome([event('undone')]))
    const place = await store.feed.end()
    let heard = 0
    const stop = store.feed.listen(() => heard++)
    await store.snapshots.restore(id)
    expect(heard).toBeGreaterThan(0)
    stop()
    expect(await store.feed.reachesBack(place)).toBe(false)
    const next = await kinds(place)
    expect(next).toMatchObject({ kinds: [], missed: true })
    expect(next.place).not.toBe(place)
    expect(await kinds(next.place)).toEqual({ kinds: [], missed: false, place: next.place })
    await store.keep(outcome([event('after')]))
    expect(await kinds(next.place)).toMatchObject({ kinds: ['after'], missed: false })
    expect(await kinds(feedStart)).toMatchObject({ kinds: ['after'], missed: false })
    expect(await kinds(place)).toMatchObject({ kinds: ['after'], missed: true })
    expect(await store.feed.reachesBack(next.place)).toBe(true)
  })

  test('clearing leaves nothing but the clock, the snapshots and what is said', async () => {
    const account = anAccount()
    const { id } = await take()
    await store.keep(accept([add('account', anAccount()), add('message', aMessage()), add('job', aJob())]))
    const { revision } = await store.clock.read()
    await store.clock.write({ frozenAt: someTime, offset: 5, revision: revision + 1, heldUntil: null })
    await store.snapshots.clear([add('account', account), count(account.sid, 'messages', 2)])
    expect(await store.accounts.first('live')).toEqual(account)
    expect(await store.accounts.count()).toBe(1)
    expect(await store.messages.count(account.sid, {}, 0)).toBe(2)
    expect(await store.jobs.pending()).toBe(0)
    expect(await store.clock.read()).toMatchObject({ frozenAt: someTime, offset: 5, revision: revision + 1 })
    expect((await store.snapshots.list()).map((one) => one.id)).toEqual([id])
  })

  test('clearing that fails changes nothing', async () => {
    const account = anAccount()
    await store.keep(accept([add('account', account)]))
    const twice = add('account', anAccount())
    await expect(store.snapshots.clear([twice, twice])).rejects.toThrow(/unique/i)
    expect(await store.accounts.find(account.sid)).toEqual(account)
  })

  test('is taken and restored whole while others keep on writing', async () => {
    const account = anAccount()
    await store.keep(accept([add('account', account)]))
    const { id } = await take()
    const kept = Array.from({ length: 200 }, async (_, i) => {
      const message = aMessage({ accountSid: account.sid })
      if (i === 50 || i === 150) await store.snapshots.restore(id)
      // A message and what counts it are in one write: they stay or go together.
      return store.keep(outcome([add('message', message), count(account.sid, 'messages', 1)]))
    })
    await Promise.all(kept)
    const last = await take()
    await store.snapshots.restore(last.id)
    const { rows } = await store.messages.latest({ accountSid: account.sid }, 1000)
    expect(await store.messages.count(account.sid, {}, 0)).toBe(rows.length)
  })
})

describe.each(sharedDatabases)('tables on $name', ({ openNew: open }) => {
  test('are all either in a snapshot or known not to be; copies are gone when snapshots are removed', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const before = await tablesOf(database.url)
    const beside = ['counter', 'lane', 'feed', 'clock', 'snapshot', 'migration']
    expect(before).toEqual([...nouns.map((noun) => tables[noun].name), ...beside].toSorted())
    const { id } = (await store.snapshots.take(someTime))!
    expect((await tablesOf(database.url)).filter((name) => name.includes(id))).toHaveLength(
      // Beside the nouns, the counters; who may come to the console is not part of it.
      nouns.length + 1 - 2,
    )
    await store.snapshots.remove(id)
    expect(await tablesOf(database.url)).toEqual(before)
  })

  test('that changed since a snapshot was taken are not filled from it; a server that is started again finds the others', async () => {
    await using database = await open()
    const account = anAccount()
    const ids: string[] = []
    {
      await using store = await openStore(database.url)
      await store.keep(accept([add('account', account)]))
      for (let i = 0; i < 2; i++) ids.push((await store.snapshots.take(someTime))!.id)
    }
    await ask(database.url, `update snapshot set migration = '0001-first-tables' where id = '${ids[0]}' returning id`)
    await using store = await openStore(database.url)
    await store.keep(outcome([remove('account', account.sid)]))
    expect(await store.snapshots.restore(ids[0]!)).toBe('outdated')
    expect(await store.accounts.find(account.sid)).toBeNull()
    expect(await store.snapshots.restore(ids[1]!)).toBe('restored')
    expect(await store.accounts.find(account.sid)).toEqual(account)
  })
})
