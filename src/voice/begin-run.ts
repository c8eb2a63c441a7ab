import type { Call } from '../domain/call.ts'
import type { Instant } from '../domain/clock.ts'
import { mintSid } from '../domain/sid.ts'
import type { Operation } from '../domain/write.ts'
import { newJob } from './new-job.ts'
import type { Ask, CallRun } from './run.ts'

/** Begins with what a call is told to do: how far that is, and the job that asks. `turn`: the revision of the call in which it begins. */
export function beginRun(
  { accountSid, sid: subject }: Pick<Call, 'accountSid' | 'sid'>,
  ask: Ask,
  { turn, whenDone = 'hang-up', cookies = [] }: Pick<CallRun, 'turn'> & Partial<Pick<CallRun, 'whenDone' | 'cookies'>>,
  at: Instant,
): { run: CallRun; job: Operation } {
  const timer = mintSid('JB', at)
  return {
    run: {
      turn,
      waiting: { for: 'document', ask },
      timer,
      rest: [],
      documentUrl: null,
      cookies,
      documents: 0,
      inARow: 0,
      verbs: 0,
      whenDone,
    },
    job: newJob('ask-for-call', { accountSid, subject, due: at, data: { turn }, id: timer }),
  }
}
