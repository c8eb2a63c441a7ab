import { type Call, isEnded } from '../domain/call.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import type { VoiceCarrier } from '../domain/voice-carrier.ts'
import { change, outcome, present, remove } from '../domain/write.ts'
import { wasKept } from '../domain/was-kept.ts'
import { ended } from './ended.ts'
import { reportOf } from './report-call.ts'
import { changed, type Stepping, takeStep } from './step.ts'

export interface Placing extends Stepping {
  clock: Clock
  carrierOf(name: string): VoiceCarrier | undefined
}

/** Seconds that a call rings when its caller did not say. */
const defaultTimeout = 60

/** A carrier answers within this, or is asked again: well before others may take the job. */
const placeTimeout = 8000

/** How long a call may wait for a carrier that puts it off, in milliseconds. */
const longestWait = 3_600_000

/** Hands calls to their carriers. That a call is dialed is kept and told before it is, so that no crash in between is forgotten. */
export function placeCall(has: Placing): DeedSpec {
  return {
    concurrency: 200,
    batch: 20,
    lease: 10_000,
    run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => place(job, has, signal)))),
  }
}

async function place(job: Job, has: Placing, signal: AbortSignal): Promise<void> {
  const call = await takeStep(job.subject, (queued) => dialed(queued, has), 'outcome', has)
  const carrier = call && has.carrierOf(call.carrier)
  const again = call?.status === 'queued' && carrier ? await order(call, carrier, has, signal) : null
  const next =
    again === null ? remove('job', job.id) : change('job', job.id, { due: again, hiddenUntil: null, attempts: 0 })
  wasKept(await has.ledger.keep(outcome([next], [present('job', job.id, { attempts: [job.attempts] })])))
}

/** Asks a carrier to place a call. Answers when to ask again, and null when it is placed, or never will be. */
async function order(call: Call, carrier: VoiceCarrier, has: Placing, signal: AbortSignal): Promise<Instant | null> {
  const { ledger, clock } = has
  const { sid: callSid, accountSid, from, to, options, dateCreated } = call
  const { timeout: ringFor = defaultTimeout, sendDigits = '' } = options
  const within = AbortSignal.any([signal, AbortSignal.timeout(placeTimeout)])
  const placement = await carrier.place({ callSid, accountSid, from, to, ringFor, sendDigits }, within)
  const at = clock.now()
  if (placement.outcome === 'deferred' && at - dateCreated < longestWait) return at + placement.retryAfter
  if (placement.outcome !== 'accepted') {
    const { status, sipCode } =
      placement.outcome === 'refused' ? placement : { status: 'failed' as const, sipCode: null }
    const end = (one: Call) => (one.status === 'queued' ? ended(one, { status, sipCode, at }, ledger) : null)
    await takeStep(callSid, end, 'outcome', has)
  }
  // It may have been canceled while the carrier was not yet able to hang up.
  const now = (await ledger.calls.many([callSid])).get(callSid)
  if (!now || isEnded(now.status)) await carrier.hangUp(callSid)
  return null
}

/** Notes that a call is being dialed, and tells of it; one that cannot be fails at once. Null when that was done before, or it was canceled. */
async function dialed(call: Call, { ledger, clock, carrierOf }: Placing) {
  if (call.status !== 'queued' || call.startTime !== null) return null
  const at = clock.now()
  const account = await ledger.accounts.find(call.accountSid)
  if (account?.status !== 'active' || !carrierOf(call.carrier)) return ended(call, { status: 'failed', at }, ledger)
  const { reported, operations } = reportOf(call, 'initiated', { at, status: 'initiated' })
  const queueTime = Math.max(at - call.dateCreated, 0)
  const step = changed(call, { startTime: at, queueTime, reported }, at)
  return { ...step, operations: [...step.operations, ...operations] }
}
