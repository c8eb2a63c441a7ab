import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases, sharedDatabases } from '../../test/databases.ts'
import type { Effects } from '../domain/fault.ts'
import { silentLog } from '../log.ts'
import { type Store, openStore } from '../store/store.ts'
import { FaultProblem } from './form.ts'
import { type LiveFaults, liveFaults } from './live-faults.ts'
import { mostFaults, readFault } from './read-fault.ts'
import { addFaults, clearFaults, ensureFaults, removeFault, replaceFaults, type SettingFaults } from './set-faults.ts'

interface Process extends SettingFaults {
  ledger: Store
  faults: LiveFaults
  end(): Promise<void>
}

async function aProcess(url: string): Promise<Process> {
  const ledger = await openStore(url)
  const faults = await liveFaults({ ledger, log: silentLog, pollMs: 20 })
  return {
    ledger,
    faults,
    clock: { now: () => 1_767_000_000_000 },
    async end() {
      faults.close()
      await ledger[Symbol.asyncDispose]()
    },
  }
}

const fault = (also: object = {}) => readFault({ on: 'webhook', effect: { do: 'drop' }, ...also })
const asked = {
  url: 'http://here/status',
  kind: 'status',
  account: 'AC1',
  from: '+1',
  to: '+2',
  status: 'sent',
} as const
const happens = async ({ faults }: Process) => (await faults.meet('webhook', asked)).effect !== null

describe.each(databases)('setting faults on $name', ({ open }) => {
  let database: TestDatabase
  let one: Process
  beforeEach(async () => {
    database = await open()
    one = await aProcess(database.url)
  })
  afterEach(async () => {
    await one.end()
    await database[Symbol.asyncDispose]()
  })

  test('a door has nothing to ask until something is set there, at once', async () => {
    expect(one.faults.isSet('webhook')).toBe(false)
    const [{ id } = { id: '' }] = await addFaults([fault()], one)
    expect(['api', 'webhook', 'carrier'].map((door) => one.faults.isSet(door as keyof Effects))).toEqual([
      false,
      true,
      false,
    ])
    expect(await removeFault(id, one)).toBe(true)
    expect(one.faults.isSet('webhook')).toBe(false)
    expect(await removeFault(id, one)).toBe(false)
  })

  test('the same seed brings the same faults, and another seed others', async () => {
    const sequence = async (seed: number) => {
      await replaceFaults({ seed, faults: [fault({ probability: 0.4 }), fault({ probability: 0.2 })] }, one)
      const all: boolean[] = []
      for (let i = 0; i < 60; i++) all.push(await happens(one))
      return all.join()
    }
    const first = await sequence(7)
    expect(await sequence(8)).not.toBe(first)
    expect(await sequence(7)).toBe(first)
  })

  test('those who come at the same moment have the luck that they would have one after the other', async () => {
    const wanted = { seed: 7, faults: [fault({ probability: 0.4 }), fault({ probability: 0.3, count: 6 })] }
    await replaceFaults(wanted, one)
    const sequence: boolean[] = []
    for (let i = 0; i < 60; i++) sequence.push(await happens(one))
    await replaceFaults(wanted, one)
    expect(await Promise.all(Array.from({ length: 60 }, () => happens(one)))).toEqual(sequence)
    expect((await one.ledger.faults.all())[1]).toMatchObject({ done: 6 })
  })

  test('the luck of an account’s faults does not hang on what others set', async () => {
    const mine = fault({ accountSid: 'AC1', probability: 0.5 })
    const sequence = async () => {
      const all: boolean[] = []
      for (let i = 0; i < 40; i++) all.push(await happens(one))
      return all.join()
    }
    await addFaults([mine], one)
    const alone = await sequence()
    await clearFaults(undefined, one)
    await addFaults([fault({ accountSid: 'AC2' }), fault({ match: { to: 'nobody' } }), mine], one)
    expect(await sequence()).toBe(alone)
  })

  test('one that is over is not seen any more, and lets others have their turn', async () => {
    await addFaults([fault({ count: 2 }), fault({ count: 1, name: 'next' })], one)
    const all: boolean[] = []
    for (let i = 0; i < 5; i++) all.push(await happens(one))
    expect(all).toEqual([true, true, true, false, false])
    expect((await one.ledger.faults.all()).map(({ seen, done }) => [seen, done])).toEqual([
      [2, 2],
      [1, 1],
    ])
  })

  test('only what may happen here is asked', async () => {
    await addFaults([fault()], one)
    const { effect } = await one.faults.meet('webhook', asked, ({ do: what }) => what !== 'drop')
    expect(effect).toBeNull()
    expect((await one.ledger.faults.all())[0]).toMatchObject({ seen: 0 })
  })

  test('replacing counts from 0, and keeps the seed unless another is said', async () => {
    await replaceFaults({ seed: 9, faults: [fault()] }, one)
    await happens(one)
    await replaceFaults({ faults: [fault()] }, one)
    expect(await one.ledger.faults.seed()).toMatchObject({ seed: 9 })
    expect((await one.ledger.faults.all()).map(({ seen }) => seen)).toEqual([0])
  })

  test('those that are set already keep their counts', async () => {
    const wanted = { seed: 3, faults: [fault({ match: { to: '+2' } }), fault({ count: 4, probability: 0.5 })] }
    await ensureFaults(wanted, one)
    await happens(one)
    await ensureFaults(wanted, one)
    expect((await one.ledger.faults.all())[0]).toMatchObject({ seen: 1 })
    await ensureFaults({ ...wanted, seed: 4 }, one)
    expect((await one.ledger.faults.all())[0]).toMatchObject({ seen: 0 })
  })

  test('there are no more than can be set', async () => {
    await addFaults(
      Array.from({ length: mostFaults }, () => fault()),
      one,
    )
    await expect(addFaults([fault()], one)).rejects.toThrow(FaultProblem)
  })
})

describe.each(sharedDatabases)('two processes on one $name', ({ open }) => {
  let database: TestDatabase
  let both: Process[]
  beforeEach(async () => {
    database = await open()
    both = [await aProcess(database.url), await aProcess(database.url)]
  })
  afterEach(async () => {
    for (const one of both) await one.end()
    await database[Symbol.asyncDispose]()
  })

  test('share a count: together it happens exactly so often', async () => {
    const [one, other] = both as [Process, Process]
    await addFaults([fault({ count: 5 })], one)
    await expect.poll(() => other.faults.isSet('webhook')).toBe(true)
    const all = await Promise.all(Array.from({ length: 60 }, (_, i) => happens(i % 2 === 0 ? one : other)))
    expect(all.filter(Boolean)).toHaveLength(5)
    expect((await other.ledger.faults.all())[0]).toMatchObject({ done: 5 })
  })

  test('see what the other set and ended', async () => {
    const [one, other] = both as [Process, Process]
    await addFaults([fault({ count: 5 })], one)
    await expect.poll(() => other.faults.isSet('webhook')).toBe(true)
    await clearFaults(undefined, one)
    await expect.poll(() => other.faults.isSet('webhook')).toBe(false)
  })

  test('that start with the same faults at the same moment set them once', async () => {
    const wanted = { seed: 3, faults: [fault(), fault({ count: 4 })] }
    await Promise.all([...both, ...both].map((process) => ensureFaults(wanted, process)))
    expect(await both[0]!.ledger.faults.all()).toHaveLength(2)
  })
})
