import { lookout } from './lookout.ts'
import { pump } from './pump.ts'
import type { WorkerOptions } from './worker-options.ts'

export interface Worker extends AsyncDisposable {
  /** Says that jobs were added, of one deed or of any: they are claimed at once. */
  nudge(deed?: string): void
  /**
   * Claims no more, waits at most so many milliseconds for the deeds under way, then aborts them. Jobs that were claimed but not
   * begun are given back.
   */
  stop(graceMs: number): Promise<void>
}

/** How long a deed may take to end after it was aborted. */
const abortGrace = 1000

/** Leases jobs and runs the deed that each names, until it is stopped. Each deed has a line of its own, so that none holds up another. */
export function startWorker(options: WorkerOptions): Worker {
  const aborting = new AbortController()
  const shared = lookout(options)
  const pumps = new Map(
    Object.entries(options.deeds).map(
      ([deed, spec]) => [deed, pump(deed, spec, options, shared, aborting.signal)] as const,
    ),
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
