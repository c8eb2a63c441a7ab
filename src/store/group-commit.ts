import type { KeepResult, Write } from '../domain/write.ts'
import type { Engine } from './engine.ts'

/** How many writes of one kind share a commit at most. */
const groupSize = 1024

/** Accepts are refused when more waits than this many milliseconds of work. */
const patience = 2000

/** Below this many waiting writes nothing is refused, whatever the measured pace is. */
const alwaysWelcome = 1000

/** Writes each millisecond, until it is known how many the database really keeps. */
const assumedPace = 5

/** No more accepts than this wait in memory, however fast the database is. */
const mostWaiting = 50_000

interface Waiting {
  write: Write
  since: number
  resolve(result: KeepResult): void
  reject(error: unknown): void
}

export interface GroupCommit {
  keep(write: Write): Promise<KeepResult>
  /** Resolves when nothing waits any more. */
  drained(): Promise<void>
}

/**
 * Lets writes that wait at the same time share a commit. Accepts and outcomes stand in lines of their own, and a group takes from both, so
 * that a flood of accepts never holds up what is already on its way.
 */
export function groupCommit(
  engine: Pick<Engine, 'commit' | 'groupsAtOnce'>,
  onKept: (write: Write) => void,
): GroupCommit {
  const accepts: Waiting[] = []
  const outcomes: Waiting[] = []
  const pace = paceMeter()
  /** Since when the oldest accept of each group under way has been waiting. */
  const waitingSince = new Set<{ at: number }>()
  let underWay = 0
  let beginning = false
  let gathering = false
  let idle: (() => void)[] = []

  const waiting = () => accepts.length + outcomes.length

  function schedule() {
    if (beginning || underWay >= engine.groupsAtOnce || waiting() === 0) return
    if (waiting() >= worthwhile) {
      beginning = true
      // Not by a turn of the event loop: under a flood of requests, turns last for seconds.
      queueMicrotask(begin)
    } else if (!gathering) {
      gathering = true
      gather(waiting, () => {
        gathering = false
        if (!beginning) begin()
      })
    }
  }

  function begin() {
    beginning = false
    if (underWay < engine.groupsAtOnce) void commitNext()
  }

  async function commitNext() {
    const oldest = { at: accepts[0]?.since ?? Infinity }
    const group = [...outcomes.splice(0, groupSize), ...accepts.splice(0, groupSize)]
    if (group.length === 0) return
    underWay++
    waitingSince.add(oldest)
    pace.begin()
    schedule()
    try {
      const results = await engine.commit(group.map(({ write }) => write))
      pace.note(group.length, accepts.length > 0)
      group.forEach(({ write, resolve }, i) => {
        const result = results[i]!
        if (result.kept) onKept(write)
        resolve(result)
      })
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
    underWay--
    waitingSince.delete(oldest)
    schedule()
    if (underWay === 0 && waiting() === 0) {
      for (const resolve of idle) resolve()
      idle = []
    }
  }

  /** Whether a new accept would wait too long: one before it has, for the database or for this process, or too many are before it. */
  function isBusy(now: number): boolean {
    if (accepts[0] && now - accepts[0].since > patience) return true
    for (const { at } of waitingSince) if (now - at > patience) return true
    return accepts.length >= alwaysWelcome && accepts.length >= Math.min(mostWaiting, pace.perMillisecond() * patience)
  }

  return {
    keep(write) {
      const line = write.kind === 'accept' ? accepts : outcomes
      const now = performance.now()
      if (write.kind === 'accept' && isBusy(now)) return Promise.resolve({ kept: false, because: 'busy' })
      return new Promise((resolve, reject) => {
        line.push({ write, since: now, resolve, reject })
        schedule()
      })
    },
    drained: () =>
      underWay === 0 && waiting() === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve)),
  }
}

/** How many turns of the event loop in a row must bring nothing more, and how long to wait for that at most, in milliseconds. */
const quietTurns = 8
const longestGathering = 2

/** So many are worth a commit at once: while it is made, the next ones gather. */
const worthwhile = 16

/** Begins a group when no more keeps coming: one commit for sixteen writes costs hardly more than one for two. */
function gather(waiting: () => number, begin: () => void) {
  const since = performance.now()
  let seen = waiting()
  let quiet = 0
  const turn = () => {
    const now = waiting()
    quiet = now === seen ? quiet + 1 : 0
    seen = now
    if (quiet < quietTurns && now < worthwhile && performance.now() - since < longestGathering) setImmediate(turn)
    else begin()
  }
  setImmediate(turn)
}

/**
 * Measures how many writes are kept each millisecond while work is waiting. Idle stretches tell nothing about what the database can do, so they
 * leave the estimate as it was.
 */
function paceMeter() {
  /** Since when work has been waiting without a break. */
  let since: number | undefined
  let kept = 0
  let pace: number | undefined
  return {
    begin() {
      since ??= performance.now()
    },
    note(count: number, moreWaits: boolean) {
      kept += count
      const now = performance.now()
      const elapsed = now - (since ?? now)
      if (moreWaits && elapsed < 100) return
      if (moreWaits) pace = pace === undefined ? kept / elapsed : pace * 0.7 + (kept / elapsed) * 0.3
      since = moreWaits ? now : undefined
      kept = 0
    },
    perMillisecond: () => pace ?? assumedPace,
  }
}
