import type { CallStatus } from '../domain/call.ts'
import { recordingPath } from './recording-parameters.ts'
import type { Parameter } from './run.ts'

interface Dialed {
  status: CallStatus
  /** The call that was connected, or tried last. */
  callSid: string | null
  /** Seconds from its answer; null when nobody answered. */
  seconds: number | null
  recording: Parameters<typeof recordingPath>[0] | null
}

/** What the action of `<Dial>` is told of how it went. */
export const dialParameters = ({ status, callSid, seconds, recording }: Dialed): Parameter[] => [
  ['DialCallStatus', status],
  ...(callSid === null ? [] : [['DialCallSid', callSid] as const]),
  ...(seconds === null ? [] : [['DialCallDuration', String(seconds)] as const]),
  ...(recording
    ? ([
        ['RecordingUrl', recordingPath(recording)],
        ['RecordingSid', recording.sid],
      ] as const)
    : []),
]
