import type { Call } from '../src/domain/call.ts'
import { change, outcome } from '../src/domain/write.ts'
import { answerDelay, type CallLife, callLife, ringDelay } from './call-life.ts'
import { databases, type DatabaseKind } from './databases.ts'
import { type ApplicationAnswer, type Received, twiml } from './receiver.ts'

/** Calls that are told what to do, by an application that answers each path as the test says. */
export interface ToldCalls extends AsyncDisposable {
  life: CallLife
  /** What the application answers, by path; to any other it has nothing to say. */
  answers: Map<string, ApplicationAnswer>
  /** Answers with TwiML. */
  says(path: string, verbs: string): void
  address(path: string): string
  /** What the application was asked about a call. */
  asked(path: string, call: Pick<Call, 'sid'>): readonly Received[]
  /** A call that carries out these verbs, and was answered just now. */
  told(verbs: string, values?: Parameters<CallLife['call']>[0]): Promise<Call>
  /** The same, with a document that has an address: `/voice`. */
  toldAt(verbs: string, values?: Parameters<CallLife['call']>[0]): Promise<Call>
  /** A call that somebody makes to the account's number, which is told to ask `/voice`. */
  rung(settings?: object, from?: string): Promise<Call>
  statusOf(call: Pick<Call, 'sid'>): Promise<Call['status'] | undefined>
  /** What happened in a call beside that it was asked for and what became of it. */
  lines(call: Pick<Call, 'sid'>): ReturnType<CallLife['transcript']>
  /** The calls that a call made, the oldest first. */
  children(call: Pick<Call, 'sid'>): Promise<readonly Call[]>
}

const inMemory = databases.find(({ name }) => name === 'SQLite in memory')!

export async function toldCalls(open: DatabaseKind['open'] = inMemory.open): Promise<ToldCalls> {
  const answers = new Map<string, ApplicationAnswer>()
  const life = await callLife(open, { answer: ({ url }) => answers.get(new URL(url).pathname) ?? {} })
  const address = (path: string) => `${life.receiver.url}${path}`
  const says = (path: string, verbs: string) => void answers.set(path, twiml(verbs))
  const told: ToldCalls['told'] = async (verbs, values = {}) => {
    const instruction = { twiml: `<Response>${verbs}</Response>` }
    const { sid } = await life.call({ to: await life.phone(), instruction, ...values })
    await life.after(ringDelay + answerDelay)
    return (await life.find(sid))!
  }
  return {
    life,
    answers,
    says,
    address,
    asked: (path, call) =>
      life.receiver.received.filter(
        ({ url, parameters }) => new URL(url).pathname === path && parameters.CallSid === call.sid,
      ),
    told,
    toldAt(verbs, values = {}) {
      says('/voice', verbs)
      return told('', { instruction: { url: address('/voice') }, ...values })
    },
    async rung(settings = {}, from) {
      const { sid, settings: before, phoneNumber } = life.number
      const values = { settings: { ...before, voiceUrl: address('/voice'), ...settings } }
      await life.store.keep(outcome([change('incomingPhoneNumber', sid, values)]))
      const made = await life.phones.ring(from ?? (await life.phone()), phoneNumber)
      return (await life.find(made!.callSid))!
    },
    statusOf: async ({ sid }) => (await life.find(sid))?.status,
    lines: async ({ sid }) => (await life.transcript(sid)).filter(([kind]) => kind !== 'status' && kind !== 'asked'),
    async children({ sid: parentCallSid }) {
      const { rows } = await life.store.calls.list(life.account.sid, { parentCallSid }, { size: 50, skip: 0 })
      return rows.toReversed()
    },
    [Symbol.asyncDispose]: () => life[Symbol.asyncDispose](),
  }
}
