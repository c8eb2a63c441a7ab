import { type Draft, type Next, tell } from '../draft.ts'

/** `<Reject>`: does not take a call, which is free. One that is taken already is ended. */
export function reject({ reason }: { reason: 'rejected' | 'busy' }, draft: Draft): Next {
  tell(draft, 'rejected', { reason })
  draft.ending =
    draft.call.status !== 'ringing'
      ? { status: 'completed', sipCode: 200, hangUp: true }
      : reason === 'busy'
        ? { status: 'busy', sipCode: 486, hangUp: true }
        : { status: 'no-answer', sipCode: 603, hangUp: true }
  return 'ended'
}
