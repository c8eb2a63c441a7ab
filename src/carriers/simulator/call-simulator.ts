import type { Clock } from '../../domain/clock.ts'
import { type Deeds, type Job, laneless } from '../../domain/job.ts'
import type { Ledger } from '../../domain/ledger.ts'
import type { PhoneCalls } from '../../domain/phone-actions.ts'
import type { CallOrder, Placement, VoiceCarrier, VoiceCarrierEvents } from '../../domain/voice-carrier.ts'
import { absent, add, change, outcome, present, remove } from '../../domain/write.ts'
import { type CallDelays, type CallScript, scriptOf } from './call-script.ts'
import { phoneCalls } from './phone-calls.ts'

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
export function callSimulator(options: CallSimulatorOptions): VoiceCarrier & { deeds: Deeds; phones: PhoneCalls } {
  const { ledger, clock, nudge, delays, name = 'simulator' } = options
  let events: VoiceCarrierEvents | null = null

  async function place(order: CallOrder): Promise<Placement> {
    const { callSid, accountSid, to } = order
    const [phone, calls] = await Promise.all([ledger.phones.find(to), ledger.calls.many([callSid])])
    const call = calls.get(callSid)
    const known = {
      // Whoever holds the phone has seen the code, as people see it where they asked for it.
      code: call?.callerIdCheck?.code ?? null,
      byHand: phone?.answers === 'by-hand',
      isDialed: call?.direction === 'outbound-dial',
    }
    const script = scriptOf(phone?.behaviour ?? 'online', order, delays, known)
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
    const events = started()
    const [next, ...script] = (job.data as unknown as Timer).script
    if (next) await events.progress({ ...next.happens, callSid: job.subject, at: job.due })
    const [following] = script
    const after = following
      ? change('job', job.id, { due: job.due + following.after, hiddenUntil: null, attempts: 0, data: { script } })
      : remove('job', job.id)
    // The call may have ended meanwhile, and its timer with it; or another process was taken for the one that goes on, and is further.
    const same = present('job', job.id, { attempts: [job.attempts], due: [job.due] })
    await ledger.keep(outcome([after], [same]))
    if (following) nudge(deed)
  }

  async function hangUp(callSid: string): Promise<void> {
    const kept = await ledger.keep(outcome([remove('job', timerOf(callSid))]))
    if (!kept.kept && kept.because === 'busy') throw new Error('a phone was not silenced: too much waits')
  }

  function started(): VoiceCarrierEvents {
    if (!events) throw new Error('the simulator was not started')
    return events
  }

  return {
    name,
    place,
    hangUp,
    phones: phoneCalls({ ledger, clock, carrier: name, events: started, forget: hangUp }),
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
