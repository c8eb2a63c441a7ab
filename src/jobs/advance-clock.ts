import { type Instant, freeze, resume } from '../domain/clock.ts'
import type { KeptClock } from './kept-clock.ts'
import { type Settled, type Settling, untilNone, whatIsDue } from './settle.ts'
import { watchWorker } from './worker-watch.ts'

export interface Advancing extends Settling {
  clock: KeptClock
}

export interface Advanced extends Settled {
  /** How many jobs this process did on the way. */
  done: number
}

/** At so many instants an advance stops at most. */
const mostStops = 100_000

/**
 * Moves the clock on to a moment, from instant to instant at which something falls due. At each it stands until all is done that is due
 * by then, so that everything happens at its own time and in order. Then it runs on or stands, as it did before. Where the signal ends
 * the wait, for what is due or for somebody else who advances it, the clock goes no further than the instant that was reached.
 */
export async function advanceClock(
  target: (now: Instant) => Instant,
  has: Advancing,
  signal: AbortSignal,
): Promise<Advanced> {
  const { clock, ledger } = has
  const held = await clock.hold(freeze(), signal).catch((error: unknown) => {
    if (!signal.aborted) throw error
    return null
  })
  if (!held) return { settled: false, done: 0, pending: await whatIsDue({}, clock.now(), ledger) }
  using watch = watchWorker(has.worker())
  try {
    const end = target(clock.now())
    const instants = instantsOf(has)
    for (let stop = 0; stop < mostStops; stop++) {
      const isDone = await untilNone(async () => (await held.keep()) && instants.isLeft(), watch, signal)
      if (!isDone || clock.now() >= end || signal.aborted) break
      if (!(await held.move(freeze(instants.next(end))))) break
    }
    const pending = await whatIsDue({}, clock.now(), ledger)
    return { settled: pending.length === 0 && clock.now() >= end, done: watch.done, pending }
  } finally {
    await held.release(held.ran ? resume : freeze())
  }
}

/** Looks what is due, and when something falls due next. */
function instantsOf({ ledger, clock, deeds, worker }: Advancing) {
  const names = Object.keys(deeds)
  /** What was done at this instant. */
  let seen = new Set<string>()
  /** Housekeeping that was done since something else was: nobody stops for it again, which would be every minute. */
  let kept = new Set<string>()
  let upcoming: { deed: string; due: Instant }[] = []
  return {
    async isLeft(): Promise<boolean> {
      let isLeft = false
      const now = clock.now()
      upcoming = []
      for (const [deed, { due, hiddenUntil }] of await ledger.jobs.next(names)) {
        const isDue = due !== null && due <= now
        if (isDue || (hiddenUntil ?? Infinity) <= Date.now()) worker()?.nudge(deed)
        if (due !== null && !isDue) upcoming.push({ deed, due })
        // What is hidden was due before.
        if (!isDue && hiddenUntil === null) continue
        isLeft = true
        seen.add(deed)
      }
      return isLeft
    },
    /** When all is done: the next instant to stop at, the end at the latest. */
    next(end: Instant): Instant {
      const isHousekeeping = (deed: string) => deeds[deed]?.housekeeping === true
      kept = [...seen].every(isHousekeeping) ? kept.union(seen) : new Set()
      const stops = upcoming.filter(({ deed, due }) => due < end && !kept.has(deed))
      const next = Math.min(end, ...stops.map(({ due }) => due))
      seen = new Set(stops.filter(({ due }) => due === next).map(({ deed }) => deed))
      return next
    },
  }
}
