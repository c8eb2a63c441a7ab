import type { Account } from '../domain/account.ts'
import type { Call, CallReporting } from '../domain/call.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { mintSid, slotOf } from '../domain/sid.ts'
import { accept, add } from '../domain/write.ts'
import { keepChange } from '../messaging/keep-change.ts'
import { callRefusal } from '../messaging/refusals.ts'
import type { SendingRules } from '../messaging/sending-rules.ts'
import { type CallAddresses, type CallRequest, checkCall, eventsOf } from './check-call.ts'
import { newJob } from './new-job.ts'

export interface Calling {
  ledger: Ledger
  clock: Clock
  /** The name of the carrier that places calls; null where there is none. */
  voiceCarrier: string | null
  rules: Pick<SendingRules, 'countries'>
  nudge(deed?: string): void
}

/** A call as the answer to its creation shows it; one that was only rehearsed shows less. */
export type CreatedCall = Call & { rehearsed?: true }

/** Accepts a call: when this resolves, it is kept with the job that places it. Throws the problem that the caller can mend. */
export async function createCall(request: CallRequest, has: Calling): Promise<CreatedCall> {
  const { ledger, clock, voiceCarrier, nudge } = has
  const addresses = checkCall(request)
  const phoneNumberSid = await sidOfCaller(request, addresses.from, ledger)
  await checkRecipient(request, addresses, has)
  const reporting = await reportingOf(request, ledger)
  if (voiceCarrier === null) throw new Problem('callsNotAvailable')
  const call = newCall(request, addresses, { phoneNumberSid, reporting, carrier: voiceCarrier, now: clock.now() })
  const { accountSid, sid: subject, dateCreated: due } = call
  await keepChange(accept([add('call', call), newJob('place-call', { accountSid, subject, due })]), ledger)
  nudge('place-call')
  return call
}

/** The number of the account, or the caller id that it proved to have. */
async function sidOfCaller({ account, from = '' }: CallRequest, e164: string, ledger: Ledger): Promise<string> {
  const own = await callableNumber(account, e164, ledger)
  if (own === null) throw new Problem('callFromNotVerified', { From: from })
  return own
}

/** The SID of the number, or caller id, that the account may call from; null when it may not. */
export async function callableNumber({ sid }: Account, e164: string, ledger: Ledger): Promise<string | null> {
  const owned = await ledger.incomingPhoneNumbers.owner(e164)
  if (owned?.accountSid === sid && owned.capabilities.voice) return owned.sid
  return (await ledger.outgoingCallerIds.of(sid, e164))?.sid ?? null
}

/** Whether the account may call there. */
async function checkRecipient({ account }: CallRequest, { to, from }: CallAddresses, has: Calling): Promise<void> {
  if (account.type === 'Trial' && (await callableNumber(account, to, has.ledger)) === null)
    throw new Problem('callToUnverified', { To: to })
  await checkReach(account, { to, from }, has)
}

/** Throws when the account's permissions or blocks keep it from calling there. */
export async function checkReach(account: Account, { to, from }: CallAddresses, has: Calling): Promise<void> {
  const refusal = await callRefusal({ accountSid: account.sid, from, to }, has)
  if (refusal) throw new Problem(refusal === 'region' ? 'callToRegionNotEnabled' : 'callToBlocked', { To: to })
}

/** Who is told: whom the request names, else whom the application names. */
export async function reportingOf(request: CallRequest, ledger: Ledger): Promise<CallReporting | null> {
  const { account, instruction, statusCallback, statusCallbackMethod = 'POST' } = request
  const events = eventsOf(request)
  const application = instruction.applicationSid
    ? await ledger.applications.find(account.sid, instruction.applicationSid)
    : undefined
  if (application === null) throw new Problem('callApplicationInvalid')
  if (statusCallback) return { url: statusCallback, method: statusCallbackMethod, events }
  const { statusCallback: url, statusCallbackMethod: method = 'POST' } = application?.settings ?? {}
  return url ? { url, method, events } : null
}

interface CallFacts {
  phoneNumberSid: string | null
  reporting: CallReporting | null
  carrier: string
  now: Instant
}

/** A call as it is created from a request that was found good. */
export function newCall(
  { account, instruction, options, apiVersion }: CallRequest,
  { to, from }: CallAddresses,
  { phoneNumberSid, reporting, carrier, now }: CallFacts,
): Call {
  return {
    sid: mintSid('CA', now, slotOf(account.ownerAccountSid)),
    accountSid: account.sid,
    parentCallSid: null,
    to,
    from,
    phoneNumberSid,
    status: 'queued',
    direction: 'outbound-api',
    apiVersion,
    carrier,
    instruction: { method: 'POST', fallbackMethod: 'POST', ...instruction },
    reporting,
    callerIdCheck: null,
    options,
    startTime: null,
    answeredAt: null,
    endTime: null,
    duration: null,
    queueTime: 0,
    price: null,
    priceUnit: account.currency,
    answeredBy: null,
    run: null,
    reported: 0,
    revision: 0,
    dateCreated: now,
    dateUpdated: now,
  }
}
