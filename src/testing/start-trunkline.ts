import { openAccount, type Account, type AccountWish } from './account.ts'
import { type Clock, openClock } from './clock.ts'
import { type Faults, openFaults } from './faults.ts'
import { type FoundServer, findServer, type ServerWish } from './find-server.ts'
import { interceptHere, type Interception } from './intercept.ts'
import { settle } from './webhooks.ts'
import { openWire } from './wire.ts'
import { openWorld } from './world.ts'

export interface TrunklineOptions extends ServerWish {
  /** How long waits last unless they say otherwise, in milliseconds: 4000, which is less than what runners give a test. */
  timeout?: number
}

/** What the server kept at a moment. */
export interface Snapshot {
  id: string
  at: string
}

/** A server that tests use. */
export interface Trunkline extends AsyncDisposable {
  readonly url: string
  /** Where it runs: in this process, in one of its own, or it ran before. */
  readonly runs: FoundServer['runs']
  /** Opens an account with a number of its own: the unit in which tests are apart from each other. */
  account(wish?: AccountWish): Promise<Account>
  readonly clock: Clock
  /** Faults that strike every account; those of one are at `account.faults`. */
  readonly faults: Faults
  /** Resolves when nothing that is due is left to do. */
  settle(options?: { timeout?: number }): Promise<void>
  snapshot(): Promise<Snapshot>
  /** Lets the server be as it was; the clock goes on. */
  restore(snapshot: Pick<Snapshot, 'id'>): Promise<void>
  /** Lets the server be as it was right after its start. */
  reset(): Promise<void>
  /** Takes what this process asks of `*.twilio.com` to this server, until it is undone or the server is closed. */
  interceptHere(): Interception
  /** Ends what was opened with it, and the server where it was started here. May be called again. */
  close(): Promise<void>
}

const usualTimeout = 4000

/** Starts a server for tests, or finds the one that runs (`TRUNKLINE_URL`). */
export async function startTrunkline(options: TrunklineOptions = {}): Promise<Trunkline> {
  return trunklineAt(await findServer(options), options.timeout ?? usualTimeout, false)
}

/** The same for fixtures, of whose server others have accounts too: nobody moves its clock, or resets it. */
export async function startShared(options: TrunklineOptions = {}): Promise<Trunkline> {
  return trunklineAt(await findServer(options), options.timeout ?? usualTimeout, true)
}

function trunklineAt({ url, token, runs, stop }: FoundServer, timeout: number, shared: boolean): Trunkline {
  const wire = openWire(url, token)
  const world = openWorld({ wire, timeout, shared, stop })
  const close = () => world.close()
  return {
    url: wire.url,
    runs,
    account: (wish = {}) => openAccount(wish, world),
    clock: openClock(world),
    faults: openFaults(world, null),
    settle: ({ timeout } = {}) => settle(world, undefined, timeout),
    snapshot: () => wire.ask('POST', '/snapshots'),
    async restore({ id }) {
      world.mustBeOwn('What a server keeps')
      await wire.ask('POST', `/snapshots/${id}/restore`)
    },
    async reset() {
      world.mustBeOwn('What a server keeps')
      await wire.ask('POST', '/reset')
    },
    interceptHere() {
      const interception = interceptHere(wire.url)
      world.atClose(interception.undo)
      return interception
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
