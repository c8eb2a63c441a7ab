import { type Call, phoneOf } from '../../domain/call.ts'
import type { Clock } from '../../domain/clock.ts'
import type { Ledger } from '../../domain/ledger.ts'
import type { PhoneCalls } from '../../domain/phone-actions.ts'
import type { CallHappening, VoiceCarrierEvents } from '../../domain/voice-carrier.ts'

export interface PhonesInCalls {
  ledger: Ledger
  clock: Clock
  /** The name of the carrier that the phones are at. */
  carrier: string
  /** Where what happens is told. */
  events(): VoiceCarrierEvents
  /** Forgets what would have happened to a call by itself. */
  forget(callSid: string): Promise<void>
}

/** What people do with virtual phones and calls. A phone acts on calls that it is in, and each act is kept before it is answered. */
export function phoneCalls({ ledger, clock, carrier, events, forget }: PhonesInCalls): PhoneCalls {
  const act = async (
    phoneNumber: string,
    callSid: string,
    happeningIn: (call: Call) => CallHappening | null,
  ): Promise<boolean> => {
    const call = (await ledger.calls.many([callSid])).get(callSid)
    const happens = call && phoneOf(call) === phoneNumber ? happeningIn(call) : null
    if (happens === null) return false
    await events().progress({ ...happens, callSid, at: clock.now() })
    if (ending.has(happens.event)) await forget(callSid)
    return true
  }
  const rings = ({ status, direction }: Call) => status === 'ringing' && direction !== 'inbound'
  const isLive = ({ status }: Call) => status === 'in-progress'

  return {
    ring: (from, to) => events().incoming({ from, to, carrier, at: clock.now() }),
    of: (phoneNumber) => ledger.calls.liveAt(phoneNumber),
    answer: (phoneNumber, callSid) =>
      act(phoneNumber, callSid, (call) => (rings(call) ? { event: 'answered', by: 'human' } : null)),
    reject: (phoneNumber, callSid) => act(phoneNumber, callSid, (call) => (rings(call) ? rejected : null)),
    press: (phoneNumber, callSid, digits) =>
      act(phoneNumber, callSid, (call) => (isLive(call) ? { event: 'digits', digits } : null)),
    speak: (phoneNumber, callSid, words) =>
      act(phoneNumber, callSid, (call) => (isLive(call) ? { event: 'speech', words } : null)),
    hangUp: (phoneNumber, callSid) =>
      act(phoneNumber, callSid, (call) => {
        if (rings(call)) return rejected
        return isLive(call) || call.status === 'ringing' ? { event: 'hung-up' } : null
      }),
  }
}

/** As phones decline a call (RFC 3261 §21.6.2). */
const rejected = { event: 'unanswered', status: 'busy', sipCode: 603 } as const

/** After these nothing happens by itself any more. */
const ending: ReadonlySet<CallHappening['event']> = new Set(['answered', 'unanswered', 'hung-up'])
