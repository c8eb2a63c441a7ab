import { lookout } from './lookout.ts'
import { type PumpHouse, pump } from './pump.ts'
import type { WorkerOptions } from './worker-options.ts'

export interface Worker extends AsyncDisposable {
  /** Says that jobs were added, of one deed or of any: they are claimed at once. */
  nudge(deed?: string): void
  /**
   * Until disposed of, whatever is nudged is claimed at once, and no more let gather before; and whenever jobs end, this is called with
   * how many, and how many are in hand still.
   */
  hurry(ended: (jobs: number, inHand: number) => void): Disposable
  /**
   * Claims no more, and waits at most so many milliseconds for what is under way. Answers with the deeds that are under way still, all
   * of which goes on when the pause is disposed of.
   */
  pause(longest: number): Promise<WorkerPause>
  /**
   * Claims no more, waits at most so many milliseconds for the deeds under way, then aborts them. Jobs that were claimed but not
   * begun are given back.
   */
  stop(graceMs: number): Promise<void>
}

/** Lasts until disposed of. */
export interface WorkerPause extends Disposable {
  underWay: readonly string[]
}

/** How long a deed may take to end after it was aborted. */
const abortGrace = 1000

/** Leases jobs and runs the deed that each names, until it is stopped. Each deed has a line of its own, so that none holds up another. */
export function startWorker(options: WorkerOptions): Worker {
  const aborting = new AbortController()
  const watchers = new Set<(jobs: number, inHand: number) => void>()
  let inHand = 0
  const house: PumpHouse = {
    lookout: lookout(options),
    signal: aborting.signal,
    isHurried: () => watchers.size > 0,
    begun: (jobs) => void (inHand += jobs),
    ended(jobs) {
      inHand -= jobs
      for (const watch of watchers) watch(jobs, inHand)
    },
  }
  const pumps = new Map(
    Object.entries(options.deeds).map(([deed, spec]) => [deed, pump(deed, spec, options, house)] as const),
  )
  let stopped: Promise<void> | null = null

  async function end(graceMs: number): Promise<void> {
    const drained = Promise.all([...pumps.values()].map((each) => each.stop()))
    if (await within(drained, graceMs)) return
    aborting.abort(new Error('the worker stops'))
    if (!(await within(drained, abortGrace))) options.log.warn({}, 'deeds did not end when aborted')
  }

  const stop = (graceMs: number) => (stopped ??= end(graceMs))
  return {
    nudge(deed) {
      if (deed === undefined) for (const each of pumps.values()) each.nudge()
      else pumps.get(deed)?.nudge()
    },
    hurry(ended) {
      const watch: typeof ended = (jobs, inHand) => ended(jobs, inHand)
      watchers.add(watch)
      return { [Symbol.dispose]: () => void watchers.delete(watch) }
    },
    async pause(longest) {
      const underWay = new Set(pumps.keys())
      const quiet = [...pumps].map(([deed, each]) => each.pause().then(() => underWay.delete(deed)))
      await within(Promise.all(quiet), longest)
      return {
        underWay: [...underWay],
        [Symbol.dispose]() {
          for (const each of pumps.values()) each.goOn()
        },
      }
    },
    stop,
    [Symbol.asyncDispose]: () => stop(0),
  }
}

async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false)
  })
  try {
    return await Promise.race([work.then(() => true as const), late])
  } finally {
    clearTimeout(timer)
  }
}
