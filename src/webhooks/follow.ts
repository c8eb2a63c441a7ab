import type { Instant } from '../domain/clock.ts'
import type { Cookie } from '../domain/conversation.ts'
import { factsOf, isSuccess, redirectLocation, type Answered, type WebhookAttemptFacts } from './attempt-facts.ts'
import { digestAuthorization } from './authorization.ts'
import type { ConnectionOverrides } from './connection-overrides.ts'
import type { Connections } from './connections.ts'
import { cookieText, withCookiesOf } from './cookies.ts'
import type { Cut } from './cut.ts'
import { exchange, type Exchange } from './exchange.ts'
import {
  authorized,
  prepare,
  withCookies,
  type PreparedRequest,
  type Signing,
  type WebhookCall,
} from './prepare-request.ts'
import { redirectOf, targetOf } from './target.ts'
import { undergo } from './undergo.ts'

/** What is asked for, and how much of the answer is read and shown. */
export interface Asked extends Pick<WebhookCall, 'url' | 'method' | 'parameters' | 'json' | 'transit'> {
  signing: Signing
  cookies: readonly Cookie[]
  maxBody: number
  withBody: boolean
}

export interface Outcome {
  attempts: readonly WebhookAttemptFacts[]
  ok: boolean
  cookies: readonly Cookie[]
  /** How the last request ended; null when none was made. */
  last: Exchange | null
}

export interface FollowSettings {
  clockNow(): Instant
  maxRedirects?: number
}

/** Makes the first request, and whatever it leads to: retries, redirects, a digest that is asked for. */
export const follow = async (
  lines: Connections,
  settings: FollowSettings,
  overrides: ConnectionOverrides,
  asked: Asked,
  first: PreparedRequest,
  cut: Cut,
): Promise<Outcome> => {
  const { maxRedirects = 10 } = settings
  const attempts: WebhookAttemptFacts[] = []
  const seen = new Set<string>()
  let request = first
  let cookies = asked.cookies
  let retries = overrides.retries
  let fresh = false
  let challenged = false
  // Ends: each turn uses up a retry, a redirect, the one fresh connection or the one challenge of a request.
  for (;;) {
    const withThem = withCookies(request, cookieText(cookies, request.target, settings.clockNow()))
    const { facts, end } = await tryOnce(lines, settings, overrides, asked, withThem, cut, fresh)
    attempts.push(facts)
    const setCookies = end.ended === 'answered' ? end.setCookies : []
    cookies = withCookiesOf(cookies, setCookies, request.target, settings.clockNow())
    const done = (ok: boolean): Outcome => ({ attempts, ok, cookies, last: end })
    if (end.ended === 'answered' && isSuccess(end.status)) return done(true)
    if (cut.reason?.kind === 'aborted') throw cut.reason.reason

    // It stood idle, and was closed as the request went out. The idempotency token makes it safe to send again (RFC 9110 §9.2.2).
    if (end.ended === 'unanswered' && end.stale && !fresh) {
      fresh = true
      continue
    }
    const response = challenged ? null : digestResponse(end, request)
    if (response !== null) {
      challenged = true
      request = authorized(request, response)
      continue
    }
    if (end.ended === 'answered' && redirectLocation(end) !== null) {
      seen.add(`${request.method} ${request.target.url}`)
      const next = redirected(request, end, asked.signing)
      const circle = next === null || seen.size > maxRedirects || seen.has(`${next.method} ${next.target.url}`)
      if (circle) {
        attempts[attempts.length - 1] = { ...facts, ...redirectFault(next, redirectLocation(end)) }
        return done(false)
      }
      request = next
      fresh = challenged = false
      continue
    }
    if (cut.reason || retries === 0 || !isRetried(end, overrides)) return done(false)
    retries -= 1
  }
}

const tryOnce = async (
  lines: Connections,
  settings: FollowSettings,
  { connectTimeout, readTimeout, serverName }: ConnectionOverrides,
  { maxBody, withBody, transit }: Asked,
  request: PreparedRequest,
  cut: Cut,
  fresh: boolean,
): Promise<{ facts: WebhookAttemptFacts; end: Exchange }> => {
  const at = settings.clockNow()
  const started = performance.now()
  const { origin, secure, hostname, port } = request.target
  const to = { secure, hostname, port, serverName }
  let end: Exchange
  const met = transit ? await undergo(transit, readTimeout, cut) : null
  const connection = cut.reason || met ? null : await lines.take(origin, to, connectTimeout, cut, fresh)
  if (met && !cut.reason) {
    end = met
  } else if (connection === null) {
    end = { ended: 'unconnected', errorCode: 11205, error: 'No connection within the total time', again: false }
  } else {
    end = await exchange(connection, request, { readTimeout, maxBody }, cut)
    lines.giveBack(origin, to, connection)
  }
  return { facts: factsOf(request, at, Math.round(performance.now() - started), end, withBody), end }
}

const digestResponse = (end: Exchange, { target, method, path }: PreparedRequest): string | null =>
  end.ended === 'answered' && end.status === 401 && target.credentials
    ? digestAuthorization(end.headers['www-authenticate'] ?? '', target.credentials, method, path)
    : null

/** As browsers do: 307 and 308 keep the body, the others turn it into a plain GET. Null when the location is no URL to call. */
const redirected = (from: PreparedRequest, answer: Answered, signing: Signing): PreparedRequest | null => {
  const target = targetOf(redirectOf(from.target, redirectLocation(answer) ?? '') ?? '')
  const method = answer.status === 307 || answer.status === 308 ? from.method : 'GET'
  return target && prepare(target, method, method === 'POST' ? from.content : { parameters: [] }, signing)
}

const redirectFault = (next: PreparedRequest | null, location: string | null) =>
  next === null
    ? { errorCode: 11100, error: `Invalid URL format of a redirect: ${location}` }
    : { errorCode: 11215, error: `Too many redirects, or in a circle: ${location}` }

const isRetried = (end: Exchange, { retryOn }: ConnectionOverrides): boolean => {
  if (end.ended === 'unconnected') return end.again && (retryOn.has('ct') || retryOn.has('all'))
  if (retryOn.has('all')) return true
  if (end.ended === 'unanswered') return retryOn.has('rt')
  return (end.status >= 500 && retryOn.has('5xx')) || (end.status >= 400 && end.status < 500 && retryOn.has('4xx'))
}
