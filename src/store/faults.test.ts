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
    const times = await Promise.all(Array.from({ length: 40 }, () => store.faults.see('FT1', 1)))
    expect(times.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    expect(await store.faults.see('FT1', 10)).toBe(50)
    const taken = await Promise.all([1, 3, 2, 1, 4].map((wanted) => store.faults.take('FT1', wanted)))
    expect(taken.reduce((sum, one) => sum + one)).toBe(5)
    expect(await store.faults.find('FT1')).toMatchObject({ seen: 50, done: 5 })
    // From now on it is over.
    expect([await store.faults.see('FT1', 1), await store.faults.take('FT1', 1)]).toEqual([null, 0])
    expect(await store.faults.find('FT1')).toMatchObject({ seen: 50, done: 5 })
  })

  test('it is taken as often as is left, and without an end as often as it is wanted', async () => {
    await store.keep(outcome([add('fault', aFault({ count: 5, done: 3 })), add('fault', aFault({ id: 'FT2' }))]))
    expect([await store.faults.take('FT1', 10), await store.faults.take('FT2', 10)]).toEqual([2, 10])
  })

  test('one that is gone is neither seen nor taken', async () => {
    expect([await store.faults.see('FT9', 1), await store.faults.take('FT9', 3)]).toEqual([null, 0])
  })
})
