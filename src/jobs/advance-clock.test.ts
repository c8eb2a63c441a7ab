import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { freeze, resume } from '../domain/clock.ts'
import type { DeedSpec, Deeds, Job } from '../domain/job.ts'
import { add, change, outcome, remove } from '../domain/write.ts'
import { silentLog } from '../log.ts'
import { aJob } from '../store/records.testing.ts'
import { type Store, openStore } from '../store/store.ts'
import type { Advancing } from './advance-clock.ts'
import { type KeptClock, openClock } from './kept-clock.ts'
import { oneByOne } from './one-by-one.ts'
import { settle } from './settle.ts'
import { type Timekeeper, timekeeper } from './timekeeper.ts'
import { type Worker, startWorker } from './worker.ts'

const day = 86_400_000
const never = new AbortController().signal

describe.each(databases)('advancing the clock on $name', ({ open }) => {
  let database: TestDatabase
  let store: Store
  let clock: KeptClock
  let worker: Worker | null
  let has: Advancing
  let keeper: Timekeeper
  /** What was done: by which job, when it was due, and what time it was. */
  let done: { subject: string; due: number; at: number }[]
  beforeEach(async () => {
    database = await open()
    store = await openStore(database.url)
    clock = await openClock({ ledger: store, log: silentLog, pollMs: 25 })
    clock.onMove(() => worker?.nudge())
    worker = null
    done = []
  })
  afterEach(async () => {
    await worker?.[Symbol.asyncDispose]()
    clock[Symbol.dispose]()
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const aDeed = (spec: Partial<DeedSpec> = {}): DeedSpec => ({
    concurrency: 100,
    batch: 10,
    lease: 60_000,
    async run(jobs) {
      const at = clock.now()
      for (const { subject, due } of jobs) done.push({ subject, due, at })
      await forget(jobs)
    },
    ...spec,
  })
  const keep = (...jobs: Partial<Job>[]) =>
    store.keep(outcome(jobs.map((values) => add('job', aJob({ deed: 'a deed', ...values })))))
  const forget = (jobs: readonly Job[]) => store.keep(outcome(jobs.map(({ id }) => remove('job', id))))

  /** Looks for nothing by itself for a minute: whatever is quick was told. */
  function begin(deeds: Deeds, { working = true, pollMs = 60_000 } = {}) {
    if (working)
      worker = startWorker({ ledger: store, clock, deeds, log: silentLog, rateOf: () => 100, pollMs, gatherMs: 5000 })
    has = { ledger: store, clock, deeds, worker: () => worker }
    keeper = timekeeper({ ...has, inTurn: oneByOne() })
  }

  test('everything on the way is done at its own instant, in order, and what follows from it, too', async () => {
    await clock.move(freeze(), never)
    const start = clock.now()
    const due = Array.from({ length: 40 }, (_, i) => start + (i % 8) * day + 7)
    await keep(...due.map((at, i) => ({ due: at, subject: `timer ${i}` })), { due: start + 9 * day, subject: 'later' })
    begin({
      'a deed': aDeed({
        async run(jobs) {
          const at = clock.now()
          for (const { subject, due } of jobs) done.push({ subject, due, at })
          await keep(...jobs.map(({ subject }) => ({ deed: 'another', subject: `after ${subject}`, due: at + 100 })))
          await forget(jobs)
        },
      }),
      another: aDeed(),
    })
    const { settled, pending, done: ran } = await keeper.advance((now) => now + 8 * day, never)
    expect({ settled, pending, ran }).toEqual({ settled: true, pending: [], ran: 80 })
    expect(done.filter(({ due, at }) => due !== at)).toEqual([])
    expect(done.map(({ at }) => at).toSorted((a, b) => a - b)).toEqual(done.map(({ at }) => at))
    expect(done.filter(({ subject }) => subject.startsWith('after'))).toHaveLength(40)
    expect(clock.now()).toBe(start + 8 * day)
    expect(await store.jobs.pending()).toBe(1)
  })

  test('a clock that ran runs on from the target, and does not before', async () => {
    const before = clock.now()
    begin({ 'a deed': aDeed() })
    await keeper.advance((now) => now + day, never)
    const after = clock.now()
    expect(after).toBeGreaterThanOrEqual(before + day)
    expect(after).toBeLessThan(before + day + 10_000)
    expect(clock.state.frozenAt).toBeNull()
  })

  test('where something does not end in time, it goes no further and says what is pending', async () => {
    await clock.move(freeze(), never)
    const start = clock.now()
    const holding = Promise.withResolvers<void>()
    const patience = new AbortController()
    begin({
      'a deed': aDeed({
        async run(jobs, signal) {
          signal.addEventListener('abort', () => holding.reject(signal.reason as Error))
          patience.abort()
          await holding.promise
          await forget(jobs)
        },
      }),
    })
    await keep({ due: start + day, subject: 'stuck' }, { due: start + 2 * day, subject: 'never reached' })
    const advanced = await keeper.advance((now) => now + 3 * day, patience.signal)
    expect(advanced).toMatchObject({ settled: false, pending: [{ subject: 'stuck', due: start + day }] })
    expect(clock.now()).toBe(start + day)
    holding.resolve()
    expect(await keeper.advance((now) => now + day, never)).toMatchObject({ settled: true })
    expect(clock.now()).toBe(start + 2 * day)
  })

  test('a job of which nobody knows how to do it is never passed over in silence', async () => {
    begin({ 'a deed': aDeed() })
    await keep({ due: clock.now() + 5000, deed: 'unheard of', subject: 'left' })
    const advanced = await keeper.advance((now) => now + day, never)
    expect(advanced).toMatchObject({ settled: false, pending: [{ subject: 'left' }] })
  })

  test('two advances at once come one after the other', async () => {
    await clock.move(freeze(), never)
    const start = clock.now()
    begin({ 'a deed': aDeed() })
    await keep({ due: start + day }, { due: start + 2 * day })
    const both = await Promise.all([1, 2].map(() => keeper.advance((now) => now + day, never)))
    expect(both.map(({ done: ran }) => ran)).toEqual([1, 1])
    expect(clock.now()).toBe(start + 2 * day)
  })

  test('what waits for its turn in a lane is waited for, and takes it in real time', async () => {
    await clock.move(freeze(), never)
    const start = clock.now()
    begin({ 'a deed': aDeed() })
    await keep(...Array.from({ length: 10 }, () => ({ due: start + day, lane: 'a lane', weight: 2 })))
    const began = performance.now()
    expect(await keeper.advance((now) => now + day, never)).toMatchObject({ settled: true })
    expect(performance.now() - began).toBeGreaterThan(100)
    expect(done.map(({ at }) => at)).toEqual(done.map(() => start + day))
  })

  test('nobody stops for housekeeping but once after something else, and at the target', async () => {
    await clock.move(freeze(), never)
    const start = clock.now()
    const house: DeedSpec = aDeed({
      housekeeping: true,
      async run(jobs) {
        for (const job of jobs) {
          done.push({ subject: 'house', due: job.due, at: clock.now() })
          const again = { due: clock.now() + 60_000, hiddenUntil: null, attempts: 0 }
          await store.keep(outcome([change('job', job.id, again)]))
        }
      },
    })
    begin({ 'a deed': aDeed(), house })
    await keep({ deed: 'house', due: start + 60_000 }, { subject: 'timer', due: start + day })
    expect(await keeper.advance((now) => now + 2 * day, never)).toMatchObject({ settled: true })
    const told = done.map(({ subject, at }) => `${(at - start) / 60_000} ${subject}`)
    expect(told.toSorted()).toEqual(['1 house', '1440 house', '1440 timer', '1441 house', '2880 house'])
  })

  test('a process that does no jobs advances the clock of one that does', async () => {
    const start = clock.now()
    const other = await openClock({ ledger: store, log: silentLog, pollMs: 20 })
    const deeds = { 'a deed': aDeed() }
    begin(deeds, { working: false })
    await using _worker = startWorker({
      ledger: store,
      clock: other,
      deeds,
      log: silentLog,
      rateOf: () => Infinity,
      pollMs: 20,
    })
    await keep({ due: start + day }, { due: start + 2 * day })
    expect(await keeper.advance((now) => now + 3 * day, never)).toMatchObject({ settled: true, done: 0 })
    expect(done).toMatchObject([
      { due: start + day, at: start + day },
      { due: start + 2 * day, at: start + 2 * day },
    ])
    other[Symbol.dispose]()
  })

  test('settling waits for what is due by now, of one account or of all, and moves nothing', async () => {
    await clock.move(freeze(), never)
    const start = clock.now()
    const stuck = Promise.withResolvers<void>()
    begin({ 'a deed': aDeed(), stuck: aDeed({ run: () => stuck.promise }) })
    await keep({ due: start, accountSid: 'AC1', subject: 'mine' }, { due: start, accountSid: 'AC2', deed: 'stuck' })
    await keep({ due: start + 1, accountSid: 'AC1', subject: 'tomorrow' })
    expect(await settle('AC1', has, never)).toEqual({ settled: true, pending: [] })
    expect(done).toMatchObject([{ subject: 'mine', at: start }])
    expect(await settle(null, has, AbortSignal.timeout(50))).toMatchObject({
      settled: false,
      pending: [{ accountSid: 'AC2' }],
    })
    expect(clock.now()).toBe(start)
    stuck.resolve()
  })

  test('whoever holds the clock and dies lets go of it, and it stands at the instant reached', async () => {
    const died = await openClock({ ledger: store, log: silentLog, pollMs: 60_000 })
    const held = await died.hold(freeze(), never)
    await held.move(freeze(died.now() + day))
    const reached = died.now()
    died[Symbol.dispose]()
    await expect(clock.move(resume, AbortSignal.timeout(50))).rejects.toThrow(/abort/i)
    expect(clock.now()).toBe(reached)
    // As if its time were over.
    const { revision } = clock.state
    await store.clock.write({ ...clock.state, revision: revision + 1, heldUntil: Date.now() - 1 })
    await clock.move(resume, never)
    expect(clock.now()).toBeGreaterThanOrEqual(reached)
    expect(await held.move(freeze(reached + day))).toBe(false)
    expect(clock.now()).toBeLessThan(reached + day)
  })
})
