import { type Call, type CallInstruction, isEnded } from '../domain/call.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { change as changeRecord } from '../domain/write.ts'
import { addressesOf } from './addresses-of.ts'
import { checkTimeLimit, checkTwiml } from './check-call.ts'
import { beginRun } from './begin-run.ts'
import { endJobOf, ended, left, newsOf, withoutTimer } from './ended.ts'
import { runOf } from './run.ts'
import { changed, type Step, type Stepping, takeStep } from './step.ts'
import { transcriptLine } from './transcript-line.ts'

/** What shall become of a call that has not ended. */
export interface CallChange {
  /** `canceled` ends one that is not answered yet, `completed` any. */
  status?: 'canceled' | 'completed'
  url?: string
  method?: HttpMethod
  fallbackUrl?: string
  fallbackMethod?: HttpMethod
  twiml?: string
  statusCallback?: string
  statusCallbackMethod?: HttpMethod
  timeLimit?: number
}

export interface ChangingCalls extends Stepping {
  clock: Clock
}

/** Ends a call, gives it other instructions, or changes its limit and who is told. */
export async function changeCall(call: Call, change: CallChange, has: ChangingCalls): Promise<Call> {
  if (Object.values(change).every((value) => value === undefined)) return call
  checkTwiml(change.twiml ?? '')
  checkTimeLimit(change.timeLimit)
  const found = await takeStep(call.sid, (now) => stepOf(now, change, has), 'accept', has)
  if (found === null) throw new Problem('callNotInProgress')
  return found
}

async function stepOf(call: Call, change: CallChange, { ledger, clock }: ChangingCalls): Promise<Step | null> {
  const at = clock.now()
  if (isEnded(call.status)) throw new Problem('callNotInProgress')
  if (change.status !== undefined) {
    const answered = call.status === 'in-progress'
    // A call in progress is not canceled.
    if (answered && change.status === 'canceled') return null
    const ending = { at, hangUp: true } as const
    return ended(
      call,
      { ...ending, ...(answered ? { status: 'completed', sipCode: 200 } : { status: 'canceled' }) },
      ledger,
    )
  }
  if ((change.url || change.twiml) && call.status !== 'in-progress') throw new Problem('callNotInProgress')
  const options = { ...call.options, ...(change.timeLimit !== undefined && { timeLimit: change.timeLimit }) }
  const values = { instruction: instructed(call.instruction, change), reporting: told(call, change), options }
  const step = change.url || change.twiml ? await redirected(call, values, at, ledger) : changed(call, values, at)
  if (change.timeLimit === undefined || call.answeredAt === null) return step
  const due = Math.max(call.answeredAt + change.timeLimit * 1000, at)
  const moved = changeRecord('job', endJobOf(call.sid), { due, hiddenUntil: null, attempts: 0 })
  return { ...step, operations: [...step.operations, moved] }
}

/** A call leaves what it is in the midst of, and begins with its new instructions. */
async function redirected(call: Call, values: Partial<Call>, at: Instant, ledger: Ledger): Promise<Step> {
  const { accountSid, parentCallSid } = call
  const { first } = await addressesOf({ ...call, ...values }, ledger)
  const before = runOf(call)
  const begun = first && beginRun(call, first, { turn: call.revision + 1, cookies: before?.cookies ?? [] }, at)
  const { operations, guards } = await left(call, at, ledger)
  const step = changed(call, { ...values, run: begun && { ...begun.run } }, at)
  return {
    call: step.call,
    operations: [
      ...step.operations,
      transcriptLine(call, at, 'redirected', { url: values.instruction?.url ?? null }),
      ...operations,
      ...withoutTimer(before),
      ...(begun ? [begun.job] : []),
      ...(parentCallSid === null ? [] : [newsOf({ accountSid, parentCallSid }, at)]),
    ],
    guards,
  }
}

/** What is said last counts: an address replaces instructions given at once, and these an address. */
function instructed(
  before: CallInstruction,
  { url, method, twiml, fallbackUrl, fallbackMethod }: CallChange,
): CallInstruction {
  const { url: _url, twiml: _twiml, applicationSid: _application, ...rest } = before
  const fallback = { ...(fallbackUrl && { fallbackUrl }), ...(fallbackMethod && { fallbackMethod }) }
  if (twiml) return { ...rest, ...fallback, twiml }
  if (url) return { ...rest, ...fallback, url, method: method ?? 'POST' }
  return { ...before, ...fallback, ...(method && { method }) }
}

function told(
  { reporting }: Call,
  { statusCallback: url, statusCallbackMethod: method }: CallChange,
): Call['reporting'] {
  if (url) return { events: reporting?.events ?? ['completed'], method: method ?? 'POST', url }
  return reporting && method ? { ...reporting, method } : reporting
}
