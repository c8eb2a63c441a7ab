import type { Call } from '../domain/call.ts'
import type { Instant } from '../domain/clock.ts'
import type { Operation } from '../domain/write.ts'
import type { Tale } from '../messaging/tell-application.ts'
import { endOf } from './end-call.ts'
import { endJobOf } from './ended.ts'
import { newJob } from './new-job.ts'
import { reportOf } from './report-call.ts'
import { begun, newRecording } from './start-recording.ts'
import { transcriptLine } from './transcript-line.ts'

/** What changes when a call is answered, and what is kept with that. `by`: who answered, where that is the other end. */
export function answering(
  call: Call,
  at: Instant,
  by: 'human' | 'machine' | null,
): { values: Pick<Call, 'status' | 'answeredAt' | 'answeredBy' | 'reported'>; operations: Operation[] } {
  const { options, accountSid, sid: subject } = call
  const answeredBy = options.machineDetection && by ? (by === 'human' ? 'human' : 'machine_start') : null
  const values = { status: 'in-progress', answeredAt: at, answeredBy } as const
  const { reported, operations } = reportOf({ ...call, ...values }, 'answered', { at, status: 'in-progress' })
  const answered = { ...call, ...values, reported }
  return {
    values: { ...values, reported },
    operations: [
      transcriptLine(call, at, 'status', { status: 'in-progress', ...(answeredBy && { answeredBy }) }),
      ...operations,
      ...detected(answered, at),
      ...(options.record ? begun(newRecording(call, wishOf(call), 'OutboundAPI', at)) : []),
      newJob('end-call', { accountSid, subject, due: endOf(answered) ?? at, id: endJobOf(subject) }),
    ],
  }
}

/** Adds the job that tells who answered, where a call was to go on while that was found out. */
function detected({ sid: subject, accountSid, answeredBy, options }: Call, due: number): Operation[] {
  const { asyncAmd, asyncAmdStatusCallback: url, asyncAmdStatusCallbackMethod: method = 'POST' } = options
  if (!asyncAmd || !url || answeredBy === null) return []
  const parameters: Tale['parameters'] = [
    ['CallSid', subject],
    ['AccountSid', accountSid],
    ['AnsweredBy', answeredBy],
    ['MachineDetectionDuration', '0'],
  ]
  const data = { url, method, kind: 'status', parameters } satisfies Tale
  return [newJob('report-call', { accountSid, subject, due, data })]
}

const wishOf = ({ options }: Call) => ({
  channels: options.recordingChannels,
  track: options.recordingTrack,
  trim: options.trim,
  statusCallback: options.recordingStatusCallback,
  statusCallbackMethod: options.recordingStatusCallbackMethod,
  statusCallbackEvent: options.recordingStatusCallbackEvent,
})
