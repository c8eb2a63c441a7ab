import type { Clock } from '../../domain/clock.ts'
import { type Deeds, type Job, laneless } from '../../domain/job.ts'
import type { Ledger } from '../../domain/ledger.ts'
import type { CallOrder, Placement, VoiceCarrier, VoiceCarrierEvents } from '../../domain/voice-carrier.ts'
import { absent, add, change, outcome, present, remove } from '../../domain/write.ts'
import { type CallDelays, type CallScript, scriptOf } from './call-script.ts'

export interface CallSimulatorOptions {
  ledger: Ledger
  clock: Clock
  nudge(deed?: string): void
  delays: CallDelays
  name?: string
}

const deed = 'simulate-call'

/** What a timer carries: all that will happen to the call, from the next on. */
interface Timer {
  script: CallScript
}

/** Calls virtual phones. What will happen is kept as one stored job a call, so that no crash loses it and any process may go on with it. */
export function callSimulator(options: CallSimulatorOptions): VoiceCarrier & { deeds: Deeds } {
  const { ledger, clock, nudge, delays, name = 'simulator' } = options
  let events: VoiceCarrierEvents | null = null

  async function place(order: CallOrder): Promise<Placement> {
    const { callSid, accountSid, to } = order
    const [phone, calls] = await Promise.all([ledger.phones.find(to), ledger.calls.many([callSid])])
    // Whoever holds the phone has seen the code, as people see it where they asked for it.
    const code = calls.get(callSid)?.callerIdCheck?.code ?? null
    const script = scriptOf(phone?.behaviour ?? 'online', order, delays, code)
    const id = timerOf(callSid)
    const data = { script } satisfies Timer
    const due = clock.now() + (script[0]?.after ?? 0)
    const timer = {
      id,
      deed,
      accountSid,
      subject: callSid,
      ...laneless,
      due,
      data,
    }
    // The same id each time, so that the same call rings once.
    const kept = await ledger.keep(outcome([add('job', timer)], [absent('job', 'id', id)]))
    if (!kept.kept && kept.because === 'busy')
      return { outcome: 'deferred', retryAfter: 1000, reason: 'no timer was kept' }
    nudge(deed)
    return { outcome: 'accepted' }
  }

  /** Lets the next thing happen, and only when that is kept turns to what follows: after a crash in between, it may happen again. */
  async function goOn(job: Job): Promise<void> {
    if (!events) throw new Error('the simulator was not started')
    const [next, ...script] = (job.data as unknown as Timer).script
    if (next) await events.progress({ ...next.happens, callSid: job.subject, at: job.due })
    const [following] = script
    const after = following
      ? change('job', job.id, { due: job.due + following.after, hiddenUntil: null, attempts: 0, data: { script } })
      : remove('job', job.id)
    // The call may have ended meanwhile, and its timer with it.
    await ledger.keep(outcome([after], [present('job', job.id, { attempts: [job.attempts] })]))
    if (following) nudge(deed)
  }

  return {
    name,
    place,
    async hangUp(callSid) {
      const kept = await ledger.keep(outcome([remove('job', timerOf(callSid))]))
      if (!kept.kept && kept.because === 'busy') throw new Error('a phone was not silenced: too much waits')
    },
    async start(given) {
      events = given
    },
    async stop() {
      events = null
    },
    deeds: {
      [deed]: {
        run: async (jobs) => void (await Promise.all(jobs.map(goOn))),
        concurrency: 400,
        batch: 50,
        lease: 10_000,
      },
    },
  }
}

/** One timer a call. */
const timerOf = (callSid: string): string => `JB${callSid.slice(2)}`
