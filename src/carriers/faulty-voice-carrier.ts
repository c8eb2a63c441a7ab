import { type Effects, type Facts, isSipCode } from '../domain/fault.ts'
import { type Deeds, type Job, laneless } from '../domain/job.ts'
import { mintSid } from '../domain/sid.ts'
import type { CallOrder, CallProgress, Placement, VoiceCarrier, VoiceCarrierEvents } from '../domain/voice-carrier.ts'
import { add, outcome, remove } from '../domain/write.ts'
import type { Faulty } from './faulty-carrier.ts'

const deed = 'bring-progress'

type Effect = Effects['carrier']

/** Places calls with whatever is set to go wrong; with nothing set, as ever. What is told later is a stored job: no crash loses it. */
export function faultyVoiceCarrier(
  carrier: VoiceCarrier,
  { ledger, clock, nudge, faults }: Omit<Faulty, 'delay'>,
): { carrier: VoiceCarrier; deeds: Deeds } {
  let events: VoiceCarrierEvents | null = null

  async function place(order: CallOrder, signal: AbortSignal): Promise<Placement> {
    const { accountSid: account, from, to } = order
    const facts = { kind: 'call', carrier: carrier.name, account, from, to, body: undefined } as const
    const { effect } = await faults.meet('carrier', facts, atPlacement)
    if (effect?.do === 'reject') return { outcome: 'refused', status: statusOf(effect.code), sipCode: effect.code }
    if (effect?.do === 'defer')
      return { outcome: 'deferred', retryAfter: effect.ms, reason: 'the carrier takes nothing now' }
    return carrier.place(order, signal)
  }

  async function tell(progress: CallProgress): Promise<void> {
    const { callSid } = progress
    const call = (await ledger.calls.many([callSid])).get(callSid)
    const facts: Facts['carrier'] = {
      kind: 'call',
      carrier: carrier.name,
      account: call?.accountSid,
      from: call?.from,
      to: call?.to,
      body: undefined,
    }
    const { delay } = await faults.meet('carrier', facts, atProgress)
    if (delay === 0) return given().progress(progress)
    const due = clock.now() + delay
    const id = mintSid('JB', due)
    const job = { id, deed, accountSid: call?.accountSid ?? '', subject: callSid, ...laneless, due }
    const result = await ledger.keep(outcome([add('job', { ...job, data: { progress } })]))
    if (!result.kept) throw new Error(`what happened in a call was not kept: ${result.because}`)
    nudge(deed)
  }

  /** One after the other, as they fell due: who answered had heard it ring. */
  async function bring(jobs: readonly Job[]): Promise<void> {
    for (const { data } of jobs) await given().progress((data as { progress: CallProgress }).progress)
    await ledger.keep(outcome(jobs.map(({ id }) => remove('job', id))))
  }

  function given(): VoiceCarrierEvents {
    if (!events) throw new Error('the carrier was not started')
    return events
  }

  return {
    carrier: {
      name: carrier.name,
      place: (order, signal) => (faults.isSet('carrier') ? place(order, signal) : carrier.place(order, signal)),
      hangUp: (callSid) => carrier.hangUp(callSid),
      start(started) {
        events = started
        const progress = (one: CallProgress) => (faults.isSet('carrier') ? tell(one) : started.progress(one))
        return carrier.start({ ...started, progress })
      },
      async stop() {
        await carrier.stop()
        events = null
      },
    },
    deeds: { [deed]: { run: bring, concurrency: 100, batch: 100, lease: 10_000, attempts: Infinity } },
  }
}

const atPlacement = (effect: Effect): boolean =>
  effect.do === 'defer' || (effect.do === 'reject' && isSipCode(effect.code))
const atProgress = (effect: Effect): boolean => effect.do === 'delay'

/** How a call ends with such an answer (RFC 3261 §21). */
function statusOf(sipCode: number): 'busy' | 'no-answer' | 'failed' {
  if (sipCode === 486 || sipCode === 600 || sipCode === 603) return 'busy'
  return sipCode === 408 || sipCode === 480 || sipCode === 487 ? 'no-answer' : 'failed'
}
