import { type FirstAccount, firstAccount } from './accounts/first-account.ts'
import { buildApi } from './api/app.ts'
import { numberPool } from './carriers/simulator/number-pool.ts'
import { simulator } from './carriers/simulator/simulator.ts'
import { type Settings, StartProblem } from './config.ts'
import { mountControl } from './control/control.ts'
import { type FrontDoor, openFrontDoor } from './control/front-door.ts'
import type { Carrier } from './domain/carrier.ts'
import { type Clock, systemClock } from './domain/clock.ts'
import type { Inventory } from './domain/inventory.ts'
import type { Deeds } from './domain/job.ts'
import { rateOfSender } from './domain/sender-rate.ts'
import { type Worker, startWorker } from './jobs/worker.ts'
import type { Log } from './log.ts'
import { messagingDeeds } from './messaging/deeds.ts'
import { startPruning } from './messaging/prune-history.ts'
import { recordReceipts } from './messaging/record-receipt.ts'
import { StoreUnavailable } from './store/engine.ts'
import { type Store, openStore } from './store/store.ts'
import { everyAddress, publicAddresses } from './webhooks/address-rules.ts'
import { webhookCaller } from './webhooks/call-webhook.ts'

export interface RunningServer {
  url: string
  port: number
  /** The first account and its numbers; in production there is none to show. */
  welcome: FirstAccount | null
  /** Takes no more requests, ends what is under way, and closes the database. */
  stop(): Promise<void>
}

/** What another program may bring in place of the server's own. */
export interface Parts {
  carrier?: Carrier
  clock?: Clock
}

/** How long work under way may take to end, before it is left to its lease. */
const grace = 8000

/** How many webhooks one process calls at once: many, so that applications that never answer do not hold up the others. */
const webhooksAtOnce = 1000

const day = 86_400_000

/** Starts a whole server: listens at once, opens the database, and answers when everything is in place. Throws a `StartProblem`. */
export async function startServer(settings: Settings, log: Log, parts: Parts = {}): Promise<RunningServer> {
  if (settings.mode === 'production' && !parts.carrier)
    throw new StartProblem(
      settings.carrier === null
        ? 'There is no carrier to send by.'
        : `There is no carrier called "${settings.carrier}" in this version.`,
      '`trunkline start`, which simulates one',
    )
  if (settings.mode === 'development' && settings.carrier !== 'simulator')
    throw new StartProblem(`There is no carrier called "${settings.carrier}" in this version.`, '--carrier simulator')
  if (settings.accountSid !== null && settings.accountSid === settings.testAccountSid)
    throw new StartProblem(
      'TRUNKLINE_ACCOUNT_SID and TRUNKLINE_TEST_ACCOUNT_SID are the same.',
      'another SID for one of them, or none',
    )
  const door = await listen(settings)
  const closing: (() => Promise<unknown>)[] = [() => door.closed()]
  try {
    const store = await open(settings)
    closing.push(async () => store[Symbol.asyncDispose]())
    return await furnish(settings, log, parts, door, store)
  } catch (error) {
    door.beginClosing()
    await Promise.all(closing.map((close) => close()))
    throw error
  }
}

async function furnish(
  settings: Settings,
  log: Log,
  parts: Parts,
  door: FrontDoor,
  store: Store,
): Promise<RunningServer> {
  const clock = parts.clock ?? systemClock
  const development = settings.mode === 'development'
  let worker: Worker | null = null
  const nudge = (deed?: string) => worker?.nudge(deed)
  const has = { ledger: store, clock, nudge }

  const phones = development
    ? simulator({ ...has, delays: { delivery: settings.simulatorDelay, slowDelivery: 30_000 } })
    : null
  const carrier = parts.carrier ?? phones
  const inventory: Inventory = phones ? numberPool() : noInventory
  if (!carrier) throw new StartProblem('There is no carrier to send by.', '`trunkline start`, which simulates one')

  const welcome = development ? await firstAccount(settings, { ...has, inventory }) : null
  if (!welcome && (await store.accounts.count()) === 0)
    throw new StartProblem('There is no account yet.', '`trunkline accounts create`')

  const webhooks = webhookCaller({
    addresses: development ? everyAddress : publicAddresses(settings.webhookAllow),
    clockNow: () => clock.now(),
  })
  const deeds: Deeds = {
    ...messagingDeeds({
      delivering: {
        ...has,
        carrierOf: (name) => (name === carrier.name ? carrier : undefined),
        inDoubtWait: settings.inDoubtWait,
      },
      reporting: { ...has, call: (call, signal) => webhooks.call(call, signal), concurrency: webhooksAtOnce },
      pruning: {
        ...has,
        retention: {
          events: settings.eventRetention,
          webhookAttempts: settings.webhookRetention,
          handedParts: 7 * day,
        },
      },
    }),
    ...(carrier === phones && phones.deeds),
  }

  const { publicUrl } = settings
  const app = buildApi({ ledger: store, clock, inventory, carrier: carrier.name, publicUrl, log, nudge })
  if (development) mountControl(app, has)
  await app.ready()

  if (settings.role !== 'api') {
    await startPruning(has)
    await carrier.start({
      receipts: (receipts) => recordReceipts(receipts, has),
      inbound: () => Promise.reject(new Error('inbound messages are not taken yet')),
    })
    worker = startWorker({
      ledger: store,
      clock,
      deeds,
      log,
      rateOf: (lane) => settings.senderRate ?? rateOfSender(lane.slice(carrier.name.length + 1)),
      pollMs: 250,
    })
  }
  door.open(settings.role === 'worker' ? null : (request, response) => app.routing(request, response), () =>
    store.ready(),
  )
  log.info({ port: door.port, database: store.database, role: settings.role, mode: settings.mode }, 'ready')

  return {
    url: settings.publicUrl ?? `http://${hostInUrl(settings.host)}:${door.port}`,
    port: door.port,
    welcome,
    async stop() {
      door.beginClosing()
      // A request that is slow to end does not keep the jobs from ending in time; what it adds waits for the next worker.
      await Promise.all([door.closed(), worker?.stop(grace)])
      await carrier.stop()
      await webhooks.close()
      await app.close()
      await store[Symbol.asyncDispose]()
    },
  }
}

/** Production sells no numbers of its own making. */
const noInventory: Inventory = { find: () => Promise.resolve(null), inAreaCode: () => Promise.resolve([]) }

async function listen({ host, port }: Settings): Promise<FrontDoor> {
  try {
    return await openFrontDoor(host, port)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new StartProblem(
        `Port ${port} of ${host} is in use by another program.`,
        `--port ${port + 1}, or --port 0 for a free one`,
        { cause: error },
      )
    if (code === 'EACCES')
      throw new StartProblem(`Port ${port} needs more rights than this program has.`, '--port 4010', { cause: error })
    throw new StartProblem(`Cannot listen on ${host}, port ${port}: ${message}.`, '--host 127.0.0.1', { cause: error })
  }
}

async function open({ database }: Settings): Promise<Store> {
  try {
    return await openStore(database)
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error
    throw new StartProblem(`${capitalized(error.message)}.`, '--database sqlite::memory: to start without it', {
      cause: error,
    })
  }
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
