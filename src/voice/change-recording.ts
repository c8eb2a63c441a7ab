import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { isRecording, type PauseBehavior, type Recording, soundOf } from '../domain/recording.ts'
import { accept, change, type Write } from '../domain/write.ts'
import { keepChange } from '../messaging/keep-change.ts'
import { stopped, unchanged } from './stopped.ts'

export interface RecordingChange {
  status: 'paused' | 'in-progress' | 'stopped'
  /** Of a pause: silence unless told. */
  pauseBehavior?: PauseBehavior
}

/** Pauses a recording, goes on with it, or stops it for good. */
export async function changeRecording(
  recording: Recording,
  wish: RecordingChange,
  { ledger, clock, nudge }: { ledger: Ledger; clock: Clock; nudge(deed?: string): void },
): Promise<Recording> {
  if (!isRecording(recording.status)) throw new Problem('callNotRecordable')
  const { changed, write } = changeOf(recording, wish, clock.now())
  if (!(await keepChange(write, ledger))) throw new Problem('conflict')
  nudge('complete-recording')
  return changed
}

function changeOf(
  recording: Recording,
  { status, pauseBehavior = 'silence' }: RecordingChange,
  at: number,
): { changed: Recording; write: Write } {
  if (status === 'stopped') {
    const { recording: changed, operations, guards } = stopped(recording, 'stopped', at)
    return { changed, write: accept(operations, guards) }
  }
  // A pause that is kept as silence goes on adding sound.
  const runningSince = status === 'paused' && pauseBehavior === 'skip' ? null : at
  const values = { status, recorded: soundOf(recording, at), runningSince, dateUpdated: at }
  const write = accept([change('recording', recording.sid, values)], [unchanged(recording)])
  return { changed: { ...recording, ...values }, write }
}
