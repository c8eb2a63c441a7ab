import type { Instant } from '../domain/clock.ts'
import type { AddressRules } from './address-rules.ts'
import {
  factsOf,
  isSuccess,
  redirectLocation,
  unmadeAttempt,
  type Answered,
  type WebhookAttemptFacts,
} from './attempt-facts.ts'
import { digestAuthorization } from './authorization.ts'
import { connectionOverrides, type ConnectionOverrides } from './connection-overrides.ts'
import { connections, type Connections } from './connections.ts'
import { cutOff, newCut, type Cut } from './cut.ts'
import { exchange, type Exchange } from './exchange.ts'
import { systemResolver, type Resolve } from './open-socket.ts'
import { authorized, prepare, type PreparedRequest, type Signing, type WebhookCall } from './prepare-request.ts'
import { fragmentOf, redirectOf, targetOf } from './target.ts'

export type { WebhookAttemptFacts } from './attempt-facts.ts'
export type { WebhookCall } from './prepare-request.ts'

export interface WebhookAnswer {
  /** One for each request made, redirects and retries too, and one for a request that could not be made; never empty. */
  attempts: readonly WebhookAttemptFacts[]
  /** Whether the last request was answered by 2xx. */
  ok: boolean
  /** Whether the last answer's body was longer than what is read. */
  truncated: boolean
}

/** A file that lies somewhere on the web. */
export interface FileRequest {
  /** Its fragment may override how it is connected to, as that of a webhook may. */
  url: string
  /** So many bytes are read at most. */
  maxBytes: number
}

export interface FileAnswer extends Omit<WebhookAnswer, 'truncated'> {
  /** As the header says it. */
  contentType: string | undefined
  bytes: Uint8Array
  /** Whether there would have been more bytes than were to be read. */
  tooLarge: boolean
}

export interface WebhookCallerOptions {
  addresses: AddressRules
  /** The time that attempts show; how long they may take runs on real time. */
  clockNow(): Instant
  /** Bytes of an answer's body that are read and kept. */
  maxBody?: number
  /** Connections that may stand to one scheme, host and port at a time; further calls to it wait. */
  connectionsPerOrigin?: number
  maxRedirects?: number
  /** PEM certificates to trust beside those that Node.js trusts. */
  trusted?: readonly string[]
  resolve?: Resolve
}

export interface WebhookCaller extends AsyncDisposable {
  /**
   * Calls a customer's application. What becomes of it is a value; it ends within the total time that the URL's fragment
   * allows. Rejects only when `signal` aborts it, or `close` ends it.
   */
  call(call: WebhookCall, signal?: AbortSignal): Promise<WebhookAnswer>
  /** Gets a file by the same rules: addresses, redirects, times, retries. Nothing of it is in the attempts. */
  fetchFile(request: FileRequest, signal?: AbortSignal): Promise<FileAnswer>
  close(): Promise<void>
}

export const webhookCaller = (options: WebhookCallerOptions): WebhookCaller => {
  const running = new Set<Cut>()
  let lines: Promise<Connections> | null = null
  let closed = false

  // undici takes some 60 ms to load: nobody waits for it before the first call.
  const load = async (): Promise<Connections> => {
    const { Client } = await import('undici')
    return connections(
      (origin, connect) =>
        new Client(origin, {
          connect: (_destination, opened) => connect(opened),
          allowH2: false,
          // Timed by the exchange, to the millisecond; undici's own timers are coarse.
          headersTimeout: 0,
          bodyTimeout: 0,
          maxHeaderSize: 16_384,
        }),
      { addresses: options.addresses, resolve: options.resolve ?? systemResolver(), ...trustedOf(options) },
      options.connectionsPerOrigin ?? 64,
    )
  }

  const close = async (): Promise<void> => {
    closed = true
    for (const cut of running) cutOff(cut, { kind: 'aborted', reason: new Error('The webhook caller is closed') })
    await lines?.then((opened) => opened.close())
  }

  const ask = async (asked: Asked, signal?: AbortSignal): Promise<Outcome> => {
    signal?.throwIfAborted()
    if (closed) throw new Error('The webhook caller is closed')
    const cut = newCut()
    const abort = (): void => cutOff(cut, { kind: 'aborted', reason: signal?.reason })
    signal?.addEventListener('abort', abort)
    running.add(cut)
    try {
      return await askWithin(await (lines ??= load()), options, asked, cut)
    } finally {
      running.delete(cut)
      signal?.removeEventListener('abort', abort)
    }
  }

  return {
    async call(call, signal) {
      const asked = { ...call, signing: call, maxBody: options.maxBody ?? 65_536, withBody: true }
      const { attempts, ok, last } = await ask(asked, signal)
      return { attempts, ok, truncated: last?.ended === 'answered' && last.truncated }
    },
    async fetchFile({ url, maxBytes }, signal) {
      const asked = { url, method: 'GET', parameters: [], signing: null, maxBody: maxBytes, withBody: false } as const
      const { attempts, ok, last } = await ask(asked, signal)
      const answer = last?.ended === 'answered' ? last : null
      const contentType = answer?.headers['content-type']
      return { attempts, ok, contentType, bytes: answer?.body ?? Buffer.alloc(0), tooLarge: answer?.truncated ?? false }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

const trustedOf = ({ trusted }: WebhookCallerOptions) => (trusted ? { trusted } : {})

/** What is asked for, and how much of the answer is read and shown. */
interface Asked extends Pick<WebhookCall, 'url' | 'method' | 'parameters'> {
  signing: Signing
  maxBody: number
  withBody: boolean
}

interface Outcome extends Pick<WebhookAnswer, 'attempts' | 'ok'> {
  /** How the last request ended; null when none was made. */
  last: Exchange | null
}

const askWithin = async (
  lines: Connections,
  options: WebhookCallerOptions,
  asked: Asked,
  cut: Cut,
): Promise<Outcome> => {
  const { url, method, parameters, signing } = asked
  const unmade = (errorCode: number, error: string): Outcome => ({
    attempts: [unmadeAttempt({ url, method, parameters }, options.clockNow(), errorCode, error)],
    ok: false,
    last: null,
  })
  const target = targetOf(url)
  if (!target) return unmade(11100, 'Invalid URL format: only http and https are called')
  const reading = connectionOverrides(fragmentOf(url))
  if (!reading.valid) return unmade(reading.errorCode, reading.error)
  const { overrides } = reading
  const total = setTimeout(() => cutOff(cut, { kind: 'total-timeout' }), overrides.totalTimeout)
  try {
    return await follow(lines, options, overrides, asked, prepare(target, method, parameters, signing), cut)
  } finally {
    clearTimeout(total)
  }
}

/** Makes the first request, and whatever it leads to: retries, redirects, a digest that is asked for. */
const follow = async (
  lines: Connections,
  options: WebhookCallerOptions,
  overrides: ConnectionOverrides,
  asked: Asked,
  first: PreparedRequest,
  cut: Cut,
): Promise<Outcome> => {
  const { maxRedirects = 10 } = options
  const attempts: WebhookAttemptFacts[] = []
  const seen = new Set<string>()
  let request = first
  let retries = overrides.retries
  let fresh = false
  let challenged = false
  // Ends: each turn uses up a retry, a redirect, the one fresh connection or the one challenge of a request.
  for (;;) {
    const { facts, end } = await tryOnce(lines, options, overrides, asked, request, cut, fresh)
    attempts.push(facts)
    const done = (ok: boolean): Outcome => ({ attempts, ok, last: end })
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
  options: WebhookCallerOptions,
  { connectTimeout, readTimeout, serverName }: ConnectionOverrides,
  { maxBody, withBody }: Asked,
  request: PreparedRequest,
  cut: Cut,
  fresh: boolean,
): Promise<{ facts: WebhookAttemptFacts; end: Exchange }> => {
  const at = options.clockNow()
  const started = performance.now()
  const { origin, secure, hostname, port } = request.target
  const to = { secure, hostname, port, serverName }
  let end: Exchange
  const connection = cut.reason ? null : await lines.take(origin, to, connectTimeout, cut, fresh)
  if (connection === null) {
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

/** As browsers do: 307 and 308 keep the form, the others turn it into a plain GET. Null when the location is no URL to call. */
const redirected = (from: PreparedRequest, answer: Answered, signing: Signing): PreparedRequest | null => {
  const target = targetOf(redirectOf(from.target, redirectLocation(answer) ?? '') ?? '')
  const method = answer.status === 307 || answer.status === 308 ? from.method : 'GET'
  return target && prepare(target, method, method === 'POST' ? from.parameters : [], signing)
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
