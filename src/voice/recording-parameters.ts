import type { Instant } from '../domain/clock.ts'
import { type Recording, soundOf } from '../domain/recording.ts'
import type { Parameter } from './run.ts'

/** Where the sound of a recording is: a path, because under which host the server is found is known when it is told. */
export const recordingPath = ({ accountSid, sid }: Pick<Recording, 'accountSid' | 'sid'>): string =>
  `/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`

/** What an action is told of a recording. */
export const recordingParameters = (recording: Recording, at: Instant): Parameter[] => [
  ['RecordingUrl', recordingPath(recording)],
  ['RecordingSid', recording.sid],
  ['RecordingDuration', String(recording.duration ?? Math.round(soundOf(recording, at) / 1000))],
]
