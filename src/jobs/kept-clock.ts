import { setTimeout as pause } from 'node:timers/promises'
import {
  type Clock,
  type ClockQueries,
  type ClockState,
  type Instant,
  type Move,
  moved,
  timeOf,
} from '../domain/clock.ts'
import type { Log } from '../log.ts'

export interface KeptClockOptions {
  ledger: { clock: ClockQueries }
  log: Pick<Log, 'warn'>
  /** How often, in milliseconds, to look whether another process moved it. */
  pollMs: number
}

/** A clock that may be moved. All processes of one database agree on it, each as soon as it has looked. */
export interface KeptClock extends Clock, Disposable {
  readonly state: ClockState
  /** Calls one listener when it was moved, also by others; but not for the steps of a holder, who knows what he does. */
  onMove(listener: () => void): void
  /** Moves it, when nobody advances it any more; the signal ends the wait for that. */
  move(move: Move, signal: AbortSignal): Promise<void>
  /** Moves it, and lets nobody else move it until it is released. */
  hold(move: Move, signal: AbortSignal): Promise<HeldClock>
}

/** A clock that nobody else moves. */
export interface HeldClock {
  /** Whether it ran before. */
  readonly ran: boolean
  /** Moves it and goes on holding it; false when it was lost, because the holder was busy with something else for too long. */
  move(move: Move): Promise<boolean>
  /** Sees to it that it is not lost. */
  keep(): Promise<boolean>
  /** Moves it a last time; it is anybody's then. */
  release(move: Move): Promise<void>
}

/** Whoever holds a clock and dies, lets go of it after so many milliseconds. */
const longestSilence = 5000
const betweenTries = 20

const asItIs: Move = ({ frozenAt, offset }) => ({ frozenAt, offset })

/** Opens the clock of a database. */
export async function openClock({ ledger, log, pollMs }: KeptClockOptions): Promise<KeptClock> {
  let state = await ledger.clock.read()
  /** It told this already: whatever another process says, it does not go back. */
  let told = -Infinity
  let looking = false
  let heard = () => {}
  const timer = setInterval(() => void look(), pollMs).unref()

  const now = (): Instant => Math.max(told, timeOf(state, Date.now()))

  function adopt(next: ClockState): boolean {
    if (next.revision <= state.revision) return false
    told = now()
    state = next
    return true
  }

  async function look(): Promise<void> {
    if (looking) return
    looking = true
    try {
      if (adopt(await ledger.clock.read())) heard()
    } catch (error) {
      log.warn({ err: error }, 'the clock could not be read')
    } finally {
      looking = false
    }
  }

  async function take(move: Move, heldFor: number | null, signal: AbortSignal) {
    for (;;) {
      signal.throwIfAborted()
      const before = await ledger.clock.read()
      adopt(before)
      const next = moved(before, move, Date.now(), heldFor === null ? null : Date.now() + heldFor)
      const isFree = before.heldUntil === null || before.heldUntil <= Date.now()
      if (isFree && (await ledger.clock.write(next))) {
        adopt(next)
        heard()
        return { before, next }
      }
      await pause(betweenTries, undefined, { signal })
    }
  }

  return {
    now,
    onMove: (listener) => void (heard = listener),
    get state() {
      return state
    },
    async move(move, signal) {
      await take(move, null, signal)
    },
    async hold(move, signal) {
      const { before, next } = await take(move, longestSilence, signal)
      let held = next
      const step = async (further: Move, isLast = false) => {
        const real = Date.now()
        const after = moved(held, further, real, isLast ? null : real + longestSilence)
        if (!(await ledger.clock.write(after))) return false
        held = after
        adopt(after)
        return true
      }
      return {
        ran: before.frozenAt === null,
        move: step,
        keep: async () => (held.heldUntil ?? 0) - Date.now() > longestSilence / 2 || step(asItIs),
        async release(last) {
          if (await step(last, true)) heard()
        },
      }
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
