import { type FirstAccount, firstAccount } from './accounts/first-account.ts'
import { grantSenders } from './accounts/grant-senders.ts'
import { buildApi } from './api/app.ts'
import { keepRefused } from './api/keep-refused.ts'
import { numberPool } from './carriers/simulator/number-pool.ts'
import { callSimulator } from './carriers/simulator/call-simulator.ts'
import { simulator } from './carriers/simulator/simulator.ts'
import { type Settings, StartProblem } from './config.ts'
import { mountConsole } from './console/serve-console.ts'
import { mountControl } from './control/control.ts'
import type { FrontDoor } from './control/front-door.ts'
import type { Carrier } from './domain/carrier.ts'
import { type Clock, type ClockState, freeze, systemClock } from './domain/clock.ts'
import { noFaults } from './domain/faults.ts'
import type { Inventory } from './domain/inventory.ts'
import type { Deeds } from './domain/job.ts'
import { redactWebhooks } from './domain/redact-webhooks.ts'
import { rateOfSender } from './domain/sender-rate.ts'
import type { VoiceCarrier } from './domain/voice-carrier.ts'
import { type KeptClock, openClock } from './jobs/kept-clock.ts'
import { type Worker, startWorker } from './jobs/worker.ts'
import { type Log, maskNumber } from './log.ts'
import { turnstile } from './messaging/keep-media.ts'
import { startRetention } from './messaging/enforce-retention.ts'
import { startIndexing } from './messaging/indexing/index-texts.ts'
import { startPruning } from './messaging/prune-history.ts'
import { receiveMessage } from './messaging/inbound/receive-message.ts'
import { recordReceipts } from './messaging/record-receipt.ts'
import { senderQueues } from './messaging/sender-queues.ts'
import type { SendingRules } from './messaging/sending-rules.ts'
import { logRefusedWebhooks } from './server/log-refused-webhooks.ts'
import { faultsIn } from './server/faults-in.ts'
import { type FirstLogin, firstLogin } from './server/first-login.ts'
import { hostInUrl, listen, openDatabase } from './server/open.ts'
import { type OpenFaults, openFaults } from './server/open-faults.ts'
import { timeAndWorld } from './server/time-and-world.ts'
import { wireDeeds } from './server/wire-deeds.ts'
import { type Doors, withFaults } from './server/with-faults.ts'
import type { Store } from './store/store.ts'
import { receiveCall } from './voice/receive-call.ts'
import { recordProgress } from './voice/record-progress.ts'
import { everyAddress, publicAddresses } from './webhooks/address-rules.ts'
import { webhookCaller } from './webhooks/call-webhook.ts'

export interface RunningServer {
  url: string
  port: number
  /** The first account and its numbers; in production there is none to show. */
  welcome: FirstAccount | null
  /** What is to be told of the first login to the console; null where nobody needs one, or somebody had it. */
  login: FirstLogin | null
  /** How the clock stands that may be moved; null in production, and where another program's is used. */
  clock(): ClockState | null
  /** Takes no more requests, ends what is under way, and closes the database. */
  stop(): Promise<void>
}

/** What another program may bring in place of the server's own. */
export interface Parts {
  carrier?: Carrier
  voiceCarrier?: VoiceCarrier
  clock?: Clock
  /** How often, in milliseconds, to look for jobs that nobody announced: often where a clock is moved that others keep standing. */
  pollMs?: number
  /** Holds up the end of the process neither by itself nor by whoever is connected: for a server within the program that uses it. */
  background?: boolean
  /** For how many milliseconds every job is leased, whatever its deed: short where processes are killed to see others take over. */
  lease?: number
  /** The folder of the console's pages, where it is not that of this program. */
  pages?: URL
}

/** How long work under way may take to end, before it is left to its lease. */
const grace = 8000

/** Starts a whole server: listens at once, opens the database, and answers when everything is in place. Throws a `StartProblem`. */
export async function startServer(settings: Settings, log: Log, parts: Parts = {}): Promise<RunningServer> {
  if (settings.mode === 'production' && settings.faults !== null)
    throw new StartProblem('Nothing goes wrong on purpose in production.', 'no TRUNKLINE_FAULTS and no --faults')
  if (settings.mode === 'production' && !parts.carrier)
    throw new StartProblem(
      settings.carrier === null
        ? 'Production has no carrier to send by: none is part of this version.'
        : `There is no carrier called "${settings.carrier}" in this version.`,
      '`trunkline start`, which simulates one',
    )
  if (settings.mode === 'production' && settings.clock !== null)
    throw new StartProblem('The clock of production is real.', '`trunkline serve` without --clock')
  if (settings.mode === 'development' && settings.carrier !== 'simulator')
    throw new StartProblem(`There is no carrier called "${settings.carrier}" in this version.`, '--carrier simulator')
  const wanted = settings.faults === null ? null : faultsIn(settings.faults)
  if (settings.accountSid !== null && settings.accountSid === settings.testAccountSid)
    throw new StartProblem(
      'TRUNKLINE_ACCOUNT_SID and TRUNKLINE_TEST_ACCOUNT_SID are the same.',
      'another SID for one of them, or none',
    )
  const door = await listen(settings)
  if (parts.background) door.server.unref().on('connection', (socket) => socket.unref())
  const closing: (() => Promise<unknown>)[] = [() => door.closed()]
  try {
    const store = await openDatabase(settings)
    closing.push(async () => store[Symbol.asyncDispose]())
    const pollMs = parts.pollMs ?? 250
    const mayMove = settings.mode === 'development' && !parts.clock
    const kept = mayMove ? await openClock({ ledger: store, log, pollMs }) : null
    closing.push(async () => kept?.[Symbol.dispose]())
    if (settings.clock !== null) await kept?.move(freeze(settings.clock), AbortSignal.timeout(grace))
    const clock = parts.clock ?? kept ?? systemClock
    const faults = await openFaults(settings, { wanted, ledger: store, clock, log })
    closing.push(async () => faults?.close())
    return await furnish(settings, log, { ...parts, pollMs }, door, store, kept, faults)
  } catch (error) {
    door.beginClosing()
    await Promise.all(closing.map((close) => close()))
    throw error
  }
}

async function furnish(
  settings: Settings,
  log: Log,
  parts: Parts & { pollMs: number },
  door: FrontDoor,
  store: Store,
  kept: KeptClock | null,
  faults: OpenFaults | null,
): Promise<RunningServer> {
  const clock = parts.clock ?? kept ?? systemClock
  const development = settings.mode === 'development'
  let worker: Worker | null = null
  const nudge = (deed?: string) => worker?.nudge(deed)
  kept?.onMove(nudge)
  const keep: Store['keep'] =
    settings.webhookBodies === 'redact' ? (write) => store.keep(redactWebhooks(write)) : (write) => store.keep(write)
  const ledger: Store = { ...store, keep: logRefusedWebhooks(keep, log) }
  const has = { ledger, clock, nudge }
  const url = settings.publicUrl ?? `http://${hostInUrl(settings.host)}:${door.port}`

  const phones = development
    ? simulator({ ...has, delays: { delivery: settings.simulatorDelay, slowDelivery: 30_000 } })
    : null
  const ownCarrier = parts.carrier ?? phones
  const simulatedCalls = development
    ? callSimulator({
        ...has,
        delays: {
          ring: settings.simulatorDelay,
          answer: settings.simulatorAnswer,
          slowAnswer: 30_000,
          talk: settings.callLength,
        },
      })
    : null
  const ownVoiceCarrier = parts.voiceCarrier ?? simulatedCalls
  const inventory: Inventory = phones ? numberPool() : noInventory
  if (!ownCarrier) throw new StartProblem('There is no carrier to send by.', '`trunkline start`, which simulates one')

  const ownDoors: Doors = {
    carrier: ownCarrier,
    voiceCarrier: ownVoiceCarrier,
    webhooks: webhookCaller({
      addresses: development ? everyAddress : publicAddresses(settings.webhookAllow),
      clockNow: () => clock.now(),
    }),
    deeds: {
      ...(ownCarrier === phones && phones.deeds),
      ...(ownVoiceCarrier === simulatedCalls && simulatedCalls?.deeds),
    },
  }
  const {
    carrier,
    voiceCarrier,
    webhooks,
    deeds: doorDeeds,
  } = faults ? withFaults(ownDoors, { ...has, faults, delay: settings.simulatorDelay }) : ownDoors
  const welcome = development ? await firstAccount(settings, { ...has, inventory }) : null
  if (!welcome && (await store.accounts.count()) === 0)
    throw new StartProblem('There is no account yet.', '`trunkline accounts create`')

  const grantAll = async () => {
    for (const { address } of await grantSenders(settings.senders, has))
      log.warn(
        { sender: maskNumber(address) },
        'a sender could not be granted: another account has it, or there is no such account',
      )
  }
  await grantAll()

  const rateOf = (from: string) => settings.senderRate ?? rateOfSender(from)
  const laneOf = (from: string) => `${carrier.name}:${from}`
  const queues = senderQueues({ ledger: store, laneOf, rateOf, length: settings.senderQueue || Infinity })
  const rules: SendingRules = {
    openSenders: new Set(settings.openSenders),
    countries: { sms: settings.smsCountries, voice: settings.voiceCountries },
    queues,
  }
  const receiving = { ...has, log, inTurn: turnstile() }
  const retaining = { ...has, log, retention: { body: settings.bodyRetention, address: settings.addressRetention } }
  const carrying = { ...has, rules, sending: { ...has, carrier: carrier.name, rules } }
  const deeds: Deeds = {
    ...wireDeeds({ has, settings, url, carrier, voiceCarrier, rules, webhooks, receiving, retaining, carrying }),
    ...doorDeeds,
  }

  const { publicUrl, errorEra, startingBalance } = settings
  const refused = development ? keepRefused(ledger, log) : null
  const app = buildApi({
    ...has,
    inventory,
    carrier: carrier.name,
    voiceCarrier: voiceCarrier?.name ?? null,
    rules,
    startingBalance,
    publicUrl,
    mediaAuth: settings.mediaAuth === 'on',
    errorEra,
    faults: faults ?? noFaults,
    log,
    noteRefused: refused?.note ?? null,
  })
  const closing = new AbortController()
  const keepHouse = async () => {
    await Promise.all([startPruning(has), startIndexing(has)])
    await startRetention(retaining)
  }
  const begin = async () => {
    await grantAll()
    await keepHouse()
  }
  const doorPorts = { ledger, clock: parts.clock ?? systemClock, log }
  if (settings.controlApi === 'on')
    mountControl(
      app,
      {
        ...has,
        mode: settings.mode,
        inventory,
        ...timeAndWorld({
          ...has,
          store,
          kept,
          deeds,
          inventory,
          first: welcome,
          worker: () => worker,
          async begin() {
            await begin()
            await faults?.asAtStart()
          },
          async forget() {
            queues.forget()
            await faults?.refresh()
          },
        }),
        startingBalance,
        refusedKept: () => refused?.kept() ?? Promise.resolve(),
        texts: phones?.texts ?? null,
        calls: ownVoiceCarrier === simulatedCalls ? (simulatedCalls?.phones ?? null) : null,
        webhooks,
        faults,
        closing: closing.signal,
      },
      { token: settings.controlToken, tokenAlways: !development, hosts: settings.controlHosts },
      doorPorts,
    )
  if (settings.controlApi === 'on') mountConsole(app, parts.pages)
  await app.ready()

  // The phones of the simulator are wherever the control API is; other carriers are where the work is done.
  if (settings.role !== 'api' || ownVoiceCarrier === simulatedCalls)
    await voiceCarrier?.start({
      progress: (progress) => recordProgress(progress, carrying),
      incoming: (call) => receiveCall(call, has),
    })
  if (settings.role !== 'api') {
    await keepHouse()
    await carrier.start({
      receipts: (receipts) => recordReceipts(receipts, has),
      inbound: (message) => receiveMessage(message, receiving),
    })
    worker = startWorker({
      ledger: store,
      clock,
      deeds: parts.lease === undefined ? deeds : withLease(deeds, parts.lease),
      log,
      rateOf: (lane) => rateOf(lane.slice(carrier.name.length + 1)),
      pollMs: parts.pollMs,
    })
  }
  const login = settings.role === 'worker' ? null : await firstLogin(settings, url, doorPorts)
  door.open(settings.role === 'worker' ? null : (request, response) => app.routing(request, response), () =>
    store.ready(),
  )
  log.info({ port: door.port, database: store.database, role: settings.role, mode: settings.mode }, 'ready')

  return {
    url,
    port: door.port,
    welcome,
    login,
    clock: () => kept?.state ?? null,
    async stop() {
      kept?.[Symbol.dispose]()
      door.beginClosing()
      closing.abort()
      faults?.close()
      // A request that is slow to end does not keep the jobs from ending in time; what it adds waits for the next worker.
      await Promise.all([door.closed(), worker?.stop(grace)])
      await carrier.stop()
      await voiceCarrier?.stop()
      await webhooks.close()
      await app.close()
      await refused?.kept()
      await store[Symbol.asyncDispose]()
    },
  }
}

const withLease = (deeds: Deeds, lease: number): Deeds =>
  Object.fromEntries(Object.entries(deeds).map(([deed, spec]) => [deed, { ...spec, lease }]))

/** Production sells no numbers of its own making. */
const noInventory: Inventory = {
  find: () => Promise.resolve(null),
  inAreaCode: () => Promise.resolve([]),
  markets: () => Promise.resolve([]),
  search: () => Promise.resolve([]),
}
