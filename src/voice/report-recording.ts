import { type Instant, rfc2822 } from '../domain/clock.ts'
import type { Recording, RecordingEvent } from '../domain/recording.ts'
import type { Operation } from '../domain/write.ts'
import type { Tale } from '../messaging/tell-application.ts'
import { newJob } from './new-job.ts'
import { recordingPath } from './recording-parameters.ts'

/** Adds the job that tells the application of a step of a recording, where it asked for that. */
export function reportOfRecording(recording: Recording, event: RecordingEvent, due: Instant): Operation[] {
  const { reporting, accountSid, sid: subject } = recording
  if (!reporting?.events.includes(event)) return []
  const { url, method } = reporting
  const parameters = recordingParameters(recording, event)
  const data = { url, method, kind: 'status', parameters } satisfies Tale
  return [newJob('report-call', { accountSid, subject, due, data })]
}

function recordingParameters(recording: Recording, event: RecordingEvent): [string, string][] {
  const { accountSid, callSid, sid, duration, channels, startTime, source, track } = recording
  return [
    ['AccountSid', accountSid],
    ['CallSid', callSid],
    ['RecordingSid', sid],
    ['RecordingUrl', recordingPath(recording)],
    ['RecordingStatus', event],
    ...(duration === null ? [] : [['RecordingDuration', String(duration)] satisfies [string, string]]),
    ['RecordingChannels', String(channels)],
    ['RecordingStartTime', rfc2822(startTime)],
    ['RecordingSource', source],
    ['RecordingTrack', track],
  ]
}
