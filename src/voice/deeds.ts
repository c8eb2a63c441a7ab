import type { Deeds } from '../domain/job.ts'
import { completeRecording } from './complete-recording.ts'
import { endCall, type EndingCalls } from './end-call.ts'
import { hangUpCall } from './hang-up-call.ts'
import type { VoiceDeed } from './new-job.ts'
import { placeCall, type Placing } from './place-call.ts'
import { type CallTelling, reportCall } from './report-call.ts'
import { askForCall, runCall, type RunningCalls } from './run-call.ts'

/** What jobs of this room are done by, by the names that they carry. */
export function voiceDeeds(has: {
  placing: Placing
  ending: EndingCalls
  running: RunningCalls
  telling: CallTelling
}) {
  return {
    'place-call': placeCall(has.placing),
    'run-call': runCall(has.running),
    'ask-for-call': askForCall(has.running),
    'end-call': endCall(has.ending),
    'hang-up-call': hangUpCall(has.placing),
    'complete-recording': completeRecording(has.ending),
    'report-call': reportCall(has.telling),
  } satisfies Deeds & Record<VoiceDeed, unknown>
}
