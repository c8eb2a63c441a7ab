import type { Account } from '../domain/account.ts'
import type { Call, CallOptions } from '../domain/call.ts'
import { countryOf, lettersToDigits, normalizeNumberIn } from '../domain/phone-number.ts'
import { add } from '../domain/write.ts'
import { callRefusal } from '../messaging/refusals.ts'
import type { NumberNoun } from '../twiml/voice-verbs.ts'
import { addressIn } from './address-in.ts'
import type { Carrying } from './carrying.ts'
import { callableNumber, newCall } from './create-call.ts'
import { blame, type Draft, tell } from './draft.ts'
import { newJob } from './new-job.ts'
import type { Dialing } from './run.ts'

/** Makes the call to a number that `<Dial>` names, as a call of its own. Answers how that is named; null for a number that cannot be called. */
export async function callNumber(
  noun: NumberNoun,
  { verb, callerId }: Dialing,
  draft: Draft,
  has: Carrying,
): Promise<string | null> {
  const { call: parent, run, at, operations } = draft
  const account = await has.ledger.accounts.find(parent.accountSid)
  const to = normalizeNumberIn(countryOf(callerId), lettersToDigits(noun.phoneNumber))
  const refusal = to === null ? refusals.invalid : account && (await refusalOf(account, { to, from: callerId }, has))
  if (!account || to === null || refusal) {
    const [code, text] = refusal ?? refusals.invalid
    blame(draft, { code, level: 'warning', text: `${text}: ${noun.phoneNumber}` })
    return null
  }
  const { timeout, timeLimit } = verb
  const child: Call = {
    ...newCall(
      {
        account,
        instruction: whisperOf(noun, draft),
        options: { timeout, timeLimit, ...optionsOf(noun, draft) },
        apiVersion: parent.apiVersion,
      },
      { to, from: callerId },
      {
        phoneNumberSid: await callableNumber(account, callerId, has.ledger),
        reporting: reportingOf(noun, run),
        carrier: parent.carrier,
        now: at,
      },
    ),
    parentCallSid: parent.sid,
    direction: 'outbound-dial',
  }
  const { accountSid, sid: subject } = child
  operations.push(add('call', child), newJob('place-call', { accountSid, subject, due: at }))
  tell(draft, 'dialing', { to, from: callerId, callSid: subject, timeout })
  return subject
}

const refusals = {
  invalid: [13223, 'Dial: Invalid phone number format'],
  region: [13227, 'Geo Permission configuration is not permitting call'],
  blocked: [13225, 'Dial: Call blocked by Twilio block list'],
  unverified: [13224, 'Dial: Trial accounts call verified numbers only'],
} as const

async function refusalOf(account: Account, { to, from }: { to: string; from: string }, has: Carrying) {
  const refusal = await callRefusal({ accountSid: account.sid, from, to }, has)
  if (refusal) return refusals[refusal]
  const mayCall = account.type !== 'Trial' || (await callableNumber(account, to, has.ledger)) !== null
  return mayCall ? null : refusals.unverified
}

/** Whether a machine answered is found out while the call goes on. */
function optionsOf(noun: NumberNoun, { run }: Draft): CallOptions {
  const { sendDigits, machineDetection, amdStatusCallback, amdStatusCallbackMethod } = noun
  const url = amdStatusCallback ? addressIn(run, amdStatusCallback) : null
  return {
    ...(sendDigits && { sendDigits }),
    ...(machineDetection && { machineDetection, asyncAmd: true }),
    ...(url !== null && { asyncAmdStatusCallback: url, asyncAmdStatusCallbackMethod: amdStatusCallbackMethod }),
  }
}

/** What whoever answers is told before both are connected. */
function whisperOf({ url: written, method }: NumberNoun, draft: Draft) {
  const url = written ? addressIn(draft.run, written) : null
  if (written && url === null)
    blame(draft, { code: 11100, level: 'error', text: `Invalid URL format of a Number: ${written}` })
  return url === null ? {} : { url, method }
}

function reportingOf(
  { statusCallback, statusCallbackMethod: method, statusCallbackEvent }: NumberNoun,
  run: Draft['run'],
) {
  const url = statusCallback ? addressIn(run, statusCallback) : null
  return url === null ? null : { url, method, events: statusCallbackEvent }
}
