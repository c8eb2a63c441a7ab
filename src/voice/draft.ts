import type { Call, TranscriptLine } from '../domain/call.ts'
import type { Instant } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { mintSid } from '../domain/sid.ts'
import type { Guard, Operation } from '../domain/write.ts'
import { faultRecord } from '../messaging/fault-record.ts'
import type { TwimlFault } from '../twiml/twiml.ts'
import { answering } from './answering.ts'
import { ended, type Ending, withoutTimer } from './ended.ts'
import { newJob } from './new-job.ts'
import type { CallRun, Waiting } from './run.ts'
import { changed, type Step } from './step.ts'
import { type Told, transcriptLine } from './transcript-line.ts'

/** A step of a call whose instructions are carried out, while it is being made. */
export interface Draft {
  /** As it was. */
  readonly before: Call
  /** As it will be. */
  call: Call
  run: CallRun
  readonly at: Instant
  readonly operations: Operation[]
  readonly guards: Guard[]
  /** How it ends, if it does. */
  ending: Omit<Ending, 'at' | 'also'> | null
  /** Whether it was told all, and waits to be connected to the call that made it. */
  connects: boolean
  /** What is to be done once all is kept. */
  readonly afterKept: (() => void)[]
}

/** Whether the document goes on at once, the call waits for something, or it is over. */
export type Next = 'on' | 'waits' | 'ended'

export const draftOf = (call: Call, run: CallRun, at: Instant): Draft => ({
  before: call,
  call,
  run,
  at,
  operations: [],
  guards: [],
  ending: null,
  connects: false,
  afterKept: [],
})

/** Adds a line to the transcript. */
export function tell({ call, at, operations }: Draft, kind: Told, detail: TranscriptLine['detail'] = {}): void {
  operations.push(transcriptLine(call, at, kind, detail))
}

/** Tells of what is wrong with the instructions, where the customer and whoever reads the transcript look. */
export function blame(draft: Draft, { line = null, column = null, ...fault }: Fault): void {
  const { call, run, at, operations } = draft
  const { sid, accountSid, apiVersion } = call
  const subject = { accountSid, callSid: sid, resourceSid: sid, apiVersion }
  operations.push(faultRecord(subject, documentOf(run, at), { line, column, ...fault }, at))
  tell(draft, 'fault', { code: fault.code, level: fault.level, text: fault.text })
}

type Fault = Omit<TwimlFault, 'line' | 'column'> & Partial<Pick<TwimlFault, 'line' | 'column'>>

/** The request whose answer the document was, as far as that is still known. */
const documentOf = ({ documentUrl }: CallRun, at: Instant) =>
  ({
    at,
    duration: 0,
    method: 'POST',
    url: documentUrl ?? '',
    parameters: [],
    requestHeaders: {},
    responseStatus: null,
    responseHeaders: {},
    responseBody: '',
    errorCode: null,
    error: null,
  }) as const

/** Turns to something that the call waits for: at most until then, or until somebody tells. */
export function waitFor(draft: Draft, waiting: Waiting, until: Instant | null): void {
  const { accountSid, sid: subject } = draft.call
  const turn = draft.before.revision + 1
  const timer = until === null ? null : mintSid('JB', until)
  draft.operations.push(...withoutTimer(draft.run))
  draft.run = { ...draft.run, waiting, turn, timer }
  if (until === null || timer === null) return
  const deed = isElsewhere(waiting) ? 'ask-for-call' : 'run-call'
  draft.operations.push(newJob(deed, { accountSid, subject, due: until, data: { turn }, id: timer }))
}

/** Whether something must be got for it first. */
const isElsewhere = (waiting: Waiting): boolean =>
  waiting.for === 'document' ||
  waiting.for === 'sound' ||
  (waiting.for === 'input' && waiting.gathering.now === 'sound')

/** Takes a call that rings with us. */
export function answer(draft: Draft): void {
  const { values, operations } = answering(draft.call, draft.at, null)
  draft.call = { ...draft.call, ...values }
  draft.operations.push(...operations)
}

/** The step, as it is to be kept. */
export async function finished(draft: Draft, ledger: Ledger): Promise<Step> {
  const { before, call, run, at, ending, afterKept } = draft
  const { status, answeredAt, answeredBy, reported } = call
  const also = { status, answeredAt, answeredBy, reported, run: draft.connects ? null : { ...run } }
  const step = ending ? await ended(before, { ...ending, at, also }, ledger) : changed(before, also, at)
  return {
    call: step.call,
    operations: [...draft.operations, ...step.operations],
    guards: [...draft.guards, ...(step.guards ?? [])],
    afterKept: () => afterKept.forEach((act) => act()),
  }
}
