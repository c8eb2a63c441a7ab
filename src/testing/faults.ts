import type { World } from './world.ts'

/** Which requests, webhooks or hand-overs a fault strikes: all must hold, and `*` stands for any characters. */
export type FaultMatch = Readonly<Record<string, string | { readonly number: string }>>

/** What a fault does: `{ do: 'fail', code: 30003 }`; what there is depends on where it strikes. */
export type FaultEffect = Readonly<{ do: string } & Record<string, unknown>>

/** A fault as it is added. */
export interface FaultWish {
  name?: string
  on: 'api' | 'webhook' | 'carrier'
  match?: FaultMatch
  effect: FaultEffect
  /** How likely it strikes, from 0 to 1; always unless said. */
  probability?: number
  /** How often it strikes at most; without end unless said. */
  count?: number
}

/** A fault that is there. */
export interface Fault {
  id: string
  name: string
  on: 'api' | 'webhook' | 'carrier'
  match: Readonly<Record<string, string>>
  effect: FaultEffect
  probability: number
  count: number | null
  accountSid: string | null
  /** How often it matched, and how often it struck. */
  seen: number
  done: number
}

/** How often a fault strikes, and how likely. */
export interface FaultTimes {
  times?: number
  probability?: number
}

/** Failures on demand, of one account or of the whole server. */
export interface Faults {
  add(fault: FaultWish): Promise<Fault>
  /** The next message that matches ends so: `next({ to: phone }, { status: 'undelivered', code: 30003 })`. */
  next(match: FaultMatch, fate: { status?: 'undelivered' | 'failed'; code: number }): Promise<Fault>
  /** Requests to the REST API are answered so: `api('POST /Messages', { status: 429, times: 2 })`. */
  api(
    request: string,
    answer: FaultTimes & ({ status: number; code?: number; message?: string } | FaultEffect),
  ): Promise<Fault>
  /** Webhooks meet this: `webhook({ kind: 'status' }, { do: 'duplicate', copies: 3 })`. */
  webhook(match: FaultMatch, effect: FaultEffect, times?: FaultTimes): Promise<Fault>
  /** Hand-overs to the carrier meet this: `carrier({ to: phone }, { do: 'lose-receipt' })`. */
  carrier(match: FaultMatch, effect: FaultEffect, times?: FaultTimes): Promise<Fault>
  /** Faults that belong together: `carrier-outage`, `receipt-storm`, `flaky-webhook`, `out-of-order-callbacks`, and more. */
  preset(name: string, times?: FaultTimes): Promise<readonly Fault[]>
  list(): Promise<readonly Fault[]>
  remove(fault: Pick<Fault, 'id'>): Promise<void>
  clear(): Promise<void>
}

/** Faults for one account; of everybody where none is said. */
export function openFaults(world: World, accountSid: string | null): Faults {
  const { wire } = world
  const own = accountSid === null ? '' : `?account=${accountSid}`

  async function add({ match = {}, ...fault }: FaultWish): Promise<Fault> {
    if (accountSid === null) world.mustBeOwn('A fault of every account')
    const body = { ...fault, match: numbersIn(match), ...(accountSid !== null && { accountSid }) }
    return wire.ask<Fault>('POST', '/faults', body)
  }

  return {
    add,
    next: (match, { status = 'undelivered', code }) =>
      add({ on: 'carrier', match, effect: { do: 'fail', code, status }, count: 1 }),
    api(request, { times, probability, ...answer }) {
      const [first = '', path] = request.trim().split(/\s+/)
      const match: FaultMatch = path === undefined ? { path: first } : { method: first, path }
      const effect: FaultEffect = 'do' in answer ? answer : { do: 'answer', ...answer }
      return add({ on: 'api', match, effect, ...strikes({ times, probability }) })
    },
    webhook: (match, effect, times = {}) => add({ on: 'webhook', match, effect, ...strikes(times) }),
    carrier: (match, effect, times = {}) => add({ on: 'carrier', match, effect, ...strikes(times) }),
    async preset(name, times = {}) {
      if (accountSid === null) world.mustBeOwn('A fault of every account')
      const body = { ...strikes(times), ...(accountSid !== null && { account: accountSid }) }
      const path = `/fault-presets/${encodeURIComponent(name)}`
      return (await wire.ask<{ faults: readonly Fault[] }>('POST', path, body)).faults
    },
    list: async () => (await wire.ask<{ faults: readonly Fault[] }>('GET', `/faults${own}`)).faults,
    async remove({ id }) {
      await wire.ask('DELETE', `/faults/${encodeURIComponent(id)}`)
    },
    async clear() {
      if (accountSid === null) world.mustBeOwn('The faults of every account')
      await wire.ask('DELETE', `/faults${own}`)
    },
  }
}

const strikes = ({ times, probability }: { times?: number | undefined; probability?: number | undefined }) => ({
  ...(times !== undefined && { count: times }),
  ...(probability !== undefined && { probability }),
})

/** A phone in a match stands for its number. */
const numbersIn = (match: FaultMatch): Record<string, string> =>
  Object.fromEntries(
    Object.entries(match).map(([name, value]) => [name, typeof value === 'string' ? value : value.number]),
  )
