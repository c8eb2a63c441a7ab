import type { Account } from '../domain/account.ts'
import type { Instant } from '../domain/clock.ts'
import type { MessageOptions } from '../domain/message.ts'
import { normalizeNumber } from '../domain/phone-number.ts'
import { Problem } from '../domain/problem.ts'
import { type Sender, kindOfSender } from '../domain/sender.ts'
import { isSid } from '../domain/sid.ts'

export interface SendRequest {
  account: Account
  to?: string
  from?: string
  body?: string
  mediaUrls?: readonly string[]
  messagingServiceSid?: string
  statusCallback?: string
  options: MessageOptions
  direction: 'outbound-api'
  apiVersion: string
}

type Address = Extract<Sender, { value: string }>

export interface Addresses {
  to: Address & { kind: 'number' | 'channel' }
  from: Address
}

/** Checks all that can be told from the request alone, and reads its addresses. Throws the first problem, in the order in which clients know them. */
export function checkRequest(request: SendRequest, now: Instant): Addresses {
  const { to = '', from = '', body = '', mediaUrls = [], messagingServiceSid = '', options } = request
  if (to === '') throw new Problem('toMissing')
  if (from === '' && messagingServiceSid === '') throw new Problem('fromMissing')
  if (body === '' && mediaUrls.length === 0 && !options.contentSid) {
    throw new Problem(options.contentVariables ? 'contentSidMissing' : 'bodyMissing')
  }
  const addresses = { to: readTo(to, from), from: from === '' ? service(messagingServiceSid) : readFrom(from) }
  checkChannels(addresses, from)
  checkContent(request)
  checkStatusCallback(request.statusCallback)
  checkOptions(request, now)
  return addresses
}

const mostCharacters = 1600
const mostMedia = 10

function checkContent({
  body = '',
  mediaUrls = [],
  options,
}: Pick<SendRequest, 'body' | 'mediaUrls' | 'options'>): void {
  // Characters, of which each is one or two 16-bit units: only what is in between needs the slower count.
  const tooLong =
    body.length > mostCharacters && (body.length > 2 * mostCharacters || [...body].length > mostCharacters)
  if (tooLong) throw new Problem('bodyOver1600')
  if (mediaUrls.length > mostMedia) throw new Problem('tooManyMedia')
  const bad = mediaUrls.filter((url) => !isWebUrl(url))
  if (bad.length > 0) throw new Problem('mediaUrlInvalid', { MediaUrl: bad.join(', ') })
  if (options.contentSid !== undefined && !isSid('HX', options.contentSid)) throw new Problem('contentSidInvalid')
  if (options.contentVariables) {
    if (!options.contentSid) throw new Problem('contentSidMissing')
    if (!isJsonObject(options.contentVariables)) throw new Problem('contentVariablesInvalid')
  }
  // No templates are kept here, so one can only accompany a text, never stand for it.
  if (options.contentSid && body === '' && mediaUrls.length === 0) throw new Problem('contentSidInvalid')
}

const longestCallback = 4000

/** A full URL whose host has no underscore; whether it may be called is decided when it is called. */
function checkStatusCallback(url: string | undefined): void {
  if (!url) return
  const parsed = url.length <= longestCallback && isWebUrl(url) ? new URL(url) : null
  if (!parsed || parsed.hostname.includes('_')) throw new Problem('statusCallbackInvalid', { StatusCallback: url })
}

const shortestDelay = 900_000
const longestDelayDays = 35
const mostValidity = 36_000

function checkOptions({ from = '', messagingServiceSid = '', options }: SendRequest, now: Instant): void {
  const { validityPeriod, maxPrice, scheduleType, sendAt, fallbackFrom } = options
  if (
    validityPeriod !== undefined &&
    !(Number.isInteger(validityPeriod) && validityPeriod >= 1 && validityPeriod <= mostValidity)
  ) {
    throw new Problem('validityPeriodInvalid')
  }
  if (maxPrice !== undefined && !(Number.isFinite(maxPrice) && maxPrice >= 0)) throw new Problem('maxPriceInvalid')
  if (fallbackFrom) throw new Problem(from === '' ? 'fallbackFromWithoutRcs' : 'fallbackFromWithFrom')
  if (scheduleType === undefined) return
  if (sendAt === undefined) throw new Problem('sendAtMissing')
  if (!(sendAt - now >= shortestDelay && sendAt - now <= longestDelayDays * 86_400_000)) {
    throw new Problem('sendAtOutOfRange', { days: longestDelayDays, seconds: longestDelayDays * 86_400 })
  }
  if (messagingServiceSid === '') throw new Problem('scheduleWithoutService')
}

function readTo(raw: string, from: string): Addresses['to'] {
  const to = kindOfSender(raw)
  if (to.kind === 'channel') {
    // A prefix that is no channel, for example `tel:`, is answered with the sender that does not fit it.
    if (!channels.has(to.channel)) throw new Problem('fromInvalid', { From: from })
    if (to.channel !== 'whatsapp' || normalizeNumber(to.value.slice('whatsapp:'.length)) !== null) return to
  }
  // Digits that no number could be stay as they were written.
  if (to.kind === 'number' && normalizeNumber(to.value) !== null) return to
  throw new Problem('toInvalid', { To: raw })
}

const service = (value: string) => ({ kind: 'service', value }) as const

function readFrom(raw: string): Address {
  const from = kindOfSender(raw)
  if (from.kind === 'invalid') throw new Problem('fromInvalid', { From: raw })
  return from
}

const channels: ReadonlySet<string> = new Set([
  'whatsapp',
  'messenger',
  'rcs',
  'viber',
  'telegram',
  'line',
  'kik',
  'slack',
])

function checkChannels({ to, from }: Addresses, raw: string): void {
  if (from.kind === 'service') return
  const ofTo = to.kind === 'channel' ? to.channel : ''
  const ofFrom = from.kind === 'channel' ? from.channel : ''
  if (ofFrom !== '' && !channels.has(ofFrom)) throw new Problem('fromInvalid', { From: raw })
  if (ofTo !== ofFrom) throw new Problem('channelsDiffer')
}

function isWebUrl(url: string): boolean {
  return /^https?:\/\/[^/?#]/i.test(url) && URL.canParse(url)
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
