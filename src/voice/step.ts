import type { Call } from '../domain/call.ts'
import type { Instant } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { type Guard, type Operation, type Write, accept, change, outcome, present } from '../domain/write.ts'

/** What happens to a call at once: how it is afterwards, and what is kept with that. */
export interface Step {
  call: Call
  operations: readonly Operation[]
  /** What must hold beside that nobody changed the call meanwhile. */
  guards?: readonly Guard[]
  /** What is done once it is kept. */
  afterKept?(): void
}

export interface Stepping {
  ledger: Ledger
  /** Wakes who does the deed: something for it was kept. */
  nudge(deed?: string): void
}

/** How often a decision is made again because somebody else was first: then that many others have changed the call. */
const mostTries = 100

/**
 * Decides what becomes of a call, and keeps it unless the call was changed meanwhile; then it decides again. Answers the call as it is
 * then, and null when there is none. `decide` answers null to leave it as it is.
 */
export async function takeStep(
  sid: string,
  decide: (call: Call) => Step | null | Promise<Step | null>,
  kind: Write['kind'],
  { ledger, nudge }: Stepping,
): Promise<Call | null> {
  let reason: string | null = null
  for (let tries = 0; tries < mostTries; tries++) {
    const call = (await ledger.calls.many([sid])).get(sid)
    if (!call) return null
    const step = await decide(call)
    if (step === null) return call
    const guards = [present('call', sid, { revision: [call.revision] }), ...(step.guards ?? [])]
    const write = kind === 'accept' ? accept(step.operations, guards) : outcome(step.operations, guards)
    const result = await ledger.keep(write)
    if (result.kept) {
      for (const deed of deedsIn(step.operations)) nudge(deed)
      step.afterKept?.()
      return step.call
    }
    if (result.because === 'busy' && kind === 'accept') throw new Problem('tooManyRequests')
    if (result.because === 'busy') throw new Error('a step of a call was not kept: too much waits')
    // Refused by the database: another process adds the same at this moment.
    reason = result.because === 'refused' ? result.reason : null
  }
  if (kind === 'accept' && reason === null) throw new Problem('conflict')
  throw new Error(`a step of a call was not kept: ${reason ?? 'somebody else was first'}`)
}

/** A call with other values, and the operation that makes it so. */
export function changed(call: Call, values: Partial<Call>, at: Instant): Step {
  const all = { ...values, revision: call.revision + 1, dateUpdated: at }
  return { call: { ...call, ...all }, operations: [change('call', call.sid, all)] }
}

const deedsIn = (operations: readonly Operation[]): ReadonlySet<string> =>
  new Set(operations.flatMap((one) => (one.do === 'add' && one.noun === 'job' ? [one.record.deed] : [])))
