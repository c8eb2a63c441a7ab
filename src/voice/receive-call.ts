import type { ApplicationSettings } from '../domain/application.ts'
import type { Call, CallInstruction } from '../domain/call.ts'
import type { IncomingPhoneNumber } from '../domain/incoming-phone-number.ts'
import type { Ledger } from '../domain/ledger.ts'
import { mintSid, slotOf } from '../domain/sid.ts'
import type { IncomingCall } from '../domain/voice-carrier.ts'
import { wasKept } from '../domain/was-kept.ts'
import { add, outcome } from '../domain/write.ts'
import { addressesOf } from './addresses-of.ts'
import { beginRun } from './begin-run.ts'
import { transcriptLine } from './transcript-line.ts'

/** Who takes no calls. */
const rejecting = '<Response><Reject/></Response>'

interface Receiving {
  ledger: Ledger
  nudge(deed?: string): void
}

/**
 * Takes in a call to a number of an account: it rings until the application has said what to do. A number that names no address rejects it. Null
 * when nobody owns the number, or its owner takes no calls.
 */
export async function receiveCall(
  incoming: IncomingCall,
  { ledger, nudge }: Receiving,
): Promise<{ callSid: string } | null> {
  const number = await ledger.incomingPhoneNumbers.owner(incoming.to)
  const account = number && (await ledger.accounts.find(number.accountSid))
  if (!number?.capabilities.voice || account?.status !== 'active') return null
  const { at } = incoming
  const sid = mintSid('CA', at, slotOf(account.ownerAccountSid))
  const application = await applicationOf(number, ledger)
  const call: Call = {
    ...rings(incoming, number),
    sid,
    priceUnit: account.currency,
    apiVersion: (application ?? number).settings.apiVersion,
    reporting: reportingOf((application ?? number).settings),
  }
  const { first } = await addressesOf(call, ledger)
  const ask = first && !('url' in first && first.url === '') ? first : { twiml: rejecting }
  const { run, job } = beginRun(call, ask, { turn: call.revision }, at)
  const line = transcriptLine(call, at, 'status', { status: 'ringing' })
  wasKept(await ledger.keep(outcome([add('call', { ...call, run: { ...run } }), line, job])))
  nudge('ask-for-call')
  return { callSid: sid }
}

const rings = (
  { from, to, carrier, at }: IncomingCall,
  number: IncomingPhoneNumber,
): Omit<Call, 'sid' | 'priceUnit' | 'apiVersion' | 'reporting'> => ({
  accountSid: number.accountSid,
  parentCallSid: null,
  to,
  from,
  phoneNumberSid: number.sid,
  status: 'ringing',
  direction: 'inbound',
  carrier,
  instruction: instructionOf(number),
  callerIdCheck: null,
  options: {},
  startTime: at,
  answeredAt: null,
  endTime: null,
  duration: null,
  queueTime: 0,
  price: null,
  answeredBy: null,
  run: null,
  reported: 0,
  revision: 0,
  dateCreated: at,
  dateUpdated: at,
})

/** An application that the number names counts instead of the number's own addresses. */
function instructionOf({ settings }: IncomingPhoneNumber): CallInstruction {
  const { voiceApplicationSid, voiceUrl, voiceMethod, voiceFallbackUrl, voiceFallbackMethod } = settings
  const methods = { method: voiceMethod, fallbackMethod: voiceFallbackMethod }
  if (voiceApplicationSid) return { ...methods, applicationSid: voiceApplicationSid }
  return {
    ...methods,
    ...(voiceUrl && { url: voiceUrl }),
    ...(voiceFallbackUrl && { fallbackUrl: voiceFallbackUrl }),
  }
}

/** The application that the number names for calls, as long as there is one. */
const applicationOf = async ({ accountSid, settings }: IncomingPhoneNumber, ledger: Ledger) =>
  settings.voiceApplicationSid ? ledger.applications.find(accountSid, settings.voiceApplicationSid) : null

/** Of a call that came in only the end is told. */
const reportingOf = ({ statusCallback: url, statusCallbackMethod: method }: Told): Call['reporting'] =>
  url ? { url, method, events: ['completed'] } : null

type Told = Pick<ApplicationSettings, 'statusCallback' | 'statusCallbackMethod'>
