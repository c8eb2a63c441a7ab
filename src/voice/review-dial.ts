import { type Call, type CallStatus, isEnded } from '../domain/call.ts'
import { present } from '../domain/write.ts'
import type { Carrying } from './carrying.ts'
import { dialFinished } from './dial-finished.ts'
import { answer, type Draft, type Next, tell, waitFor } from './draft.ts'
import { childEnded } from './ended.ts'
import { recordDial } from './record-dial.ts'
import type { Dialing } from './run.ts'
import { dialOn } from './verbs/dial.ts'

/** Looks what became of the calls that a `<Dial>` made, and does what follows from that, however often it looks. */
export async function reviewDial(dialing: Dialing, draft: Draft, has: Carrying): Promise<Next> {
  const found = await has.ledger.calls.many(dialing.children)
  const children = dialing.children.flatMap((sid) => found.get(sid) ?? [])
  if (dialing.connected !== null) {
    const child = found.get(dialing.connected) ?? null
    // One that got instructions of its own has left.
    if (child?.status === 'in-progress' && child.run === null) return 'waits'
    return dialFinished(dialing, { status: 'completed', child }, draft, has)
  }
  const ready = children.find((child) => child.status === 'in-progress' && child.run === null)
  if (ready) return connect(ready, children, dialing, draft, has)
  if (children.some(({ status }) => !isEnded(status))) return 'waits'
  if (dialing.left.length > 0) return dialOn(dialing, draft, has)
  return dialFinished(dialing, { status: failureOf(children), child: children.at(-1) ?? null }, draft, has)
}

/** Ends the `<Dial>` for whoever pressed the star where that is to end it. */
export async function dialKeys(dialing: Dialing, keys: string, draft: Draft, has: Carrying): Promise<Next> {
  if (!dialing.verb.hangupOnStar || !keys.includes('*')) return 'waits'
  const live = await has.ledger.calls.liveChildren(draft.call.sid)
  const ended = await endAll(live, draft, has)
  const connected = ended.find(({ sid }) => sid === dialing.connected) ?? null
  const outcome = connected
    ? ({ status: 'completed', child: connected } as const)
    : ({ status: 'canceled', child: ended.at(-1) ?? null } as const)
  return dialFinished(dialing, outcome, draft, has)
}

async function connect(
  child: Call,
  children: readonly Call[],
  dialing: Dialing,
  draft: Draft,
  has: Carrying,
): Promise<Next> {
  const others = children.filter((one) => one !== child && !isEnded(one.status))
  await endAll(others, draft, has)
  draft.guards.push(present('call', child.sid, { revision: [child.revision] }))
  if (draft.call.status === 'ringing') answer(draft)
  const isRecorded = dialing.verb.record.startsWith('record-from-answer')
  const recordingSid = isRecorded ? recordDial(dialing.verb, draft) : dialing.recordingSid
  tell(draft, 'connected', { callSid: child.sid, to: child.to })
  waitFor(draft, { for: 'dial', dialing: { ...dialing, connected: child.sid, recordingSid, left: [] } }, null)
  return 'waits'
}

async function endAll(live: readonly Call[], draft: Draft, { ledger }: Carrying): Promise<Call[]> {
  const steps = await Promise.all(live.map((one) => childEnded(one, draft.at, ledger)))
  for (const { operations, guards } of steps) {
    draft.operations.push(...operations)
    draft.guards.push(...guards)
  }
  return steps.map(({ call }) => call)
}

/** Of several who did not answer, the one that is nearest to an answer is told of. */
function failureOf(children: readonly Call[]): CallStatus {
  const statuses = children.map(({ status }) => status)
  // Whoever hung up before they were connected did not answer.
  if (statuses.some((status) => status === 'no-answer' || status === 'completed')) return 'no-answer'
  return statuses.find((status) => status === 'busy') ?? statuses.at(-1) ?? 'failed'
}
