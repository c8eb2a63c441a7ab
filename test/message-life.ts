import { runDue } from '../src/jobs/run-due.ts'
import { simulator } from '../src/carriers/simulator/simulator.ts'
import type { Account } from '../src/domain/account.ts'
import type {
  Carrier,
  CarrierEvents,
  Handover,
  InboundMessage,
  InDoubtPolicy,
  Receipt,
  Submission,
} from '../src/domain/carrier.ts'
import type { Deeds, Job } from '../src/domain/job.ts'
import { accept, add, change } from '../src/domain/write.ts'
import type { Message } from '../src/domain/message.ts'
import type { PhoneTexts } from '../src/domain/phone-actions.ts'
import type { IncomingPhoneNumber, NumberSettings } from '../src/domain/incoming-phone-number.ts'
import { silentLog } from '../src/log.ts'
import { messagingDeeds } from '../src/messaging/deeds.ts'
import { turnstile } from '../src/messaging/keep-media.ts'
import { receiveMessage } from '../src/messaging/inbound/receive-message.ts'
import { recordReceipts } from '../src/messaging/record-receipt.ts'
import type { SendRequest } from '../src/messaging/check-request.ts'
import { sendMessage } from '../src/messaging/send-message.ts'
import { freeRules } from '../src/messaging/sending-rules.testing.ts'
import type { MessagingService, ServiceSettings } from '../src/domain/messaging-service.ts'
import { aNumber, anAccount, aPoolSender, aService, someTime } from '../src/store/records.testing.ts'
import { type Store, openStore } from '../src/store/store.ts'
import { everyAddress } from '../src/webhooks/address-rules.ts'
import { webhookCaller } from '../src/webhooks/call-webhook.ts'

/** A carrier that answers as the test says, and remembers what it was handed. */
export interface ScriptedCarrier extends Carrier {
  readonly handed: Submission[]
  answer(submission: Submission): Handover | Promise<Handover>
}

export function scriptedCarrier(inDoubt: InDoubtPolicy = 'resubmit'): ScriptedCarrier {
  const handed: Submission[] = []
  return {
    name: 'scripted',
    inDoubt,
    handed,
    answer: ({ messageSid, attempt }) => ({
      outcome: 'accepted',
      carrierIds: [`${messageSid}/${attempt}`],
      receipts: 'expected',
    }),
    submit(submissions) {
      handed.push(...submissions)
      return Promise.all(submissions.map(async (submission) => this.answer(submission)))
    },
    async start() {},
    async stop() {},
  }
}

/** Everything that a message's life takes but a server, with a clock that the test moves. */
export interface MessageLife extends AsyncDisposable {
  store: Store
  clock: { now(): number; advance(milliseconds: number): void }
  account: Account
  number: IncomingPhoneNumber
  send(values?: Partial<SendRequest>): Promise<Message>
  /** What a person does with a phone. */
  phones: PhoneTexts
  /** Changes the settings of the number. */
  configure(settings: Partial<NumberSettings>): Promise<void>
  /** A messaging service with the number in its pool. */
  service(settings?: Partial<ServiceSettings>): Promise<MessagingService>
  /** What a carrier hands in. */
  inbound(message?: Partial<InboundMessage>): Promise<void>
  /** What jobs are done by. */
  deeds: Deeds
  /** Does all that is due by the clock, as a worker whose leases last so long. */
  settle(as?: { lease: number }): Promise<number>
  /** The same without one deed. */
  settleBut(deed: string): Promise<number>
  /** Takes the deed's jobs as a worker does that dies at once: their leases end immediately. */
  takeAndDie(deed: string): Promise<readonly Job[]>
  /** Does jobs that were taken before, as a worker does that was thought dead. */
  run(deed: keyof Deeds, jobs: readonly Job[]): Promise<void>
  receive(...receipts: readonly (Partial<Receipt> & Pick<Receipt, 'carrierId'>)[]): Promise<void>
  find(sid: string): Promise<Message | null>
  /** What happened to the message, in order. */
  story(sid: string): Promise<string[]>
}

export const inDoubtWait = 5000
export const deliveryDelay = 300
export const slowDelay = 5000

export async function messageLife(url: string, scripted?: Carrier): Promise<MessageLife> {
  const store = await openStore(url)
  let now = someTime
  const clock = { now: () => now, advance: (milliseconds: number) => void (now += milliseconds) }
  const nudge = () => {}
  const has = { ledger: store, clock, nudge }
  const phones = simulator({ ...has, delays: { delivery: deliveryDelay, slowDelivery: slowDelay } })
  const carrier = scripted ?? phones
  const caller = webhookCaller({ addresses: everyAddress, clockNow: clock.now })
  const receiving = { ...has, log: silentLog, inTurn: turnstile() }
  const deeds = {
    ...phones.deeds,
    ...messagingDeeds({
      receiving,
      answering: {
        ...has,
        rules: freeRules,
        carrier: carrier.name,
        call: caller.call,
        concurrency: 200,
        mediaUrl: ({ sid }) => `https://media.here/${sid}`,
      },
      choosing: { ...has, rules: freeRules },
      delivering: {
        ...has,
        carrierOf: (name) => (name === carrier.name ? carrier : undefined),
        mediaLink: async ({ sid }) => `https://media.here/${sid}`,
        inDoubtWait,
      },
      fetching: { ...has, fetchFile: caller.fetchFile },
      retaining: { ...has, log: { info() {} }, retention: { body: 30 * 86_400_000, address: 120 * 86_400_000 } },
      reporting: { ...has, call: caller.call, concurrency: 200 },
      pruning: { ...has, retention: { events: 86_400_000, webhookAttempts: 86_400_000, handedParts: 86_400_000 } },
    }),
  }
  const events: CarrierEvents = {
    receipts: (receipts) => recordReceipts(receipts, has),
    inbound: (message) => receiveMessage(message, receiving),
  }
  await carrier.start(events)
  if (scripted) await phones.start(events)
  const account = anAccount()
  const number = aNumber({ accountSid: account.sid })
  await store.keep(accept([add('account', account), add('incomingPhoneNumber', number)]))
  const rateOf = () => Infinity
  let handedIn = 0

  return {
    store,
    clock,
    account,
    number,
    send: (values = {}) =>
      sendMessage(
        {
          account,
          to: '+14155552345',
          from: number.phoneNumber,
          body: 'hello',
          options: {},
          direction: 'outbound-api',
          apiVersion: '2010-04-01',
          ...values,
        },
        { ...has, carrier: carrier.name, rules: freeRules },
      ),
    deeds,
    settle: (as) => runDue({ ledger: store, clock, deeds: mapSpecs(deeds, as ?? {}), rateOf }),
    settleBut: (but) =>
      runDue({
        ledger: store,
        clock,
        deeds: Object.fromEntries(Object.entries(deeds).filter(([deed]) => deed !== but)),
        rateOf,
      }),
    takeAndDie: (deed) => store.jobs.claim({ deeds: [deed], limit: 100, now, lease: -1, rateOf }),
    run: async (deed, jobs) => deeds[deed as keyof typeof deeds]?.run(jobs, new AbortController().signal),
    receive: (...receipts) =>
      events.receipts(
        receipts.map((receipt) => ({ carrier: carrier.name, status: 'delivered', code: null, at: now, ...receipt })),
      ),
    phones: phones.texts,
    async service(settings = {}) {
      const service = aService({ accountSid: account.sid }, settings)
      const { sid, phoneNumber: sender } = number
      const place = { sid, accountSid: account.sid, serviceSid: service.sid, uniqueName: sid, sender }
      await store.keep(accept([add('messagingService', service), add('poolSender', aPoolSender(place))]))
      return service
    },
    async configure(settings) {
      const values = { settings: { ...number.settings, ...settings } }
      await store.keep(accept([change('incomingPhoneNumber', number.sid, values)]))
    },
    inbound: (message = {}) =>
      events.inbound({
        carrier: carrier.name,
        id: `in-${++handedIn}`,
        from: '+14155552345',
        to: number.phoneNumber,
        body: 'hello',
        media: [],
        ...message,
      }),
    find: (sid) => store.messages.find(account.sid, sid),
    story: async (sid) => (await store.messages.events(sid)).map(({ kind }) => kind),
    async [Symbol.asyncDispose]() {
      await carrier.stop()
      await caller.close()
      await store[Symbol.asyncDispose]()
    },
  }
}

const mapSpecs = (deeds: Deeds, values: { lease?: number }): Deeds =>
  Object.fromEntries(Object.entries(deeds).map(([deed, spec]) => [deed, { ...spec, ...values }]))
