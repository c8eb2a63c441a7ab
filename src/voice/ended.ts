import type { Call, CallStatus } from '../domain/call.ts'
import type { Instant } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { type Guard, type Operation, present, remove } from '../domain/write.ts'
import { billed, usageOf } from './billed.ts'
import { lastWords } from './last-words.ts'
import { newJob } from './new-job.ts'
import { reportOf } from './report-call.ts'
import { reportCallerId } from './report-caller-id.ts'
import { type CallRun, runOf } from './run.ts'
import { stopped } from './stopped.ts'
import { changed, type Step } from './step.ts'
import { transcriptLine } from './transcript-line.ts'

export interface Ending {
  status: Extract<CallStatus, 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled'>
  at: Instant
  sipCode?: number | null
  /** Whether we end it: then the carrier is to be told. */
  hangUp?: true
  /** The caller id that the call proved. */
  callerIdSid?: string
  /** What else changes in the same step, before the call ends. */
  also?: Partial<Call>
}

/**
 * What is kept when a call ends, however it ends: how long it was, what it costs, its recordings, the calls that it made, and who is told.
 */
export async function ended(before: Call, ending: Ending, ledger: Ledger): Promise<Step> {
  const { status, at, sipCode, hangUp, callerIdSid, also } = ending
  const call = { ...before, ...also }
  const { accountSid, sid: subject, parentCallSid } = call
  const recordings = (await ledger.recordings.running(subject)).map((one) => stopped(one, 'processing', at))
  const children = await childrenEnded(call, at, ledger)
  const values = { status, run: null, ...(call.answeredAt === null ? {} : billed(call, call.answeredAt, at)) }
  const report = reportOf({ ...call, ...values }, 'completed', { at, status, sipCode })
  const step = changed(before, { ...also, ...values, reported: report.reported }, at)
  return {
    call: step.call,
    operations: [
      ...step.operations,
      transcriptLine(call, at, 'status', { status }),
      ...(await lastWords(call, step.call, at, ledger)),
      ...report.operations,
      ...(call.callerIdCheck ? reportCallerId(step.call, call.callerIdCheck, { at, callerIdSid, sipCode }) : []),
      ...recordings.flatMap(({ operations }) => operations),
      ...children.operations,
      ...withoutTimer(runOf(call)),
      remove('job', endJobOf(subject)),
      ...usageOf(step.call, at),
      ...(parentCallSid === null ? [] : [newsOf({ accountSid, parentCallSid }, at)]),
      ...(hangUp && call.startTime !== null
        ? [newJob('hang-up-call', { accountSid, subject, due: at, data: { carrier: call.carrier } })]
        : []),
    ],
    guards: [...recordings.flatMap(({ guards }) => guards), ...children.guards],
  }
}

/** Adds the job that lets a call see what became of those that it made. */
export const newsOf = (
  { accountSid, parentCallSid: subject }: { accountSid: string; parentCallSid: string },
  due: Instant,
): Operation => newJob('run-call', { accountSid, subject, due, data: { news: true } })

/** Removes the job that goes on when a call has waited long enough. */
export const withoutTimer = (run: CallRun | null): Operation[] => (run?.timer ? [remove('job', run.timer)] : [])

/** The job that ends a call when its time is over: one a call, so that it can be moved and removed. */
export const endJobOf = (callSid: string): string => `JE${callSid.slice(2)}`

interface Kept {
  operations: readonly Operation[]
  guards: readonly Guard[]
}

/** What is kept when a call ends that `<Dial>` made, because the one that made it does not wait for it any more. */
export async function childEnded(child: Call, at: Instant, ledger: Ledger): Promise<Kept & { call: Call }> {
  const answered = child.status === 'in-progress'
  const step = await ended(
    child,
    { at, hangUp: true, ...(answered ? { status: 'completed', sipCode: 200 } : { status: 'canceled' }) },
    ledger,
  )
  return {
    call: step.call,
    operations: step.operations,
    guards: [present('call', child.sid, { revision: [child.revision] }), ...(step.guards ?? [])],
  }
}

/** The calls end with it that a call made, and waits for. */
async function childrenEnded(call: Call, at: Instant, ledger: Ledger): Promise<Kept> {
  if (runOf(call)?.waiting.for !== 'dial') return { operations: [], guards: [] }
  const live = await ledger.calls.liveChildren(call.sid)
  const steps = await Promise.all(live.map((child) => childEnded(child, at, ledger)))
  return {
    operations: steps.flatMap(({ operations }) => operations),
    guards: steps.flatMap(({ guards }) => guards),
  }
}

/** What the call waited for is left, because it turns to something else: what was being recorded, and the calls that it made. */
export async function left(call: Call, at: Instant, ledger: Ledger): Promise<Kept> {
  const waiting = runOf(call)?.waiting
  const sid =
    waiting?.for === 'recording'
      ? waiting.taping.recordingSid
      : waiting?.for === 'dial'
        ? waiting.dialing.recordingSid
        : null
  const recordings = sid === null ? [] : (await ledger.recordings.running(call.sid)).filter((one) => one.sid === sid)
  const steps = recordings.map((one) => stopped(one, 'processing', at))
  const children = await childrenEnded(call, at, ledger)
  return {
    operations: [...steps.flatMap(({ operations }) => operations), ...children.operations],
    guards: [...steps.flatMap(({ guards }) => guards), ...children.guards],
  }
}
