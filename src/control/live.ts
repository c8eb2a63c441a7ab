import type { FeedPlace } from '../domain/feed.ts'
import type { Ledger } from '../domain/ledger.ts'
import { type LiveEvent, liveEvents } from './live-events.ts'

/** Times and bounds of those who follow the server live. */
export interface Following {
  /** How many may follow at once, streams and long polls together. */
  most: number
  /** After how many milliseconds of silence a stream says that it is there. */
  heartbeat: number
  /** How long a slow reader may take to make room, in milliseconds. */
  drain: number
}

export const usualFollowing: Following = { most: 200, heartbeat: 15_000, drain: 10_000 }

/** How often is looked for what other processes kept, in milliseconds. */
const beatMs = 250

/** So many events are read at once: what one reader may have in memory. */
const mostAtOnce = 200

/** One who follows, until disposed of. */
export interface Follower extends Disposable {
  /** Resolves when something may have been kept since it resolved last, after so many milliseconds, or when aborted. */
  next(longest: number, signal: AbortSignal): Promise<void>
}

export interface Live extends Following {
  /** Null when too many follow already. */
  follow(): Follower | null
  /** What was kept after this place. Those who ask at the same time share the answer. */
  after(place: FeedPlace): Promise<{ events: readonly LiveEvent[]; place: FeedPlace; missed: boolean }>
}

/**
 * Wakes those who follow: soon after a commit of this process, and as long as somebody waits every quarter of a second for those of
 * others. Costs nothing while nobody follows.
 */
export function openLive(ledger: Ledger, following: Following): Live {
  const shared = new Map<FeedPlace, ReturnType<Live['after']>>()
  const waiting = new Set<() => void>()
  let followers = 0
  let beats = 0
  let isComing = false
  let stop = () => {}

  function beat() {
    isComing = false
    beats++
    for (const wake of waiting) wake()
  }
  /** One beat for all commits of a turn of the event loop. */
  function beatSoon() {
    if (isComing) return
    isComing = true
    setImmediate(beat)
  }
  function begin() {
    const timer = setInterval(beat, beatMs).unref()
    const silence = ledger.feed.listen(beatSoon)
    stop = () => {
      clearInterval(timer)
      silence()
    }
  }

  return {
    ...following,
    follow() {
      if (followers >= following.most) return null
      if (followers++ === 0) begin()
      let seen = beats
      return {
        async next(longest, signal) {
          if (beats === seen && !signal.aborted) await wakened(waiting, longest, signal)
          seen = beats
        },
        [Symbol.dispose]() {
          if (--followers === 0) stop()
        },
      }
    },
    after(place) {
      const asked = shared.get(place)
      if (asked) return asked
      const asking = read(place).finally(() => shared.delete(place))
      shared.set(place, asking)
      return asking
    },
  }

  async function read(from: FeedPlace) {
    const { entries, place, missed } = await ledger.feed.after(from, mostAtOnce)
    return { events: await liveEvents(entries, ledger), place, missed }
  }
}

function wakened(waiting: Set<() => void>, longest: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', wake)
      waiting.delete(wake)
      resolve()
    }
    // The socket of the server keeps the process alive, where one shall be.
    const timer = setTimeout(wake, longest).unref()
    signal.addEventListener('abort', wake)
    waiting.add(wake)
  })
}
