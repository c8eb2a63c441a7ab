import { expect, test } from 'vitest'
import { databases, sharedDatabases } from '../../test/databases.ts'
import { aJob, someTime } from '../store/records.testing.ts'
import { type Store, openStore } from '../store/store.ts'
import { accept, add } from '../domain/write.ts'
import { type QueueOptions, senderQueues } from './sender-queues.ts'

const from = '+12025550100'
const hour = 3_600_000

const queuesOn = (ledger: QueueOptions['ledger'], values: Partial<QueueOptions> = {}) =>
  senderQueues({ ledger, laneOf: (sender) => `scripted:${sender}`, rateOf: () => 1, length: 4 * hour, ...values })

/** Keeps so many segments for a sender, and gives out their turns as a worker does. */
async function queue(store: Store, segments: number) {
  const job = aJob({ lane: `scripted:${from}`, weight: segments, due: someTime })
  await store.keep(accept([add('job', job)]))
  await store.jobs.claim({ deeds: [job.deed], limit: 1, now: someTime, lease: hour, rateOf: () => 1 })
}

async function memory() {
  const database = await databases.find(({ name }) => name === 'SQLite in memory')!.open()
  return openStore(database.url)
}

test('a queue of four hours at a segment a second holds 14,400 segments', async () => {
  await using store = await memory()
  const queues = queuesOn(store)
  expect(await queues.isFull(from, 14_400)).toBe(false)
  expect(await queues.isFull(from, 14_401)).toBe(true)
  for (let i = 0; i < 143; i++) queues.add(from, 100)
  expect(await queues.isFull(from, 100)).toBe(false)
  queues.add(from, 101)
  expect(await queues.isFull(from, 1)).toBe(true)
  expect(await queues.isFull('+12025550199', 1)).toBe(false)
})

test('what was queued before this process began counts too', async () => {
  await using store = await memory()
  await queue(store, 14_390)
  const queues = queuesOn(store)
  expect(await queues.isFull(from, 9)).toBe(false)
  expect(await queues.isFull(from, 20)).toBe(true)
})

test('a rate without a bound, or a queue without one, is never full, and nobody is asked', async () => {
  const nobody = { jobs: { ahead: () => Promise.reject(new Error('asked')) } } as unknown as Pick<Store, 'jobs'>
  for (const values of [{ rateOf: () => Infinity }, { length: Infinity }]) {
    const queues = queuesOn(nobody, values)
    queues.add(from, 1e9)
    expect(await queues.isFull(from, 1e9)).toBe(false)
  }
})

test('the database is asked once for many messages of a sender', async () => {
  await using store = await memory()
  let asked = 0
  const counting = { jobs: { ...store.jobs, ahead: (lane: string) => (asked++, store.jobs.ahead(lane)) } }
  const queues = queuesOn(counting)
  await Promise.all(Array.from({ length: 50 }, () => queues.isFull(from, 1)))
  for (let i = 0; i < 50; i++) await queues.isFull(from, 1)
  expect(asked).toBe(1)
  await queues.isFull('+12025550199', 1)
  expect(asked).toBe(2)
})

test('a database that does not answer once is asked again', async () => {
  await using store = await memory()
  let broken = true
  const ahead = (lane: string) => (broken ? Promise.reject(new Error('down')) : store.jobs.ahead(lane))
  const queues = queuesOn({ jobs: { ...store.jobs, ahead } })
  await expect(queues.isFull(from, 1)).rejects.toThrow('down')
  broken = false
  expect(await queues.isFull(from, 1)).toBe(false)
})

test.each(sharedDatabases)('two processes share a queue on $name', async ({ open }) => {
  await using database = await open()
  await using one = await openStore(database.url)
  await using other = await openStore(database.url)
  await queue(one, 14_400)
  expect(await queuesOn(one).isFull(from, 10)).toBe(true)
  expect(await queuesOn(other).isFull(from, 10)).toBe(true)
})
