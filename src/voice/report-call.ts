import { type Call, type CallEvent, type CallStatus, isEnded } from '../domain/call.ts'
import { minutesOf } from '../domain/call-price.ts'
import { type Instant, rfc2822 } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import { placeOfNumber } from '../domain/place-of-number.ts'
import { type Operation, outcome, remove } from '../domain/write.ts'
import { type Tale, type Telling, tellApplication } from '../messaging/tell-application.ts'
import { wasKept } from '../domain/was-kept.ts'
import { newJob } from './new-job.ts'

/** What is told of a call beside what it shows. */
export interface CallReport {
  at: Instant
  /** `initiated` is told, and never shown. */
  status: CallStatus | 'initiated'
  /** What the carrier said at the end. */
  sipCode?: number | null
  /** Further parameters, behind the others. */
  more?: readonly (readonly [string, string])[]
}

/**
 * Adds the job that tells the application of a step, where it asked for that. The job carries all that is told, so that the call may be
 * deleted before. Answers also how many steps are reported then.
 */
export function reportOf(
  call: Call,
  event: CallEvent,
  report: CallReport,
): { reported: number; operations: Operation[] } {
  const { reporting, reported, sid: subject, accountSid } = call
  if (!reporting?.events.includes(event)) return { reported, operations: [] }
  const { url, method } = reporting
  const data = { url, method, kind: 'status', parameters: callParameters(call, report) } satisfies Tale
  return {
    reported: reported + 1,
    operations: [newJob('report-call', { accountSid, subject, due: report.at, data })],
  }
}

/** What a status callback of a call says, in the order in which it is recorded to be said. What is not known of a place is empty. */
export function callParameters(call: Call, { at, status, sipCode, more = [] }: CallReport): [string, string][] {
  const { to, from, duration } = call
  const ended = status !== 'initiated' && isEnded(status)
  const seconds = duration ?? 0
  const [called, caller] = [placeOfNumber(to), placeOfNumber(from)]
  const parameters: readonly (readonly [string, string | null | undefined])[] = [
    ['Called', to],
    ['ToState', called.state],
    ['CallerCountry', caller.country],
    ['Direction', call.direction],
    ['Timestamp', rfc2822(at)],
    ['CallbackSource', 'call-progress-events'],
    ['SipResponseCode', sipCode?.toString()],
    ['CallerState', caller.state],
    ['ToZip', called.zip],
    ['SequenceNumber', String(call.reported)],
    ['CallSid', call.sid],
    ['To', to],
    ['CallerZip', caller.zip],
    ['ToCountry', called.country],
    ['CalledZip', called.zip],
    ['ApiVersion', call.apiVersion],
    ['CalledCity', called.city],
    ['CallStatus', status],
    ['Duration', ended ? String(minutesOf(seconds)) : null],
    ['From', from],
    ['CallDuration', ended ? String(seconds) : null],
    ['AccountSid', call.accountSid],
    ['CalledCountry', called.country],
    ['CallerCity', caller.city],
    ['ToCity', called.city],
    ['FromCountry', caller.country],
    ['Caller', from],
    ['FromCity', caller.city],
    ['CalledState', called.state],
    ['FromZip', caller.zip],
    ['AnsweredBy', call.answeredBy],
    ['FromState', caller.state],
    ['ParentCallSid', call.parentCallSid],
    ...more,
  ]
  return parameters.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]]))
}

export interface CallTelling extends Telling {
  /** Under which address applications find the server. */
  publicUrl: string
}

/** Tells applications of calls, of recordings and of caller ids. Each is a run of its own: a slow receiver holds up no other. */
export function reportCall(has: CallTelling): DeedSpec {
  return {
    concurrency: has.concurrency,
    batch: 1,
    // Longer than a call of a webhook may take with all its tries.
    lease: 20_000,
    run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => report(job, has, signal)))),
  }
}

async function report(job: Job, has: CallTelling, signal: AbortSignal): Promise<void> {
  const tale = job.data as unknown as Tale
  const parameters = tale.parameters.map(([name, value]): [string, string] => [
    name,
    name === 'RecordingUrl' ? has.publicUrl + value : value,
  ])
  const told = await tellApplication(job, { ...tale, parameters }, has, signal)
  wasKept(await has.ledger.keep(outcome([...(told?.operations ?? []), remove('job', job.id)])))
}
