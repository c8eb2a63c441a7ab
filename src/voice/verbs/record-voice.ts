import type { Ledger } from '../../domain/ledger.ts'
import { isRecording, type Recording, soundOf } from '../../domain/recording.ts'
import { change } from '../../domain/write.ts'
import type { RecordVerb } from '../../twiml/voice-verbs.ts'
import { addressIn } from '../address-in.ts'
import { askAction } from '../ask-action.ts'
import { type Draft, type Next, tell, waitFor } from '../draft.ts'
import { shortestSound } from '../last-words.ts'
import { recordingParameters } from '../recording-parameters.ts'
import { reportOfRecording } from '../report-recording.ts'
import type { Taping } from '../run.ts'
import { begun, newRecording } from '../start-recording.ts'
import { stopped, unchanged } from '../stopped.ts'
import { notSimulated } from './not-simulated.ts'

/** `<Record>`: records until a key is pressed, nobody speaks for too long, or it is long enough. */
export function recordVoice(verb: RecordVerb, draft: Draft): Next {
  const { call, run, at } = draft
  const { trim, recordingStatusCallback, recordingStatusCallbackMethod, recordingStatusCallbackEvent } = verb
  const statusCallback = recordingStatusCallback ? addressIn(run, recordingStatusCallback) : null
  const wish = {
    trim,
    ...(statusCallback !== null && { statusCallback }),
    statusCallbackMethod: recordingStatusCallbackMethod,
    statusCallbackEvent: recordingStatusCallbackEvent,
  }
  const recording = newRecording(call, wish, 'RecordVerb', at)
  draft.operations.push(...begun(recording))
  tell(draft, 'recording', { recordingSid: recording.sid, maxLength: verb.maxLength, timeout: verb.timeout })
  if (verb.transcribe) notSimulated({ name: 'Record transcribe' }, draft)
  draft.run = { ...draft.run, inARow: 0 }
  return listen({ verb, recordingSid: recording.sid, since: at }, draft)
}

/** Waits until there was silence for too long; who speaks makes it wait anew. */
export function listen(taping: Taping, draft: Draft): Next {
  const { verb, since } = taping
  const until = Math.min(draft.at + verb.timeout * 1000, since + verb.maxLength * 1000)
  waitFor(draft, { for: 'recording', taping }, until)
  return 'waits'
}

/** The first of the keys that ends the recording ends it. */
export async function recordKeys(taping: Taping, keys: string, draft: Draft, ledger: Ledger): Promise<Next> {
  const key = [...keys].find((one) => taping.verb.finishOnKey.includes(one))
  return key === undefined ? 'waits' : recorded(taping, key, draft, ledger)
}

/** Ends the recording, and tells the `action` of it. What holds no sound is no recording, and is passed over. */
export async function recorded(
  { verb, recordingSid }: Taping,
  digits: string,
  draft: Draft,
  ledger: Ledger,
): Promise<Next> {
  const { at } = draft
  const found = (await ledger.recordings.many([recordingSid])).get(recordingSid)
  if (!found) return 'on'
  if (isRecording(found.status) && soundOf(found, at) < shortestSound) return nothingRecorded(found, draft)
  const step = isRecording(found.status) ? stopped(found, 'processing', at) : null
  const recording = step?.recording ?? found
  draft.operations.push(...(step?.operations ?? []))
  draft.guards.push(...(step?.guards ?? []))
  tell(draft, 'recorded', { recordingSid, seconds: recording.duration, digits })
  return askAction(draft, verb, [...recordingParameters(recording, at), ['Digits', digits]])
}

function nothingRecorded(recording: Recording, draft: Draft): Next {
  const { at, operations, guards } = draft
  const values = { status: 'absent', runningSince: null, dateUpdated: at } as const
  operations.push(change('recording', recording.sid, values))
  operations.push(...reportOfRecording({ ...recording, ...values }, 'absent', at))
  guards.push(unchanged(recording))
  tell(draft, 'recorded', { recordingSid: recording.sid, seconds: null, digits: '' })
  return 'on'
}
