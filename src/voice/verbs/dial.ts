import { normalizeNumberIn, countryOf } from '../../domain/phone-number.ts'
import type { DialVerb, NumberNoun } from '../../twiml/voice-verbs.ts'
import type { Carrying } from '../carrying.ts'
import { callableNumber } from '../create-call.ts'
import { dialFinished } from '../dial-finished.ts'
import { callNumber } from '../call-number.ts'
import { blame, type Draft, type Next, tell, waitFor } from '../draft.ts'
import type { Dialing } from '../run.ts'
import { recordDial } from '../record-dial.ts'
import { notSimulated } from './not-simulated.ts'

/** `<Dial>`: calls numbers, all at once or one after the other, and waits until one answers and what is said there is over. */
export async function dial(verb: DialVerb, draft: Draft, has: Carrying): Promise<Next> {
  if (draft.run.whenDone === 'connect') {
    blame(draft, { code: 13201, level: 'error', text: 'Dial: Cannot Dial out from a Dial Call Segment' })
    return 'on'
  }
  const numbers: NumberNoun[] = []
  for (const noun of verb.nouns) {
    if (noun.noun === 'number') numbers.push(noun)
    else notSimulated({ name: `Dial ${noun.name}` }, draft)
  }
  if (numbers.length === 0) return 'on'
  const callerId = await callerIdOf(verb, draft, has)
  const dialing: Dialing = {
    verb,
    callerId: callerId ?? '',
    children: [],
    left: numbers,
    connected: null,
    recordingSid: null,
  }
  draft.run = { ...draft.run, inARow: 0 }
  if (callerId === null) return dialFinished(dialing, { status: 'failed', child: null }, draft, has)
  return dialOn(dialing, draft, has)
}

/** Calls whom it has not called yet: the next, or all. */
export async function dialOn(dialing: Dialing, draft: Draft, has: Carrying): Promise<Next> {
  const { verb } = dialing
  const children: string[] = []
  const left = [...dialing.left]
  // Ends: each turn takes a number from the list.
  while (left.length > 0 && !(verb.sequential && children.length > 0)) {
    const child = await callNumber(left.shift()!, dialing, draft, has)
    if (child !== null) children.push(child)
  }
  if (children.length === 0) return dialFinished({ ...dialing, left }, { status: 'failed', child: null }, draft, has)
  const isRecorded = verb.record.startsWith('record-from-ringing')
  const recordingSid = dialing.recordingSid ?? (isRecorded ? recordDial(verb, draft) : null)
  const next = { ...dialing, children: [...dialing.children, ...children], left, recordingSid }
  waitFor(draft, { for: 'dial', dialing: next }, null)
  return 'waits'
}

/** The number that is shown: the caller's own, the called one, or one that the account may call from. Null for any other. */
async function callerIdOf({ callerId }: DialVerb, draft: Draft, { ledger }: Carrying): Promise<string | null> {
  const { call } = draft
  if (!callerId) return call.from
  const e164 = normalizeNumberIn(countryOf(call.from), callerId)
  const account = await ledger.accounts.find(call.accountSid)
  if (account && e164 !== null) {
    const isInCall = e164 === call.from || e164 === call.to
    if (isInCall || (await callableNumber(account, e164, ledger)) !== null) return e164
  }
  blame(draft, { code: 13214, level: 'warning', text: `Dial: Invalid callerId value: ${callerId}` })
  tell(draft, 'dialed', { status: 'failed', callSid: null })
  return null
}
