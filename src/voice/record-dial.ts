import type { DialVerb } from '../twiml/voice-verbs.ts'
import { addressIn } from './address-in.ts'
import { type Draft, tell } from './draft.ts'
import { begun, newRecording } from './start-recording.ts'

/** Begins to record what is said in a `<Dial>`: the recording belongs to the call that dials. Answers how it is named. */
export function recordDial(verb: DialVerb, draft: Draft): string {
  const { call, run, at } = draft
  const { record, trim, recordingTrack, recordingStatusCallback: written } = verb
  const statusCallback = written ? addressIn(run, written) : null
  const wish = {
    channels: record.endsWith('-dual') ? ('dual' as const) : ('mono' as const),
    track: recordingTrack,
    trim,
    ...(statusCallback !== null && { statusCallback }),
    statusCallbackMethod: verb.recordingStatusCallbackMethod,
    statusCallbackEvent: verb.recordingStatusCallbackEvent,
  }
  const recording = newRecording(call, wish, 'DialVerb', at)
  draft.operations.push(...begun(recording))
  tell(draft, 'recording', { recordingSid: recording.sid })
  return recording.sid
}
