import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { callRecipients, callSenders, magicNumber } from '../domain/magic-numbers.ts'
import { normalizeNumber } from '../domain/phone-number.ts'
import { Problem } from '../domain/problem.ts'
import { type CallRequest, checkCall } from './check-call.ts'
import { type CreatedCall, newCall, reportingOf } from './create-call.ts'

interface Rehearsal {
  ledger: Ledger
  clock: Clock
}

/** Calls as test credentials do: by the rules of a real call, but from a magic number, ringing no phone and asking no address. */
export async function rehearseCall(request: CallRequest, { ledger, clock }: Rehearsal): Promise<CreatedCall> {
  const { from: From = '', to: asked = '' } = request
  const sender = normalizeNumber(From)
  if (asked !== '' && sender !== null && sender !== magicNumber)
    throw callSenders.get(sender)?.({ From }) ?? new Problem('callFromNotVerified', { From })
  const addresses = checkCall(request)
  const refusal = callRecipients.get(addresses.to)?.({ To: addresses.to })
  if (refusal) throw refusal
  await reportingOf(request, ledger)
  const facts = { phoneNumberSid: null, reporting: null, carrier: '', now: clock.now() }
  return { ...newCall(request, addresses, facts), rehearsed: true }
}
