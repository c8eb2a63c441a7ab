import { beginAnew } from '../accounts/begin-anew.ts'
import type { Shop } from '../accounts/buy-number.ts'
import type { FirstAccount } from '../accounts/first-account.ts'
import { resume } from '../domain/clock.ts'
import type { Quietly, World } from '../domain/snapshot.ts'
import type { KeptClock } from '../jobs/kept-clock.ts'
import type { Worker } from '../jobs/worker.ts'
import type { Store } from '../store/store.ts'

export interface WorldOptions extends Shop {
  store: Store
  first: FirstAccount
  /** Null where another program's clock is used. */
  kept: KeptClock | null
  worker(): Worker | null
  /** While nobody moves the clock. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
  /** Keeps what each start sees to. */
  begin(): Promise<void>
  /** Forgets what was known of what is kept. */
  forget(): Promise<void>
  /** How many milliseconds deeds under way may take to end, before what waits for them is given up. */
  patience?: number
}

/** Takes snapshots and goes back to them, while this process does no job. What others do is theirs. */
export function openWorld(options: WorldOptions): World {
  const { store, clock, kept, first, begin, forget, patience = 5000 } = options

  function quietly<T>(work: () => Promise<T>): Promise<Quietly<T>> {
    return options.inTurn(async () => {
      const worker = options.worker()
      using pause = await worker?.pause(patience)
      if (pause && pause.underWay.length > 0) return { outcome: 'busy', underWay: pause.underWay }
      const value = await work()
      worker?.nudge()
      return { outcome: 'done', value }
    })
  }

  return {
    snapshots: () => store.snapshots.list(),
    takeSnapshot: () => quietly(() => store.snapshots.take(clock.now())),
    restore: (id) =>
      quietly(async () => {
        const outcome = await store.snapshots.restore(id)
        await forget()
        return outcome
      }),
    removeSnapshot: (id) => options.inTurn(() => store.snapshots.remove(id)),
    reset: () =>
      quietly(async () => {
        await kept?.move(resume, AbortSignal.timeout(patience))
        await store.snapshots.clear(await beginAnew(first, options))
        await forget()
        await begin()
      }),
  }
}
