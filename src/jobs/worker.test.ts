import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import type { DeedSpec, Deeds, Job } from '../domain/job.ts'
import { add, change, outcome, remove } from '../domain/write.ts'
import { type Log, silentLog } from '../log.ts'
import { aJob, someTime } from '../store/records.testing.ts'
import { type Store, openStore } from '../store/store.ts'
import { runDue } from './run-due.ts'
import { type Worker, startWorker } from './worker.ts'

describe.each(databases)('the worker on $name', ({ open }) => {
  let database: TestDatabase
  let store: Store
  let worker: Worker | null = null
  let now = someTime
  const lines: { fields: object; event: string }[] = []
  const log: Log = { ...silentLog, error: (fields, event) => void lines.push({ fields, event }) }
  const clock = { now: () => now }
  const rateOf = () => Infinity
  beforeEach(async () => {
    database = await open()
    store = await openStore(database.url)
    now = someTime
    lines.length = 0
  })
  afterEach(async () => {
    await worker?.[Symbol.asyncDispose]()
    worker = null
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const begin = (deeds: Deeds, pollMs = 60_000) =>
    (worker = startWorker({ ledger: store, clock, deeds, log, rateOf, pollMs, gatherMs: 1 }))
  async function keep(...jobs: Partial<Job>[]): Promise<Job[]> {
    const all = jobs.map((values) => aJob({ deed: 'a deed', ...values }))
    await store.keep(outcome(all.map((job) => add('job', job))))
    return all
  }
  const forget = (jobs: readonly Job[]) => store.keep(outcome(jobs.map(({ id }) => remove('job', id))))
  async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + 5000
    while (!(await holds())) {
      if (performance.now() > end) throw new Error('waited in vain')
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
  /** A deed that ends when the test says so. */
  function heldDeed(spec: Partial<DeedSpec> = {}) {
    const running: { jobs: readonly Job[]; signal: AbortSignal; end(error?: Error): void }[] = []
    const deed: DeedSpec = {
      concurrency: 10,
      batch: 10,
      lease: 60_000,
      run: (jobs, signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error))
          running.push({
            jobs,
            signal,
            end: (error) => (error ? reject(error) : void forget(jobs).then(() => resolve(), reject)),
          })
        }),
      ...spec,
    }
    return { running, deed }
  }

  test('does what is due at its start, what it is nudged for, and what falls due later', async () => {
    const done: string[] = []
    const run = async (jobs: readonly Job[]) => {
      done.push(...jobs.map(({ subject }) => subject))
      await forget(jobs)
    }
    await keep({ subject: 'first' })
    const { nudge } = begin({ 'a deed': { run, concurrency: 10, batch: 10, lease: 60_000 } })
    await until(() => done.length === 1)
    await keep({ subject: 'nudged' })
    nudge('a deed')
    await until(() => done.length === 2)
    await keep({ subject: 'also' })
    nudge()
    await until(() => done.length === 3)
    await keep({ subject: 'later', due: someTime + 30 })
    nudge('another deed')
    nudge('a deed')
    now += 30
    await until(() => done.length === 4)
    expect(done).toEqual(['first', 'nudged', 'also', 'later'])
    await until(async () => (await store.jobs.pending()) === 0)
  })

  test('finds without a nudge what another process added', async () => {
    const { running, deed } = heldDeed()
    begin({ 'a deed': deed }, 20)
    await keep({})
    await until(() => running.length === 1)
    running[0]!.end()
  })

  test('gives each deed its own jobs, in batches, never more than it may have in hand', async () => {
    const { running, deed } = heldDeed({ concurrency: 5, batch: 2 })
    const other = heldDeed()
    await keep(...Array.from({ length: 12 }, () => ({})), { deed: 'another' }, { deed: 'nobody’s' })
    begin({ 'a deed': deed, another: other.deed })
    await until(() => running.length === 3 && other.running.length === 1)
    expect(running.map(({ jobs }) => jobs.length)).toEqual([2, 2, 1])
    expect(other.running[0]!.jobs.map(({ deed }) => deed)).toEqual(['another'])
    let seen = 0
    while (seen < 12) {
      await until(() => running.length > 0)
      const { jobs, end } = running.shift()!
      seen += jobs.length
      end()
    }
    other.running[0]!.end()
    await until(async () => (await store.jobs.pending()) === 1)
  })

  test('one deed that is stuck does not hold up another', async () => {
    const stuck = heldDeed({ concurrency: 1 })
    const { running, deed } = heldDeed()
    await keep({ deed: 'stuck' }, { deed: 'stuck' })
    const { nudge } = begin({ stuck: stuck.deed, 'a deed': deed })
    await until(() => stuck.running.length === 1)
    await keep({})
    nudge()
    await until(() => running.length === 1)
    running[0]!.end()
    stuck.running[0]!.end()
  })

  test('a deed that throws is told of, its jobs wait longer each time, and are given up in the end', async () => {
    const [job] = await keep({ attempts: 0 })
    const { running, deed } = heldDeed({ attempts: 3, lease: 1000 })
    const { nudge } = begin({ 'a deed': deed })
    const waits: number[] = []
    for (let attempt = 1; attempt <= 3; attempt++) {
      await until(() => running.length === attempt)
      expect(running[attempt - 1]!.jobs[0]).toMatchObject({ id: job!.id, attempts: attempt })
      running[attempt - 1]!.end(new Error('no'))
      await until(() => lines.length === attempt)
      if (attempt === 3) break
      await until(
        async () =>
          ((await store.jobs.next(['a deed'])).get('a deed')?.hiddenUntil ?? 0) > Date.now() + 1000 * attempt - 500,
      )
      waits.push(((await store.jobs.next(['a deed'])).get('a deed')?.hiddenUntil ?? 0) - Date.now())
      await store.keep(outcome([change('job', job!.id, { hiddenUntil: 1 })]))
      nudge()
    }
    expect(waits[1]).toBeGreaterThan(waits[0]!)
    await until(async () => (await store.jobs.pending()) === 0)
    expect(lines.map(({ event }) => event)).toEqual(['a deed failed', 'a deed failed', 'a job was given up'])
    expect(lines.at(-1)?.fields).toMatchObject({ deed: 'a deed', job: job!.id, subject: job!.subject, attempts: 3 })
  })

  test('a job that ends each process that takes it is given up as well', async () => {
    await keep({ attempts: 10 })
    const { running, deed } = heldDeed()
    begin({ 'a deed': deed })
    await until(async () => (await store.jobs.pending()) === 0)
    expect(running).toEqual([])
    expect(lines.map(({ event }) => event)).toEqual(['a job was given up'])
  })

  test('a job whose worker died is taken again when its lease has ended', async () => {
    await keep({})
    expect(await store.jobs.claim({ deeds: ['a deed'], limit: 1, now, lease: 100, rateOf })).toHaveLength(1)
    const { running, deed } = heldDeed()
    begin({ 'a deed': deed })
    await until(() => running.length === 1)
    expect(running[0]!.jobs[0]!.attempts).toBe(2)
    running[0]!.end()
  })

  test('stopping claims no more and waits for what is under way', async () => {
    const { running, deed } = heldDeed()
    await keep({})
    begin({ 'a deed': deed })
    await until(() => running.length === 1)
    const stopped = worker!.stop(5000)
    await keep({})
    worker!.nudge()
    running[0]!.end()
    await stopped
    expect(running).toHaveLength(1)
    expect(await store.jobs.pending()).toBe(1)
  })

  test('stopping aborts what does not end in time, and gives its jobs back at once', async () => {
    const { running, deed } = heldDeed()
    const [job] = await keep({})
    begin({ 'a deed': deed })
    await until(() => running.length === 1)
    await worker!.stop(10)
    expect(running[0]!.signal.aborted).toBe(true)
    expect(await store.jobs.claim({ deeds: ['a deed'], limit: 1, now, lease: 1000, rateOf })).toMatchObject([
      { id: job!.id, attempts: 2 },
    ])
  })

  test('stopping gives back what was claimed but not begun, as if it had never been taken', async () => {
    const claiming = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    const jobs: Store['jobs'] = {
      ...store.jobs,
      async claim(claim) {
        const claimed = await store.jobs.claim(claim)
        claiming.resolve()
        await go.promise
        return claimed
      },
    }
    await keep({})
    const { running, deed } = heldDeed()
    worker = startWorker({
      ledger: { jobs, keep: store.keep },
      clock,
      deeds: { 'a deed': deed },
      log,
      rateOf,
      pollMs: 60_000,
    })
    await claiming.promise
    const stopped = worker.stop(5000)
    go.resolve()
    await stopped
    expect(running).toEqual([])
    expect(await store.jobs.claim({ deeds: ['a deed'], limit: 1, now, lease: 1000, rateOf })).toMatchObject([
      { attempts: 1 },
    ])
  })

  test('does all that is due, and all that this makes due, when asked to', async () => {
    const done: number[] = []
    const run = async (jobs: readonly Job[]) => {
      for (const { weight } of jobs) {
        done.push(weight)
        if (weight < 5) await keep({ weight: weight + 1 })
      }
      await forget(jobs)
    }
    await keep({ weight: 1 }, { weight: 9, due: now + 1 })
    expect(
      await runDue({
        ledger: store,
        clock,
        deeds: { 'a deed': { run, concurrency: 10, batch: 1, lease: 60_000 } },
        rateOf,
      }),
    ).toBe(5)
    expect(done).toEqual([1, 2, 3, 4, 5])
    expect(await store.jobs.pending()).toBe(1)
  })
})
