import { expect, test } from 'vitest'
import { openStore } from '../store/store.ts'
import { lookout } from './lookout.ts'

const idle = { run: () => Promise.resolve(), concurrency: 1, batch: 1, lease: 1000 }
const deeds = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`deed ${i}`, idle]))

/** A lookout over a real store, with what it asked, and how that is made to fail. */
async function watching(pollMs: number) {
  const store = await openStore('sqlite::memory:')
  const asked: (readonly string[])[] = []
  const state = { broken: false }
  const next = (names: readonly string[]) => {
    asked.push(names)
    return state.broken ? Promise.reject(new Error('the database is away')) : store.jobs.next(names)
  }
  const { look } = lookout({ ledger: { ...store, jobs: { ...store.jobs, next } }, deeds, pollMs })
  return { asked, state, look, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

test('all deeds share one look in an interval', async () => {
  await using watch = await watching(60_000)
  for (let round = 0; round < 3; round++) await Promise.all(Object.keys(deeds).map(watch.look))
  expect(watch.asked).toEqual([Object.keys(deeds)])
})

test('the next interval looks again', async () => {
  await using watch = await watching(0)
  await watch.look('deed 1')
  await watch.look('deed 2')
  expect(watch.asked).toHaveLength(2)
})

test('a look that failed is told of, and is not believed', async () => {
  await using watch = await watching(60_000)
  watch.state.broken = true
  await expect(watch.look('deed 1')).rejects.toThrow('the database is away')
  watch.state.broken = false
  expect(await watch.look('deed 1')).toBeUndefined()
})
