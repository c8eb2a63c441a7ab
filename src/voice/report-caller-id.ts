import type { Call, CallerIdCheck } from '../domain/call.ts'
import type { Instant } from '../domain/clock.ts'
import type { Operation } from '../domain/write.ts'
import type { Tale } from '../messaging/tell-application.ts'
import { newJob } from './new-job.ts'
import { callParameters } from './report-call.ts'

/** Adds the job that tells the application whether a number was verified, where it asked for that. */
export function reportCallerId(
  call: Call,
  { statusCallback: url, statusCallbackMethod: method }: CallerIdCheck,
  { at, sipCode, callerIdSid }: { at: Instant; sipCode?: number | null | undefined; callerIdSid?: string | undefined },
): Operation[] {
  if (!url) return []
  const { accountSid, sid: subject, status } = call
  const more: [string, string][] = [
    ['VerificationStatus', callerIdSid === undefined ? 'failed' : 'success'],
    ...(callerIdSid === undefined ? [] : [['OutgoingCallerIdSid', callerIdSid] satisfies [string, string]]),
  ]
  const parameters = callParameters(call, { at, status, sipCode, more })
  const data = { url, method, kind: 'caller-id', parameters } satisfies Tale
  return [newJob('report-call', { accountSid, subject, due: at, data })]
}
