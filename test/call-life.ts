import { callSimulator } from '../src/carriers/simulator/call-simulator.ts'
import type { Account } from '../src/domain/account.ts'
import type { Call, TranscriptLine } from '../src/domain/call.ts'
import type { IncomingPhoneNumber } from '../src/domain/incoming-phone-number.ts'
import type { Deeds, Job } from '../src/domain/job.ts'
import type { Notification } from '../src/domain/notification.ts'
import type { PhoneCalls } from '../src/domain/phone-actions.ts'
import type { AnsweringWay, PhoneBehaviour } from '../src/domain/virtual-phone.ts'
import type { CallHappening, VoiceCarrier } from '../src/domain/voice-carrier.ts'
import { accept, add } from '../src/domain/write.ts'
import { runDue } from '../src/jobs/run-due.ts'
import { freeRules } from '../src/messaging/sending-rules.testing.ts'
import { aNumber, anAccount, someTime } from '../src/store/records.testing.ts'
import { openStore, type Store } from '../src/store/store.ts'
import type { CallRequest } from '../src/voice/check-call.ts'
import { type Calling, createCall } from '../src/voice/create-call.ts'
import { voiceDeeds } from '../src/voice/deeds.ts'
import { receiveCall } from '../src/voice/receive-call.ts'
import { recordProgress } from '../src/voice/record-progress.ts'
import { everyAddress } from '../src/webhooks/address-rules.ts'
import { webhookCaller } from '../src/webhooks/call-webhook.ts'
import type { DatabaseKind } from './databases.ts'
import { openReceiver, type Receiver } from './receiver.ts'

export const ringDelay = 100
export const answerDelay = 1000
export const slowAnswerDelay = 20_000
/** How long a call is that is not told what else to do, and how long phones talk that `<Dial>` connected. */
export const callLength = 5000
export const talk = 4000

/** Everything that a call's life takes but a server, with a clock that the test moves. */
export interface CallLife extends AsyncDisposable {
  store: Store
  /** The application that is told of calls. */
  receiver: Receiver
  clock: { now(): number; advance(milliseconds: number): void }
  account: Account
  number: IncomingPhoneNumber
  has: Calling
  call(values?: Partial<CallRequest>): Promise<Call>
  /** The number of a phone that behaves like this, and is answered so. */
  phone(behaviour?: PhoneBehaviour, answers?: AnsweringWay): Promise<string>
  /** What people do with phones. */
  phones: PhoneCalls
  /** Does all that is due by the clock, as a worker whose leases last so long. */
  settle(as?: { lease: number }): Promise<number>
  /** Lets time pass, and does all that falls due meanwhile, each thing at its time. */
  after(milliseconds: number): Promise<void>
  /** Takes the deed's jobs as a worker does that dies at once: their leases end immediately. */
  takeAndDie(deed: string): Promise<readonly Job[]>
  /** What a carrier says of a call. */
  progress(callSid: string, happening: CallHappening): Promise<void>
  find(sid: string): Promise<Call | null>
  /** What happened in a call, without when. */
  transcript(sid: string): Promise<readonly (readonly [kind: string, detail: TranscriptLine['detail']])[]>
  /** What is wrong, as the account's notifications tell it of a call. */
  faults(sid: string): Promise<readonly Pick<Notification, 'errorCode' | 'log'>[]>
}

interface CallLifeOptions {
  carrier?: VoiceCarrier
  /** What the application answers. */
  answer?: Parameters<typeof openReceiver>[0]
}

export async function callLife(
  open: DatabaseKind['open'],
  { carrier: other, answer }: CallLifeOptions = {},
): Promise<CallLife> {
  const [database, receiver] = await Promise.all([open(), openReceiver(answer)])
  const store = await openStore(database.url)
  let now = someTime
  const clock = { now: () => now, advance: (milliseconds: number) => void (now += milliseconds) }
  const nudge = () => {}
  const has = { ledger: store, clock, nudge }
  const phones = callSimulator({
    ...has,
    delays: { ring: ringDelay, answer: answerDelay, slowAnswer: slowAnswerDelay, talk },
  })
  const carrier = other ?? phones
  const caller = webhookCaller({ addresses: everyAddress, clockNow: clock.now })
  const telling = { ...has, call: caller.call, concurrency: 200, publicUrl: 'http://trunkline.example' }
  const carrying = { ...has, rules: freeRules, sending: { ...has, carrier: 'simulator', rules: freeRules } }
  const deeds: Deeds = {
    ...phones.deeds,
    ...voiceDeeds({
      placing: { ...has, carrierOf: (name) => (name === carrier.name ? carrier : undefined) },
      ending: has,
      running: { ...carrying, clock, telling, fetchFile: caller.fetchFile },
      telling,
    }),
  }
  const progress = (said: Parameters<typeof recordProgress>[0]) => recordProgress(said, carrying)
  await carrier.start({ progress, incoming: (call) => receiveCall(call, has) })
  const account = anAccount()
  const number = aNumber({ accountSid: account.sid })
  await store.keep(accept([add('account', account), add('incomingPhoneNumber', number)]))
  const calling = { ...has, voiceCarrier: carrier.name, rules: freeRules }
  const rateOf = () => Infinity
  const settle = (as: { lease?: number } = {}) =>
    runDue({
      ledger: store,
      clock,
      deeds: Object.fromEntries(Object.entries(deeds).map(([deed, spec]) => [deed, { ...spec, ...as }])),
      rateOf,
    })
  let last = 4155550300

  return {
    store,
    receiver,
    clock,
    account,
    number,
    has: calling,
    call: (values = {}) =>
      createCall(
        {
          account,
          to: '+14155552345',
          from: number.phoneNumber,
          instruction: { twiml: `<Response><Pause length="${callLength / 1000}"/></Response>` },
          options: {},
          apiVersion: '2010-04-01',
          ...values,
        },
        calling,
      ),
    phones: phones.phones,
    async phone(behaviour, answers = 'by-itself') {
      const phoneNumber = `+1${++last}`
      if (behaviour)
        await store.keep(accept([add('virtualPhone', { phoneNumber, name: '', behaviour, answers, dateCreated: 0 })]))
      return phoneNumber
    },
    settle,
    async after(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        await settle()
        const next = await store.jobs.next(Object.keys(deeds))
        const due = Math.min(...[...next.values()].map((job) => job.due ?? Infinity))
        if (due > end) break
        now = Math.max(due, now)
      }
      now = end
      await settle()
    },
    takeAndDie: (deed) => store.jobs.claim({ deeds: [deed], limit: 100, now, lease: -1, rateOf }),
    progress: (callSid, happening) => progress({ ...happening, callSid, at: now }),
    find: (sid) => store.calls.find(account.sid, sid),
    transcript: async (sid) => (await store.calls.transcript(sid)).map(({ kind, detail }) => [kind, detail] as const),
    async faults(callSid) {
      const { rows } = await store.notifications.list(account.sid, { callSid }, { size: 100, skip: 0 })
      return rows.map(({ errorCode, log }) => ({ errorCode, log })).reverse()
    },
    async [Symbol.asyncDispose]() {
      await carrier.stop()
      await caller.close()
      await store[Symbol.asyncDispose]()
      await receiver[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}
