import type { CallOrder, CallHappening } from '../../domain/voice-carrier.ts'
import type { PhoneBehaviour } from '../../domain/virtual-phone.ts'

/** Milliseconds that a simulated network and its people take. */
export interface CallDelays {
  /** From the order until the phone rings. */
  ring: number
  /** From the first ring until somebody answers, and from the answer until keys are pressed. */
  answer: number
  /** The same for whoever is slow. */
  slowAnswer: number
  /** From the answer until whoever was called by `<Dial>` hangs up. */
  talk: number
}

/** What else the phone knows of a call. */
export interface CallKnown {
  /** What whoever answers there knows to press. */
  code: string | null
  /** Whether somebody holds the phone and takes its calls. */
  byHand: boolean
  /** Whether another call made it, to be connected with it. */
  isDialed: boolean
}

/** What happens to a call, each so many milliseconds after the one before. */
export type CallScript = readonly { after: number; happens: CallHappening }[]

/** How a call ends at a phone that behaves like this, and what of it is heard. */
type Fate =
  /** SIP codes are those that such an end is told by (RFC 3261 §21). */
  | { rings: boolean; ends: 'busy' | 'failed' | 'no-answer'; sipCode: number }
  /** It rings until nobody waits any longer. */
  | 'unheard'
  | 'answered'
  | 'answered-slowly'

const fates: Record<PhoneBehaviour, Fate> = {
  online: 'answered',
  landline: 'answered',
  'no-receipts': 'answered',
  slow: 'answered-slowly',
  'no-answer': 'unheard',
  busy: { rings: false, ends: 'busy', sipCode: 486 },
  rejects: { rings: true, ends: 'busy', sipCode: 603 },
  offline: { rings: false, ends: 'no-answer', sipCode: 480 },
  unassigned: { rings: false, ends: 'failed', sipCode: 404 },
}

/** What will happen to a call to a phone that behaves like this, unless somebody who holds it does something else. */
export function scriptOf(
  behaviour: PhoneBehaviour,
  { ringFor }: Pick<CallOrder, 'ringFor'>,
  delays: CallDelays,
  { code, byHand, isDialed }: CallKnown,
): CallScript {
  const fate = fates[behaviour]
  const ring = { after: delays.ring, happens: { event: 'ringing' } } as const
  if (typeof fate === 'object') {
    const { rings, ends: status, sipCode } = fate
    const end = { event: 'unanswered', status, sipCode } as const
    return rings ? [ring, { after: delays.answer, happens: end }] : [{ after: delays.ring, happens: end }]
  }
  const patience = ringFor * 1000
  const answer = fate === 'unheard' || byHand ? Infinity : fate === 'answered' ? delays.answer : delays.slowAnswer
  if (answer > patience)
    return [ring, { after: patience, happens: { event: 'unanswered', status: 'no-answer', sipCode: 487 } }]
  return [
    ring,
    { after: answer, happens: { event: 'answered', by: 'human' } },
    ...(code !== null && behaviour === 'online'
      ? [{ after: delays.answer, happens: { event: 'digits', digits: code } } as const]
      : []),
    ...(isDialed ? [{ after: delays.talk, happens: { event: 'hung-up' } } as const] : []),
  ]
}
