import type { Instant } from '../domain/clock.ts'
import type { Cookie } from '../domain/conversation.ts'
import type { AddressRules } from './address-rules.ts'
import { unmadeAttempt, type WebhookAttemptFacts } from './attempt-facts.ts'
import { connectionOverrides } from './connection-overrides.ts'
import { connections, type Connections } from './connections.ts'
import { cutOff, newCut, type Cut } from './cut.ts'
import { longestHead } from './exchange.ts'
import { follow, type Asked, type Outcome } from './follow.ts'
import { secureContextOf, systemResolver, type Resolve } from './open-socket.ts'
import { prepare, type Transit, type WebhookAbout, type WebhookCall } from './prepare-request.ts'
import { fragmentOf, targetOf } from './target.ts'

export type { WebhookAttemptFacts } from './attempt-facts.ts'
export type { Instead, Transit, WebhookAbout, WebhookCall } from './prepare-request.ts'

export interface WebhookAnswer {
  /** One for each request made, redirects and retries too, and one for a request that could not be made; never empty. */
  attempts: readonly WebhookAttemptFacts[]
  /** Whether the last request was answered by 2xx. */
  ok: boolean
  /** Whether the last answer's body was longer than what is read. */
  truncated: boolean
  /** What the receiver wants to get back next time: the cookies of the call, and what all its answers made of them. */
  cookies: readonly Cookie[]
}

/** A file that lies somewhere on the web. */
export interface FileRequest {
  /** Its fragment may override how it is connected to, as that of a webhook may. */
  url: string
  /** So many bytes are read at most. */
  maxBytes: number
  /** What it is fetched for, as its attempts are kept. */
  about?: WebhookAbout
  /** Asked before each request, tries and redirects too. */
  transit?: Transit
}

export interface FileAnswer extends Omit<WebhookAnswer, 'truncated' | 'cookies'> {
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
          // Heads are cut off by the exchange before that; trailers are not.
          maxHeaderSize: longestHead,
        }),
      {
        addresses: options.addresses,
        resolve: options.resolve ?? systemResolver(),
        secureContext: secureContextOf(options.trusted ?? []),
      },
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
      const { cookies = [] } = call
      const asked = { ...call, signing: call, cookies, maxBody: options.maxBody ?? 65_536, withBody: true }
      const { last, ...answer } = await ask(asked, signal)
      return { ...answer, truncated: last?.ended === 'answered' && last.truncated }
    },
    async fetchFile({ url, maxBytes, transit }, signal) {
      const asked = {
        url,
        method: 'GET',
        parameters: [],
        signing: null,
        cookies: [],
        ...(transit && { transit }),
      } as const
      const { attempts, ok, last } = await ask({ ...asked, maxBody: maxBytes, withBody: false }, signal)
      const answer = last?.ended === 'answered' ? last : null
      const contentType = answer?.headers['content-type']
      return { attempts, ok, contentType, bytes: answer?.body ?? Buffer.alloc(0), tooLarge: answer?.truncated ?? false }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

const askWithin = async (
  lines: Connections,
  options: WebhookCallerOptions,
  asked: Asked,
  cut: Cut,
): Promise<Outcome> => {
  const { url, method, parameters, signing, cookies } = asked
  const unmade = (errorCode: number, error: string): Outcome => ({
    attempts: [unmadeAttempt({ url, method, parameters }, options.clockNow(), errorCode, error)],
    ok: false,
    last: null,
    cookies,
  })
  const target = targetOf(url)
  if (!target) return unmade(11100, 'Invalid URL format: only http and https are called')
  const reading = connectionOverrides(fragmentOf(url))
  if (!reading.valid) return unmade(reading.errorCode, reading.error)
  const { overrides } = reading
  const total = setTimeout(() => cutOff(cut, { kind: 'total-timeout' }), overrides.totalTimeout)
  try {
    return await follow(lines, options, overrides, asked, prepare(target, method, asked, signing), cut)
  } finally {
    clearTimeout(total)
  }
}
