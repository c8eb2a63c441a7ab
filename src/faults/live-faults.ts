import { type Door, type Fault, isMeantFor, usualSeed } from '../domain/fault.ts'
import type { Faults, Meeting } from '../domain/faults.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Log } from '../log.ts'
import { deciding } from './decide.ts'

/** The faults that are set, as this process knows them. */
export interface LiveFaults extends Faults {
  /** Looks at once what is set now: for whoever changed it. */
  refresh(): Promise<void>
  /** Lets everybody go on who waits, and looks no more. */
  close(): void
}

export interface LiveFaultsOptions {
  ledger: Pick<Ledger, 'faults'>
  log: Pick<Log, 'error'>
  /** How often to look what other processes changed, in milliseconds. */
  pollMs?: number
}

/** What nobody waits longer for, however many delays add up. */
const longestWait = 60_000

const nothing = (): Record<Door, readonly Fault[]> => ({ api: [], webhook: [], carrier: [] })

/** Keeps what is set at hand, so that a door asks the database only for what concerns it. */
export async function liveFaults({ ledger, log, pollMs = 250 }: LiveFaultsOptions): Promise<LiveFaults> {
  const closing = new AbortController()
  const decide = deciding({ faults: ledger.faults })
  let set = nothing()
  let seed = usualSeed
  let asked = 0
  let shown = 0

  async function refresh(): Promise<void> {
    const turn = ++asked
    const all = await ledger.faults.all()
    const decidedBy = all.length > 0 ? ((await ledger.faults.seed())?.seed ?? usualSeed) : seed
    // A look that began earlier may end later.
    if (turn < shown) return
    shown = turn
    seed = decidedBy
    set = nothing()
    for (const fault of all) set[fault.on] = [...set[fault.on], fault]
  }

  function lookLater(): void {
    const timer = setTimeout(() => {
      refresh()
        .catch((error: unknown) => {
          if (!closing.signal.aborted) log.error({ err: error }, 'what is to go wrong could not be read')
        })
        .finally(() => closing.signal.aborted || lookLater())
    }, pollMs)
    timer.unref()
  }

  await refresh()
  lookLater()
  return {
    refresh,
    isSet: (on) => set[on].length > 0,
    async meet(on, facts, may = () => true) {
      type Here = Meeting<typeof on>
      let delay = 0
      for (const fault of set[on]) {
        // What is set at a door has the effects of that door.
        const effect = fault.effect as Parameters<typeof may>[0]
        if (!may(effect) || !isMeantFor(fault, facts) || !(await decide(fault, seed))) continue
        if (effect.do !== 'delay') return { delay, effect: effect as Here['effect'] }
        delay += effect.ms
      }
      return { delay, effect: null }
    },
    pause: (ms, signal) => pause(Math.min(ms, longestWait), signal ? [signal, closing.signal] : [closing.signal]),
    close: () => closing.abort(),
  }
}

async function pause(ms: number, signals: readonly AbortSignal[]): Promise<void> {
  const until = AbortSignal.any([...signals])
  if (ms <= 0 || until.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  until.addEventListener('abort', () => resolve(), { once: true })
  await promise
  clearTimeout(timer)
}
