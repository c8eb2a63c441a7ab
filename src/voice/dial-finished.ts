import type { Call, CallStatus } from '../domain/call.ts'
import { isRecording } from '../domain/recording.ts'
import { askAction } from './ask-action.ts'
import type { Carrying } from './carrying.ts'
import { dialParameters } from './dial-parameters.ts'
import { type Draft, type Next, tell } from './draft.ts'
import type { Dialing } from './run.ts'
import { stopped } from './stopped.ts'

export interface DialOutcome {
  status: CallStatus
  /** The call that was connected, or tried last. */
  child: Call | null
}

/** A `<Dial>` is over: its `action` is told how it went; without one the document goes on. */
export async function dialFinished(
  { verb, recordingSid }: Dialing,
  { status, child }: DialOutcome,
  draft: Draft,
  { ledger }: Carrying,
): Promise<Next> {
  tell(draft, 'dialed', { status, callSid: child?.sid ?? null, seconds: child?.duration ?? null })
  const recording = recordingSid === null ? undefined : (await ledger.recordings.many([recordingSid])).get(recordingSid)
  if (recording && isRecording(recording.status)) {
    const step = stopped(recording, 'processing', draft.at)
    draft.operations.push(...step.operations)
    draft.guards.push(...step.guards)
  }
  if (!verb.action) return 'on'
  const dialed = { status, callSid: child?.sid ?? null, seconds: child?.duration ?? null, recording: recording ?? null }
  return askAction(draft, verb, dialParameters(dialed))
}
