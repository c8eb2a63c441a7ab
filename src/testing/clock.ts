import type { JobRecord } from './wire-shapes.ts'
import { TrunklineError } from './kit-error.ts'
import { pendingWords } from './words.ts'
import type { World } from './world.ts'

/** `35d`, `24h`, `90s`, `500ms`, `1h30m`, or a number of seconds. */
export type Duration = string | number

/** What the clock of the server shows. */
export interface ClockState {
  now: Date
  state: 'running' | 'frozen'
  /** How many seconds it is ahead of real time. */
  offset: number
}

/** What happened while the clock was moved. */
export interface Advanced extends ClockState {
  /** How many jobs were done on the way. */
  done: number
}

/** The clock that everything obeys which falls due: scheduled messages, retries, validity, retention. */
export interface Clock {
  now(): Promise<Date>
  state(): Promise<ClockState>
  /** Lets the clock stand, now or at a later moment. */
  freeze(at?: Date | string): Promise<ClockState>
  /**
   * Moves the clock on, by a time or to a moment. All that falls due on the way happens at its own instant; resolves when it has, and
   * throws when that takes longer than `timeout` in real time (30 s unless said).
   */
  advance(by: Duration | { to: Date | string }, options?: { timeout?: Duration }): Promise<Advanced>
  /** Lets it run again, from where it stands. */
  resume(): Promise<ClockState>
}

interface Told {
  now: string
  state: 'running' | 'frozen'
  offset: number
}

export function openClock(world: World): Clock {
  const { wire } = world
  const state = (told: Told): ClockState => ({ now: new Date(told.now), state: told.state, offset: told.offset })
  const ask = async () => state(await wire.ask<Told>('GET', '/clock'))
  return {
    now: async () => (await ask()).now,
    state: ask,
    async freeze(at) {
      world.mustBeOwn('The clock')
      return state(await wire.ask<Told>('POST', '/clock/freeze', at === undefined ? {} : { at: momentOf(at) }))
    },
    async advance(by, { timeout } = {}) {
      world.mustBeOwn('The clock')
      const target = typeof by === 'object' ? { to: momentOf(by.to) } : { by }
      const told = await wire.ask<Told & { settled: boolean; done: number; pending: readonly JobRecord[] }>(
        'POST',
        '/clock/advance',
        { ...target, ...(timeout !== undefined && { timeout }) },
        longestMove,
      )
      if (!told.settled)
        throw new TrunklineError(
          `The clock got as far as ${told.now}: what was due there was not done in time.\n${pendingWords(told.pending).join('\n')}`,
        )
      return { ...state(told), done: told.done }
    },
    async resume() {
      world.mustBeOwn('The clock')
      return state(await wire.ask<Told>('POST', '/clock/resume'))
    },
  }
}

/** The server moves for a minute at most. */
const longestMove = 70_000

const momentOf = (at: Date | string): string => (typeof at === 'string' ? at : at.toISOString())
