import type { Account } from '../domain/account.ts'
import { type CallEvent, callEvents, type CallInstruction, type CallOptions } from '../domain/call.ts'
import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import { lettersToDigits, looksLikeNumber, normalizeNumber } from '../domain/phone-number.ts'
import { Problem } from '../domain/problem.ts'

export interface CallRequest {
  account: Account
  to?: string
  from?: string
  instruction: Partial<CallInstruction>
  statusCallback?: string
  statusCallbackMethod?: HttpMethod
  /** Each one event, or several with blanks between them. */
  statusCallbackEvent?: readonly string[]
  options: CallOptions
  apiVersion: string
}

/** Both in E.164. */
export interface CallAddresses {
  to: string
  from: string
}

/** Checks all that can be told from the request alone, and reads its addresses. Throws the first problem, in the order in which clients know them. */
export function checkCall(request: CallRequest): CallAddresses {
  const { to = '', from = '', instruction, options } = request
  if (to === '') throw new Problem('callToMissing')
  if (from === '') throw new Problem('callFromMissing')
  const addresses = { to: readTo(to), from: readFrom(from) }
  const { url = '', twiml = '', applicationSid = '' } = instruction
  if (url === '' && twiml === '' && applicationSid === '') throw new Problem('callUrlMissing')
  checkTwiml(twiml)
  eventsOf(request)
  checkOptions(options)
  return addresses
}

const longestTwiml = 4000

/** The steps that the application asks to be told of; only the end unless it says. */
export function eventsOf({ statusCallbackEvent = [] }: CallRequest): readonly CallEvent[] {
  const words = statusCallbackEvent.flatMap((one) => one.split(/[\s,]+/)).filter((word) => word !== '')
  const events = callEvents.filter((event) => words.includes(event))
  if (words.some((word) => !callEvents.some((event) => event === word))) throw new Problem('callEventInvalid')
  return events.length > 0 ? events : ['completed']
}

function readTo(raw: string): string {
  if (/^sips?:/i.test(raw)) throw new Problem('callToSip')
  // Nobody is signed in as a client here.
  if (/^client:/i.test(raw)) throw new Problem('callToUnreachable')
  const e164 = normalizeNumber(lettersToDigits(raw))
  if (e164 === null) throw new Problem('callToNotValid', { To: raw })
  return e164
}

/** Digits that are too few are no number; letters may be one, but nobody's. */
function readFrom(raw: string): string {
  const e164 = normalizeNumber(raw)
  if (e164 !== null) return e164
  throw new Problem(looksLikeNumber(raw) ? 'callFromInvalid' : 'callFromNotVerified', { From: raw })
}

/** At most 32 keys and waits. */
export const keysToSend = /^[0-9#*wW]{1,32}$/
const longestTimeout = 600
const longestCall = 86_400
const longestReason = 50

function checkOptions(options: CallOptions): void {
  const { sendDigits, timeout, timeLimit, callReason } = options
  if (sendDigits && !keysToSend.test(sendDigits)) throw new Problem('sendDigitsInvalid')
  if (timeout !== undefined && !isWithin(timeout, 0, longestTimeout)) throw new Problem('timeoutInvalid')
  checkTimeLimit(timeLimit)
  if (callReason !== undefined && [...callReason].length > longestReason) throw new Problem('parameterTooLong')
  for (const [name, from, to] of machineBounds) {
    const value = options[name]
    if (value !== undefined && !isWithin(value, from, to)) throw new Problem('machineDetectionInvalid')
  }
}

export function checkTwiml(twiml: string): void {
  if (twiml.length > longestTwiml) throw new Problem('parameterTooLong')
}

export function checkTimeLimit(timeLimit: number | undefined): void {
  if (timeLimit !== undefined && !isWithin(timeLimit, 1, longestCall))
    throw new Problem('parameterInvalid', { parameter: 'TimeLimit' })
}

/** Seconds for the first, milliseconds for the others. */
const machineBounds = [
  ['machineDetectionTimeout', 3, 59],
  ['machineDetectionSpeechThreshold', 1000, 6000],
  ['machineDetectionSpeechEndThreshold', 500, 5000],
  ['machineDetectionSilenceTimeout', 2000, 10_000],
] as const

const isWithin = (value: number, from: number, to: number) => Number.isInteger(value) && value >= from && value <= to
