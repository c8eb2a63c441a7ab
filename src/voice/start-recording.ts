import type { Call } from '../domain/call.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import { Problem } from '../domain/problem.ts'
import type {
  Recording,
  RecordingChannels,
  RecordingEvent,
  RecordingSource,
  RecordingTrack,
  Trim,
} from '../domain/recording.ts'
import { mintSid } from '../domain/sid.ts'
import { add, type Operation } from '../domain/write.ts'
import { reportOfRecording } from './report-recording.ts'
import { changed, type Stepping, takeStep } from './step.ts'

/** How sound is to be recorded, and who is told. */
export interface RecordingWish {
  channels?: RecordingChannels
  track?: RecordingTrack
  trim?: Trim
  statusCallback?: string
  statusCallbackMethod?: HttpMethod
  statusCallbackEvent?: readonly RecordingEvent[]
}

export interface Recorder extends Stepping {
  clock: Clock
}

/** Begins to record a call that is in progress. Null when there is no such call. */
export async function startRecording(callSid: string, wish: RecordingWish, has: Recorder): Promise<Recording | null> {
  const recordings: Recording[] = []
  const found = await takeStep(
    callSid,
    (call) => {
      if (call.status !== 'in-progress') throw new Problem('callNotRecordable')
      const at = has.clock.now()
      const recording = newRecording(call, wish, 'StartCallRecordingAPI', at)
      recordings[0] = recording
      // The call changes with it, so that whoever ends the call ends its recordings, too.
      const step = changed(call, {}, at)
      return { ...step, operations: [...step.operations, ...begun(recording)] }
    },
    'accept',
    has,
  )
  return found && (recordings[0] ?? null)
}

/** Keeps a recording that begins, and tells of it. */
export const begun = (recording: Recording): Operation[] => [
  add('recording', recording),
  ...reportOfRecording(recording, 'in-progress', recording.startTime),
]

/** A recording of a call as it begins. */
export function newRecording(call: Call, wish: RecordingWish, source: RecordingSource, at: Instant): Recording {
  const { channels = 'mono', track = 'both', trim = 'do-not-trim', statusCallback: url } = wish
  const { statusCallbackMethod: method = 'POST', statusCallbackEvent: events = ['completed'] } = wish
  return {
    sid: mintSid('RE', at),
    accountSid: call.accountSid,
    callSid: call.sid,
    status: 'in-progress',
    source,
    channels: channels === 'dual' ? 2 : 1,
    track,
    trim,
    reporting: url ? { url, method, events } : null,
    apiVersion: call.apiVersion,
    startTime: at,
    runningSince: at,
    recorded: 0,
    duration: null,
    price: null,
    priceUnit: call.priceUnit,
    errorCode: null,
    dateCreated: at,
    dateUpdated: at,
  }
}
