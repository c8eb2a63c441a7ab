import { openAccount } from './account.ts'
import { openClock } from './clock.ts'
import { openFaults } from './faults.ts'
import { type FoundServer, findServer, type ServerWish } from './find-server.ts'
import { interceptHere } from './intercept.ts'
import type { Trunkline } from './trunkline.ts'
import { settle } from './webhooks.ts'
import { openWire } from './wire.ts'
import { openWorld } from './world.ts'

export interface TrunklineOptions extends ServerWish {
  /** How long waits last unless they say otherwise, in milliseconds: 4000, which is less than what runners give a test. */
  timeout?: number
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
