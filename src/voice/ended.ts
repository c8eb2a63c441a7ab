import type { Call, CallStatus } from '../domain/call.ts'
import { minutesOf, priceOfCall } from '../domain/call-price.ts'
import type { Instant } from '../domain/clock.ts'
import { countUsage } from '../domain/count-usage.ts'
import type { Ledger } from '../domain/ledger.ts'
import { countryOf } from '../domain/phone-number.ts'
import type { Operation } from '../domain/write.ts'
import { newJob } from './new-job.ts'
import { reportOf } from './report-call.ts'
import { reportCallerId } from './report-caller-id.ts'
import { stopped } from './stopped.ts'
import { changed, type Step } from './step.ts'

export interface Ending {
  status: Extract<CallStatus, 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled'>
  at: Instant
  sipCode?: number | null
  /** Whether we end it: then the carrier is to be told. */
  hangUp?: true
  /** The caller id that the call proved. */
  callerIdSid?: string
}

/** What is kept when a call ends, however it ends: how long it was, what it costs, its recordings, and who is told. */
export async function ended(call: Call, ending: Ending, ledger: Ledger): Promise<Step> {
  const { status, at, sipCode, hangUp, callerIdSid } = ending
  const { accountSid, sid: subject } = call
  const recordings = (await ledger.recordings.running(subject)).map((one) => stopped(one, 'processing', at))
  const values = { status, ...(call.answeredAt === null ? {} : billed(call, call.answeredAt, at)) }
  const report = reportOf({ ...call, ...values }, 'completed', { at, status, sipCode })
  const step = changed(call, { ...values, reported: report.reported }, at)
  return {
    call: step.call,
    operations: [
      ...step.operations,
      ...report.operations,
      ...(call.callerIdCheck ? reportCallerId(step.call, call.callerIdCheck, { at, callerIdSid, sipCode }) : []),
      ...recordings.flatMap(({ operations }) => operations),
      ...usageOf(step.call, at),
      ...(hangUp && call.startTime !== null
        ? [newJob('hang-up-call', { accountSid, subject, due: at, data: { carrier: call.carrier } })]
        : []),
    ],
    guards: recordings.flatMap(({ guards }) => guards),
  }
}

function billed({ callerIdCheck, to }: Call, answeredAt: Instant, at: Instant): Partial<Call> {
  const duration = Math.max(Math.round((at - answeredAt) / 1000), 0)
  // What the platform calls for itself is free.
  return { endTime: at, duration, price: callerIdCheck ? null : priceOfCall(countryOf(to), duration) }
}

const usageOf = ({ accountSid, duration, price }: Call, at: Instant): Operation[] =>
  price === null || duration === null
    ? []
    : [countUsage(accountSid, 'calls-outbound', at, { usage: minutesOf(duration), price: -price })]
