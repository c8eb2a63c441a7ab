import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import type { Fault } from '../domain/fault.ts'
import { add, outcome } from '../domain/write.ts'
import { type Store, openStore } from './store.ts'

const aFault = (values: Partial<Fault> = {}): Fault =>
  ({
    id: 'FT1',
    position: 0,
    luck: '#1',
    name: '',
    on: 'webhook',
    match: { url: '*status*' },
    effect: { do: 'duplicate', copies: 3 },
    perMillion: 250_000,
    count: null,
    accountSid: null,
    seen: 0,
    done: 0,
    ...values,
  }) as Fault

describe.each(databases)('faults on $name', ({ open }) => {
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

  test('are kept as they were said, and come in their order', async () => {
    const faults = [
      aFault({ id: 'FT3', position: 0 }),
      aFault({ id: 'FT1', position: 1, count: 7, accountSid: 'AC1', name: 'one' }),
    ]
    await store.keep(outcome(faults.toReversed().map((fault) => add('fault', fault))))
    expect(await store.faults.all()).toEqual(faults)
    expect(await store.faults.find('FT1')).toEqual(faults[1])
    expect(await store.faults.find('FT2')).toBeNull()
  })

  test('the seed is there once it was set', async () => {
    expect(await store.faults.seed()).toBeNull()
    await store.keep(outcome([add('faultSeed', { key: 'seed', seed: 2_147_483_647, revision: 'a' })]))
    expect(await store.faults.seed()).toEqual({ key: 'seed', seed: 2_147_483_647, revision: 'a' })
  })

  test('each that could meet one is counted once, and it happens no more often than it may', async () => {
    await store.keep(outcome([add('fault', aFault({ count: 5 }))]))
    const times = await Promise.all(Array.from({ length: 40 }, () => store.faults.see('FT1')))
    expect(times.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    const taken = await Promise.all(times.map(() => store.faults.take('FT1')))
    expect(taken.filter(Boolean)).toHaveLength(5)
    expect(await store.faults.find('FT1')).toMatchObject({ seen: 40, done: 5 })
    // From now on it is over.
    expect(await store.faults.see('FT1')).toBeNull()
    expect(await store.faults.find('FT1')).toMatchObject({ seen: 40, done: 5 })
  })

  test('one that is gone is neither seen nor taken', async () => {
    expect([await store.faults.see('FT9'), await store.faults.take('FT9')]).toEqual([null, false])
  })
})
