import type { Instant } from '../domain/clock.ts'
import { type Recording, type RecordingStatus, soundOf } from '../domain/recording.ts'
import { change, type Guard, type Operation, present } from '../domain/write.ts'
import { newJob } from './new-job.ts'

/** What is kept when a recording gets no more sound: how long it is, and the job that completes it. */
export function stopped(
  recording: Recording,
  status: Extract<RecordingStatus, 'stopped' | 'processing'>,
  at: Instant,
): { recording: Recording; operations: Operation[]; guards: Guard[] } {
  const { accountSid, sid: subject } = recording
  const recorded = soundOf(recording, at)
  const values = { status, recorded, runningSince: null, duration: Math.round(recorded / 1000), dateUpdated: at }
  return {
    recording: { ...recording, ...values },
    operations: [change('recording', subject, values), newJob('complete-recording', { accountSid, subject, due: at })],
    guards: [unchanged(recording)],
  }
}

/** That nobody changed the recording meanwhile. */
export const unchanged = ({ sid, status, runningSince, recorded }: Recording): Guard =>
  present('recording', sid, { status: [status], runningSince: [runningSince], recorded: [recorded] })
