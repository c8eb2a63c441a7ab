import { randomInt } from 'node:crypto'
import { readFriendlyName } from '../accounts/friendly-name.ts'
import type { Account } from '../domain/account.ts'
import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import { lettersToDigits, nationalFormat, normalizeNumber } from '../domain/phone-number.ts'
import { Problem } from '../domain/problem.ts'
import { accept, add } from '../domain/write.ts'
import { keepChange } from '../messaging/keep-change.ts'
import { keysToSend } from './check-call.ts'
import { type Calling, checkReach, newCall } from './create-call.ts'
import { newJob } from './new-job.ts'

export interface CallerIdRequest {
  account: Account
  phoneNumber?: string
  friendlyName?: string
  /** Seconds to wait before the call. */
  callDelay?: number
  /** Keys to press once the call is answered, to get through to the number. */
  extension?: string
  statusCallback?: string
  statusCallbackMethod?: HttpMethod
  apiVersion: string
}

/** A call that will ask for a code: whoever holds the phone has to press it. */
export interface Verification {
  accountSid: string
  callSid: string
  friendlyName: string
  phoneNumber: string
  validationCode: string
}

/** The number that the platform itself calls from. */
const platform = '+14157234000'

const longestDelay = 60

/** Calls a number of which the account says that it is its own. It becomes a caller id when the code is pressed there. */
export async function verifyCallerId(request: CallerIdRequest, has: Calling): Promise<Verification> {
  const { account, callDelay = 0, extension = '', apiVersion } = request
  const { ledger, clock, voiceCarrier, nudge } = has
  const phoneNumber = normalizeNumber(lettersToDigits(request.phoneNumber ?? ''))
  if (phoneNumber === null) throw new Problem('callerIdInvalid')
  const friendlyName = readFriendlyName(request.friendlyName) ?? nationalFormat(phoneNumber)
  if (!Number.isInteger(callDelay) || callDelay < 0 || callDelay > longestDelay) throw new Problem('callDelayInvalid')
  if (extension !== '' && !keysToSend.test(extension)) throw new Problem('parameterInvalid', { parameter: 'Extension' })
  if (await ledger.outgoingCallerIds.of(account.sid, phoneNumber)) throw new Problem('callerIdKnown')
  await checkReach(account, { to: phoneNumber, from: platform }, has)
  if (voiceCarrier === null) throw new Problem('callsNotAvailable')

  const now = clock.now()
  const validationCode = String(randomInt(1_000_000)).padStart(6, '0')
  const options = { ...(extension && { sendDigits: extension }) }
  const facts = { phoneNumberSid: null, reporting: null, carrier: voiceCarrier, now }
  const call = {
    ...newCall({ account, instruction: {}, options, apiVersion }, { to: phoneNumber, from: platform }, facts),
    callerIdCheck: {
      code: validationCode,
      friendlyName,
      ...(request.statusCallback && { statusCallback: request.statusCallback }),
      statusCallbackMethod: request.statusCallbackMethod ?? 'POST',
    },
  }
  const { sid: callSid, accountSid } = call
  const due = now + callDelay * 1000
  await keepChange(accept([add('call', call), newJob('place-call', { accountSid, subject: callSid, due })]), ledger)
  nudge('place-call')
  return { accountSid, callSid, friendlyName, phoneNumber, validationCode }
}
