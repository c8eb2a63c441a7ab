import { type Call, type CallInstruction, isEnded } from '../domain/call.ts'
import type { Clock } from '../domain/clock.ts'
import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import { Problem } from '../domain/problem.ts'
import { checkTimeLimit, checkTwiml } from './check-call.ts'
import { ended } from './ended.ts'
import { newJob } from './new-job.ts'
import { changed, type Step, type Stepping, takeStep } from './step.ts'

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
  const step = changed(
    call,
    { instruction: instructed(call.instruction, change), reporting: told(call, change), options },
    at,
  )
  if (change.timeLimit === undefined || call.answeredAt === null) return step
  // It may be over sooner than the job knows that waits for it already.
  const { accountSid, sid: subject } = call
  const due = Math.max(call.answeredAt + change.timeLimit * 1000, at)
  return { ...step, operations: [...step.operations, newJob('end-call', { accountSid, subject, due })] }
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
