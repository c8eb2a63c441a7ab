import { setImmediate as turn } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { databases, sharedDatabases } from '../../test/databases.ts'
import { type FeedEntry, type FeedPlace, feedStart } from '../domain/feed.ts'
import { mintSid } from '../domain/sid.ts'
import { add, outcome, present, remove } from '../domain/write.ts'
import { aPhone, aPhoneMessage, anAttempt, anEvent, someTime } from './records.testing.ts'
import { type Store, openStore } from './store.ts'

/** Ids whose order has nothing to do with when they are kept. */
const anyId = (prefix: 'EV' | 'WH') => mintSid(prefix, someTime + Math.floor(Math.random() * 1e9))
const event = (kind: string) => add('messageEvent', anEvent({ id: anyId('EV'), kind }))
const kindOf = ({ noun, record }: FeedEntry) => (noun === 'messageEvent' ? record.kind : noun)

/** Reads on until nothing comes. */
async function rest(store: Store, from: FeedPlace, limit = 500): Promise<{ told: string[]; place: FeedPlace }> {
  const told: string[] = []
  for (let place = from; ;) {
    const next = await store.feed.after(place, limit)
    told.push(...next.entries.map(kindOf))
    if (next.place === place) return { told, place }
    place = next.place
  }
}

describe.each(databases)('the feed on $name', ({ open }) => {
  test('tells what was kept in the order of commits, from any place on', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    expect(await store.feed.end()).toBe(feedStart)
    await store.keep(outcome([event('one'), add('virtualPhone', aPhone())]))
    const end = await store.feed.end()
    await store.keep(outcome([event('two'), add('webhookAttempt', anAttempt({ id: anyId('WH') }))]))
    await store.keep(outcome([add('phoneMessage', aPhoneMessage())]))
    await store.keep(outcome([event('three')]))

    const all = ['one', 'two', 'webhookAttempt', 'phoneMessage', 'three']
    const { entries } = await store.feed.after(feedStart, 500)
    expect(new Set(entries.map(kindOf).slice(1, 3))).toEqual(new Set(all.slice(1, 3)))
    const told = entries.map(kindOf)
    expect(new Set(told)).toEqual(new Set(all))
    expect([told[0], ...told.slice(3)]).toEqual(['one', 'phoneMessage', 'three'])
    for (const [i, { place }] of entries.entries()) {
      expect((await rest(store, place)).told).toEqual(told.slice(i + 1))
      expect(await store.feed.reachesBack(place)).toBe(true)
    }
    expect((await rest(store, end, 1)).told).toEqual(told.slice(1))
    expect((await rest(store, await store.feed.end())).told).toEqual([])
  })

  test('leaves out what was not kept, and what is gone again', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const gone = anEvent({ id: anyId('EV') })
    const refused = outcome([event('never')], [present('account', `AC${'0'.repeat(32)}`)])
    const [kept] = await Promise.all([
      store.keep(refused),
      store.keep(outcome([event('kept'), add('messageEvent', gone)])),
      // The database itself refuses the second of the same id.
      store.keep(outcome([event('neither'), add('messageEvent', gone)])),
    ])
    expect(kept.kept).toBe(false)
    await store.keep(outcome([remove('messageEvent', gone.id)]))
    expect((await rest(store, feedStart)).told).toEqual(['kept'])
  })

  test('does not reach back to what it does not know', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    for (const text of ['', 'x', '1-2', '9-9-9', "1-1-1' or 1", '1'.repeat(40)])
      expect(await store.feed.reachesBack(text)).toBe(false)
    expect(await store.feed.reachesBack(feedStart)).toBe(true)
  })

  test('wakes those who listen after a commit, until they stop', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    let heard = 0
    const stop = store.feed.listen(() => heard++)
    await store.keep(outcome([event('one')]))
    expect(heard).toBe(1)
    stop()
    await store.keep(outcome([event('two')]))
    expect(heard).toBe(1)
  })
})

describe.each(sharedDatabases)('two stores on one database, $name', ({ open }) => {
  test('tell a follower of either everything, each once, while both keep', async () => {
    await using database = await open()
    await using one = await openStore(database.url)
    await using two = await openStore(database.url)
    const names = [one, two].flatMap((store, i) =>
      Array.from({ length: 150 }, (_, n) => ({ store, kind: `${i}-${n}` })),
    )
    let done = false
    const keeping = Promise.all(names.map(({ store, kind }) => store.keep(outcome([event(kind)])))).then(
      () => (done = true),
    )
    const follow = async (store: Store) => {
      const told: string[] = []
      let place: FeedPlace = feedStart
      for (let wasDone = false; ;) {
        const next = await store.feed.after(place, 20)
        told.push(...next.entries.map(kindOf))
        if (next.place === place && wasDone) return told
        wasDone = done
        place = next.place
        // SQLite is read at once: others get their turn.
        await turn()
      }
    }
    const [byOne, byTwo] = await Promise.all([follow(one), follow(two), keeping])
    expect(byOne).toHaveLength(names.length)
    expect(byOne).toEqual(byTwo)
    expect(new Set(byOne)).toEqual(new Set(names.map(({ kind }) => kind)))
  })
})

const postgres = sharedDatabases.filter(({ name }) => name === 'PostgreSQL')
test.each(postgres)('on $name what ends late is not passed by what began after it', async ({ open }) => {
  await using database = await open()
  await using store = await openStore(database.url)
  const late = anEvent({ id: anyId('EV'), kind: 'late' })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('begin')
  await client.query('insert into message_event values ($1, $2, $3, $4, $5, $6)', [
    late.id,
    late.messageSid,
    late.accountSid,
    late.at,
    late.kind,
    '{}',
  ])
  await client.query('insert into feed (noun, ids) values ($1, $2)', ['messageEvent', JSON.stringify([late.id])])
  await store.keep(outcome([event('soon')]))
  const before = await rest(store, feedStart)
  expect(before).toEqual({ told: [], place: feedStart })
  await client.query('commit')
  await client.end()
  expect((await rest(store, feedStart)).told).toEqual(['late', 'soon'])
})
