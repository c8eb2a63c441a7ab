import type { Account } from '../domain/account.ts'
import type { Instant } from '../domain/clock.ts'
import type { MessageDirection, MessageOptions } from '../domain/message.ts'
import { isShort, normalizeNumber } from '../domain/phone-number.ts'
import { Problem } from '../domain/problem.ts'
import { type Sender, kindOfSender } from '../domain/sender.ts'
import { isSid } from '../domain/sid.ts'

export interface SendRequest {
  account: Account
  to?: string
  from?: string
  body?: string
  /** SMS/Messages takes 160; 1,600 unless said. */
  mostCharacters?: 160 | 1600
  mediaUrls?: readonly string[]
  messagingServiceSid?: string
  statusCallback?: string
  options: MessageOptions
  direction: Exclude<MessageDirection, 'inbound'>
  apiVersion: string
}

type Address = Extract<Sender, { value: string }>

export interface Addresses {
  to: Address & { kind: 'number' | 'channel' }
  from: Address
}

/** Checks all that can be told from the request alone, and reads its addresses. Throws the first problem, in the order in which clients know them. */
export function checkRequest(request: SendRequest, now: Instant): Addresses {
  checkPresence(request)
  const { to = '', from = '', messagingServiceSid = '' } = request
  const addresses = { to: readTo(to, from), from: from === '' ? service(messagingServiceSid) : readFrom(from) }
  checkChannels(addresses, from)
  checkContent(request)
  checkActions(addresses, request.options)
  checkStatusCallback(request.statusCallback)
  checkOptions(request, now)
  return addresses
}

export function checkPresence({
  to = '',
  from = '',
  body = '',
  mediaUrls = [],
  messagingServiceSid = '',
  options,
}: SendRequest): void {
  if (to === '') throw new Problem('toMissing')
  if (from === '' && messagingServiceSid === '') throw new Problem('fromMissing')
  if (body === '' && mediaUrls.length === 0 && !options.contentSid) {
    throw new Problem(options.contentVariables ? 'contentSidMissing' : 'bodyMissing')
  }
}

const mostMedia = 10

function checkContent({
  body = '',
  mostCharacters = 1600,
  mediaUrls = [],
  options,
}: Pick<SendRequest, 'body' | 'mostCharacters' | 'mediaUrls' | 'options'>): void {
  // Characters, of which each is one or two 16-bit units: only what is in between needs the slower count.
  const tooLong =
    body.length > mostCharacters && (body.length > 2 * mostCharacters || [...body].length > mostCharacters)
  if (tooLong) throw new Problem(mostCharacters === 160 ? 'bodyOver160' : 'bodyOver1600')
  if (mediaUrls.length > mostMedia) throw new Problem('tooManyMedia')
  const bad = mediaUrls.filter((url) => !isWebUrl(url))
  if (bad.length > 0) throw new Problem('mediaUrlInvalid', { MediaUrl: inWords(bad) })
  if (options.contentSid !== undefined && !isSid('HX', options.contentSid)) throw new Problem('contentSidInvalid')
  if (options.contentVariables) {
    if (!options.contentSid) throw new Problem('contentSidMissing')
    if (!isJsonObject(options.contentVariables)) throw new Problem('contentVariablesInvalid')
  }
  // No templates are kept here, so one can only accompany a text, never stand for it.
  if (options.contentSid && body === '' && mediaUrls.length === 0) throw new Problem('contentSidInvalid')
}

/** One as it is, several as a list: so the service tells them. */
const inWords = (urls: readonly string[]): string =>
  urls.length === 1 ? urls.join() : `[${urls.map((url) => `"${url}"`).join(', ')}]`

/** Only channels show more than a text and media, and of what they could show only places are known. */
function checkActions({ to }: Addresses, { persistentAction = [] }: SendRequest['options']): void {
  if (persistentAction.length === 0) return
  if (to.kind !== 'channel') throw new Problem('actionUnsupported')
  if (!persistentAction.every(isPlace)) throw new Problem('parameterInvalid', { parameter: 'PersistentAction' })
}

/** `geo:37.787890,-122.391664|375 Beale St` (RFC 5870, and a label). */
function isPlace(action: string): boolean {
  const [, latitude, longitude] = /^geo:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)(?:\|.*)?$/s.exec(action) ?? []
  return latitude !== undefined && Math.abs(Number(latitude)) <= 90 && Math.abs(Number(longitude)) <= 180
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
  const { validityPeriod, maxPrice, scheduleType, sendAt, fallbackFrom, shortenUrls } = options
  if (
    validityPeriod !== undefined &&
    !(Number.isInteger(validityPeriod) && validityPeriod >= 1 && validityPeriod <= mostValidity)
  ) {
    throw new Problem('validityPeriodInvalid')
  }
  if (maxPrice !== undefined && !(Number.isFinite(maxPrice) && maxPrice >= 0)) throw new Problem('maxPriceInvalid')
  if (fallbackFrom) throw new Problem(from === '' ? 'fallbackFromWithoutRcs' : 'fallbackFromWithFrom')
  // No links are shortened here.
  if (shortenUrls) throw new Problem('parameterInvalid', { parameter: 'ShortenUrls' })
  if (scheduleType === undefined && sendAt === undefined) return
  if (sendAt === undefined) throw new Problem('sendAtMissing')
  if (!(sendAt - now >= shortestDelay && sendAt - now <= longestDelayDays * 86_400_000)) {
    throw new Problem('sendAtOutOfRange', { days: longestDelayDays, seconds: longestDelayDays * 86_400 })
  }
  if (messagingServiceSid === '' && !isSid('MG', from)) throw new Problem('scheduleWithoutService')
  // Services send at once: nothing is scheduled here yet.
  throw new Problem('scheduleTypeInvalid')
}

function readTo(raw: string, from: string): Addresses['to'] {
  const to = kindOfSender(raw)
  const isChannel = to.kind === 'channel' && channels.has(to.channel)
  if (isChannel && (to.channel !== 'whatsapp' || normalizeNumber(to.value.slice('whatsapp:'.length)) !== null))
    return to
  // Digits that no number could be stay as they were written.
  if (to.kind === 'number' && normalizeNumber(to.value) !== null) return to
  // A colon behind anything that is no channel, as in `tel:`, is answered with the sender that does not fit it.
  if (!isChannel && raw.includes(':') && from !== '') throw new Problem('fromInvalid', { From: from })
  throw new Problem(isShort(raw) ? 'toShort' : 'toInvalid', { To: raw })
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
