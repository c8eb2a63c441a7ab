import { type Call, callMayAdvance } from '../domain/call.ts'
import type { CallProgress } from '../domain/voice-carrier.ts'
import type { Operation } from '../domain/write.ts'
import type { Tale } from '../messaging/tell-application.ts'
import { ended } from './ended.ts'
import { endOf } from './end-call.ts'
import { newJob } from './new-job.ts'
import { reportOf } from './report-call.ts'
import { begun, newRecording } from './start-recording.ts'
import { changed, type Step, type Stepping, takeStep } from './step.ts'
import { verified } from './verified.ts'

export interface Progressing extends Stepping {
  /** Milliseconds that an answered call lasts, unless it is ended before. */
  callLength: number
}

/** Keeps what a carrier says of a call. What comes late, twice, or about a call that is gone changes nothing. */
export async function recordProgress(progress: CallProgress, has: Progressing): Promise<void> {
  await takeStep(progress.callSid, (call) => stepOf(call, progress, has), 'outcome', has)
}

async function stepOf(call: Call, progress: CallProgress, has: Progressing): Promise<Step | null> {
  const { at } = progress
  switch (progress.event) {
    case 'ringing':
      return callMayAdvance(call.status, 'ringing') ? rang(call, at) : null
    case 'answered':
      return callMayAdvance(call.status, 'in-progress') ? answered(call, progress, has) : null
    case 'unanswered':
      return callMayAdvance(call.status, progress.status) && call.status !== 'in-progress'
        ? ended(call, progress, has.ledger)
        : null
    case 'hung-up':
      return call.status === 'in-progress' ? ended(call, { status: 'completed', at, sipCode: 200 }, has.ledger) : null
    case 'digits':
      return call.status === 'in-progress' ? verified(call, progress.digits, at, has.ledger) : null
  }
}

function rang(call: Call, at: number): Step {
  const { reported, operations } = reportOf(call, 'ringing', { at, status: 'ringing' })
  const step = changed(call, { status: 'ringing', reported }, at)
  return { ...step, operations: [...step.operations, ...operations] }
}

function answered(call: Call, { at, by }: { at: number; by: 'human' | 'machine' }, { callLength }: Progressing): Step {
  const { options, accountSid, sid: subject } = call
  const answeredBy = options.machineDetection ? (by === 'human' ? 'human' : 'machine_start') : null
  const values = { status: 'in-progress', answeredAt: at, answeredBy } as const
  const { reported, operations } = reportOf({ ...call, ...values }, 'answered', { at, status: 'in-progress' })
  const step = changed(call, { ...values, reported }, at)
  const recorded = options.record ? begun(newRecording(call, wishOf(call), 'OutboundAPI', at)) : []
  const end = newJob('end-call', { accountSid, subject, due: endOf(step.call, callLength) ?? at })
  return { ...step, operations: [...step.operations, ...operations, ...detected(step.call, at), ...recorded, end] }
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
