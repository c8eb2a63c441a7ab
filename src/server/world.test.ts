import { describe, expect, test } from 'vitest'
import { databases } from '../../test/databases.ts'
import { firstAccount } from '../accounts/first-account.ts'
import { numberPool } from '../carriers/simulator/number-pool.ts'
import type { Job } from '../domain/job.ts'
import { add, outcome, remove } from '../domain/write.ts'
import { oneByOne } from '../jobs/one-by-one.ts'
import { startWorker } from '../jobs/worker.ts'
import { silentLog } from '../log.ts'
import { aJob, someTime } from '../store/records.testing.ts'
import { openStore } from '../store/store.ts'
import { openWorld } from './world.ts'

const noCredentials = { accountSid: null, authToken: null, testAccountSid: null, testAuthToken: null }

describe.each(databases)('a world on $name', ({ open }) => {
  test('is not touched while a deed is under way, and says which; then all goes on', async () => {
    await using database = await open()
    await using store = await openStore(database.url)
    const clock = { now: () => someTime }
    const has = { ledger: store, clock, inventory: numberPool() }
    const first = await firstAccount(noCredentials, has)
    const begun = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const done: string[] = []
    await using worker = startWorker({
      ...has,
      deeds: {
        'a slow deed': {
          concurrency: 1,
          batch: 1,
          lease: 60_000,
          async run([job]: readonly Job[]) {
            begun.resolve()
            await held.promise
            done.push(job!.subject)
            await store.keep(outcome([remove('job', job!.id)]))
          },
        },
      },
      log: silentLog,
      rateOf: () => Infinity,
      pollMs: 60_000,
    })
    const world = openWorld({
      ...has,
      store,
      first,
      kept: null,
      worker: () => worker,
      inTurn: oneByOne(),
      begin: async () => {},
      async forget() {},
      patience: 50,
    })
    const jobs = ['one', 'two'].map((subject, i) => aJob({ deed: 'a slow deed', subject, due: someTime - 2 + i }))
    await store.keep(outcome(jobs.map((job) => add('job', job))))
    worker.nudge()
    await begun.promise
    const busy = { outcome: 'busy', underWay: ['a slow deed'] }
    expect(await world.takeSnapshot()).toEqual(busy)
    expect(await world.reset()).toEqual(busy)
    expect(await store.snapshots.list()).toEqual([])
    expect(await store.accounts.count()).toBe(2)
    held.resolve()
    await expect.poll(() => done).toEqual(['one', 'two'])
    const taken = await world.takeSnapshot()
    expect(taken).toMatchObject({ outcome: 'done', value: { at: someTime } })
    expect(await world.snapshots()).toHaveLength(1)
  })
})
