import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import type { Job, Claim } from '../domain/job.ts'
import { accept, add, change, outcome, remove } from '../domain/write.ts'
import { aJob, someTime } from './records.testing.ts'
import { type Store, openStore } from './store.ts'

describe.each(databases)('jobs on $name', ({ name, open }) => {
  let database: TestDatabase
  let store: Store
  let tests = 0
  let deed: string
  beforeAll(async () => {
    database = await open()
    store = await openStore(database.url)
  })
  beforeEach(() => {
    deed = `deed ${++tests}`
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  /** Another process on the same database; a database in memory has none, there the same one claims twice. */
  const openAnother = async () =>
    name === 'SQLite in memory' ? { ...store, async [Symbol.asyncDispose]() {} } : openStore(database.url)

  async function keep(jobs: readonly Partial<Job>[]): Promise<Job[]> {
    const all = jobs.map((values) => aJob({ deed, ...values }))
    await store.keep(accept(all.map((job) => add('job', job))))
    return all
  }

  const claim = (values: Partial<Claim> = {}, from: Store = store) =>
    from.jobs.claim({ deeds: [deed], limit: 100, now: someTime, lease: 60_000, rateOf: () => Infinity, ...values })

  const idsOf = (jobs: readonly Job[]) => jobs.map(({ id }) => id)

  /** Claims until so many jobs came, and tells what each claim brought and when. */
  async function claimUntil(enough: number, values: Partial<Claim>, from: readonly Store[] = [store]) {
    const taken: { job: Job; at: number }[] = []
    const start = performance.now()
    while (taken.length < enough && performance.now() - start < 5000) {
      const claims = await Promise.all(from.map((one) => claim(values, one)))
      const at = performance.now() - start
      for (const job of claims.flat()) taken.push({ job, at })
      await sleep(1)
    }
    return taken
  }

  test('are taken in the order in which they fell due, up to the limit, and hidden then', async () => {
    const jobs = await keep(
      [40, 10, 30, 0, 20, -10].map((later) => ({ due: someTime - later, data: { later, of: ['a', null] } })),
    )
    const byDue = jobs.toSorted((a, b) => a.due - b.due).slice(0, 5)
    const first = await claim({ limit: 3 })
    expect(first).toEqual(
      byDue.slice(0, 3).map((job) => ({ ...job, attempts: 1, hiddenUntil: expect.any(Number) as number })),
    )
    expect(idsOf(await claim())).toEqual(idsOf(byDue.slice(3)))
    expect(await claim()).toEqual([])
    expect(idsOf(await claim({ now: someTime + 10 }))).toEqual([jobs[5]!.id])
    expect(await claim({ limit: 0, now: someTime + 10 })).toEqual([])
  })

  test('are taken for the deeds that were asked for only', async () => {
    const other = `${deed} of another kind`
    const jobs = await keep([{ due: 1 }, { deed: other, due: 2 }, { deed: 'a third', due: 3 }])
    expect(await claim({ deeds: [] })).toEqual([])
    expect(await claim({ deeds: ['never heard of'] })).toEqual([])
    expect(idsOf(await claim({ deeds: [other] }))).toEqual([jobs[1]!.id])
    expect(idsOf(await claim({ deeds: [deed, other, 'a third'] }))).toEqual([jobs[0]!.id, jobs[2]!.id])
  })

  test('are taken again when their lease has ended', async () => {
    const [job] = await keep([{}])
    expect(await claim({ lease: 1 })).toMatchObject([{ id: job!.id, attempts: 1 }])
    const [again] = await claimUntil(1, {})
    expect(again!.job).toMatchObject({ id: job!.id, attempts: 2 })
    expect(await claim()).toEqual([])
  })

  test('whose lease has ended go ahead of those that fell due', async () => {
    const [first, second] = await keep([{ due: 10, hiddenUntil: 1, attempts: 4 }, { due: 5 }])
    expect(await claim({ limit: 1 })).toMatchObject([{ id: first!.id, attempts: 5 }])
    expect(idsOf(await claim({ limit: 1 }))).toEqual([second!.id])
  })

  test('are never taken by two at once', async () => {
    await keep(Array.from({ length: 300 }, (_, i) => ({ due: i })))
    await using another = await openAnother()
    const taken: string[] = []
    for (let round = 0; round < 40 && taken.length < 300; round++) {
      const claims = await Promise.all([store, another, store, another].map((from) => claim({ limit: 7 }, from)))
      for (const jobs of claims) {
        expect(jobs.length).toBeLessThanOrEqual(7)
        taken.push(...idsOf(jobs))
      }
    }
    expect(taken.length).toBe(300)
    expect(new Set(taken).size).toBe(300)
  })

  test('tell when the next one may be taken, and how many there are', async () => {
    const other = `${deed} of another kind`
    expect(await store.jobs.next([deed])).toEqual(new Map())
    expect(await store.jobs.next([])).toEqual(new Map())
    const jobs = await keep([{ due: someTime + 7 }, { due: someTime + 3 }, { due: someTime }, { deed: other, due: 1 }])
    expect(await store.jobs.next([deed])).toEqual(new Map([[deed, { due: someTime, hiddenUntil: null }]]))
    const before = Date.now()
    const [taken] = await claim({ lease: 60_000 })
    const { due, hiddenUntil } = (await store.jobs.next([deed])).get(deed)!
    expect(due).toBe(someTime + 3)
    expect(hiddenUntil).toBe(taken!.hiddenUntil)
    expect(Math.abs(hiddenUntil! - before - 60_000)).toBeLessThan(5000)
    expect(await store.jobs.next([deed, other])).toEqual(
      new Map([
        [deed, { due: someTime + 3, hiddenUntil }],
        [other, { due: 1, hiddenUntil: null }],
      ]),
    )
    expect(await store.jobs.pending([deed])).toBe(3)
    expect(await store.jobs.pending([deed, other])).toBe(4)
    expect(await store.jobs.pending([])).toBe(0)
    expect(await store.jobs.pending()).toBeGreaterThanOrEqual(4)
    await store.keep(outcome(jobs.map(({ id }) => remove('job', id))))
    expect(await store.jobs.pending([deed, other])).toBe(0)
  })

  test('that are put back by hand wait for their clock again', async () => {
    const [job] = await keep([{ due: 1 }])
    await claim()
    await store.keep(outcome([change('job', job!.id, { hiddenUntil: null, due: someTime + 5, attempts: 0 })]))
    expect(await claim()).toEqual([])
    expect(await claim({ now: someTime + 5 })).toMatchObject([{ id: job!.id, attempts: 1 }])
  })

  test('in a lane without a bound, or in none, are all taken at once', async () => {
    await keep(Array.from({ length: 50 }, (_, i) => ({ lane: i % 2 ? `${deed} lane` : '', weight: 5 })))
    expect((await claim({ rateOf: (lane) => (lane === '' ? 0 : Infinity) })).length).toBe(50)
  })

  test('in a lane that keeps a rate take turns, by weight, in order, and each as if taken once', async () => {
    const lane = `${deed} lane`
    // 20 ms for each unit of weight.
    const rateOf = () => 50
    const weights = [3, 1, 2, 4, 1, 1]
    const jobs = await keep(weights.map((weight, i) => ({ lane, weight, due: i })))
    const [other] = await keep([{ lane: `${lane} of another`, due: 100 }])

    const start = performance.now()
    const first = await claim({ rateOf })
    expect(idsOf(first)).toEqual([jobs[0]!.id, other!.id])
    const { due, hiddenUntil } = (await store.jobs.next([deed])).get(deed)!
    expect(due).toBeNull()
    expect(hiddenUntil! - Date.now()).toBeGreaterThan(-1000)

    const sinceFirst = performance.now() - start
    const rest = await claimUntil(5, { rateOf })
    expect(idsOf(rest.map(({ job }) => job))).toEqual(idsOf(jobs.slice(1)))
    for (const { job } of rest) expect(job.attempts).toBe(1)
    // Their turns come at 60, 80, 120, 200 and 220 ms, and are taken up to 20 ms before that. The machine may be late.
    for (const [i, turn] of [60, 80, 120, 200, 220].entries())
      expect(rest[i]!.at + sinceFirst).toBeGreaterThan(turn - 21)
  })

  test('whose worker died after their turn had come do not wait for another turn', async () => {
    const lane = `${deed} lane`
    const rateOf = () => 10
    await keep([{ lane }, { lane }])
    expect((await claim({ rateOf, lease: 60_000 })).length).toBe(1)
    // The second one's turn comes, and its lease ends. The lane's next turn would be at 200 ms.
    const taken = await claimUntil(2, { rateOf, lease: 1 })
    expect(taken[1]!.at).toBeLessThan(190)
    expect(taken.map(({ job }) => job.attempts)).toEqual([1, 2])
    expect(new Set(idsOf(taken.map(({ job }) => job))).size).toBe(1)
  })

  test('that wait for their clock again take a new turn', async () => {
    const lane = `${deed} lane`
    const rateOf = () => 10
    const jobs = await keep([
      { lane, due: 1 },
      { lane, due: 2 },
    ])
    expect(idsOf(await claim({ rateOf }))).toEqual([jobs[0]!.id])
    // The carrier was busy: its job is due again at once. The lane is taken until 200 ms.
    await store.keep(outcome([change('job', jobs[0]!.id, { hiddenUntil: null })]))
    expect(await claim({ rateOf })).toEqual([])
  })

  test('share the rate of their lane among all who claim', async () => {
    const lane = `${deed} lane`
    await keep(Array.from({ length: 24 }, (_, i) => ({ lane, due: i })))
    await using another = await openAnother()
    const taken = await claimUntil(24, { rateOf: () => 100, limit: 5 }, [store, another])
    expect(taken.length).toBe(24)
    expect(new Set(taken.map(({ job }) => job.id)).size).toBe(24)
    // Turns are 10 ms apart, and taken up to 20 ms before.
    for (const [i, { at }] of taken.entries()) expect(at).toBeGreaterThan(i * 10 - 21)
  })

  test('are listed and counted in the order in which they fall due, page after page, of whom and what is asked', async () => {
    const subject = `${deed} subject`
    const jobs = await keep([
      { subject, due: 30, accountSid: 'AC1' },
      { subject, due: 10, accountSid: '' },
      { subject, due: 20, accountSid: 'AC2' },
      { subject, due: 20, accountSid: 'AC1' },
      { subject: 'another', due: 20, accountSid: 'AC1' },
    ])
    const [third, first, ...seconds] = idsOf(jobs)
    const second = seconds.slice(0, 2).toSorted()
    const pages: string[][] = []
    let before: string | undefined
    do {
      const page = await store.jobs.list({ subject }, 2, before)
      pages.push(idsOf(page.rows))
      before = page.before ?? undefined
    } while (before !== undefined && pages.length < 9)
    expect(pages).toEqual([
      [first, second[0]],
      [second[1], third],
    ])
    expect(await store.jobs.count({ subject })).toBe(4)
    expect(await store.jobs.count({ subject, accountSids: ['AC1', ''] })).toBe(3)
    // What is under a lease is due as well.
    expect(await claim({ limit: 1, now: 10 })).toHaveLength(1)
    const due = await store.jobs.list({ subject, accountSids: ['AC1', ''], dueBy: 20 }, 9)
    expect(idsOf(due.rows)).toEqual([first, seconds[1]])
    expect((await store.jobs.list({ subject }, 9, 'no place')).rows).toHaveLength(4)
  })
})
