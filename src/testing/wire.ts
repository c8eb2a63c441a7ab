import http from 'node:http'
import https from 'node:https'
import { TrunklineError, kitError, messageOf } from './kit-error.ts'
import { setTimeout, clearTimeout } from './real-time.ts'

/** An answer over HTTP, as it came. */
export interface WireAnswer {
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

export interface WireRequest {
  method: string
  /** From the root of the server, with its query. */
  path: string
  headers?: Readonly<Record<string, string>>
  body?: string
  /** Milliseconds until it is given up. */
  timeout?: number
}

/** How the kit talks to a server: HTTP, and nothing else, wherever that runs. */
export interface Wire {
  readonly url: string
  /** Asks the control API; throws what it refuses. Null where nothing was answered. */
  ask<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object, timeout?: number): Promise<T>
  send(request: WireRequest): Promise<WireAnswer>
  /** Opens a stream of events; it holds up no process. */
  open(path: string, headers?: Readonly<Record<string, string>>): Promise<http.IncomingMessage>
  close(): void
}

// Taken before a test can put something else in their places.
const { request: requestPlain, Agent: PlainAgent } = http
const { request: requestSecure, Agent: SecureAgent } = https

const usualTimeout = 30_000

export const controlPrefix = '/_trunkline/v1'

/** An answer of the control API that refuses. */
export class Refused extends TrunklineError {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export function openWire(address: string, token?: string): Wire {
  const url = readAddress(address)
  const secure = url.protocol === 'https:'
  const agent = secure ? new SecureAgent({ keepAlive: true }) : new PlainAgent({ keepAlive: true })
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }

  function begin(path: string, options: http.RequestOptions, taken: (response: http.IncomingMessage) => void) {
    const target = { hostname: url.hostname.replace(/^\[|\]$/g, ''), port: url.port || (secure ? 443 : 80) }
    return (secure ? requestSecure : requestPlain)({ ...target, path, agent, ...options }, taken)
  }

  function send({ method, path, headers = {}, body, timeout = usualTimeout }: WireRequest): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
      const request = begin(path, { method, headers: { ...headers, ...length } }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', fail)
        response.once('end', () => {
          clearTimeout(timer)
          const { statusCode: status = 0 } = response
          resolve({ status, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') })
        })
      })
      const fail = (error: unknown) => {
        clearTimeout(timer)
        reject(unreachable(address, error))
      }
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeout} ms`)), timeout)
      request.once('error', fail)
      request.end(body)
    })
  }

  return {
    url: url.origin,
    send,
    async ask<T>(method: string, path: string, body?: object, timeout?: number) {
      const { status, body: text } = await send({
        method,
        path: controlPrefix + path,
        headers: { ...authorization, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        ...(timeout !== undefined && { timeout }),
      })
      if (status >= 400) throw refusal(url.origin, method, path, status, text)
      // What the server declares is what it answers.
      return (text === '' ? null : JSON.parse(text)) as T
    },
    open(path, headers = {}) {
      return new Promise((resolve, reject) => {
        const request = begin(
          controlPrefix + path,
          { agent: false, headers: { ...authorization, ...headers } },
          (response) => {
            response.socket.unref()
            if (response.statusCode === 200) return resolve(response)
            response.destroy()
            reject(new Refused(response.statusCode ?? 0, `The server tells no events: ${response.statusCode}.`))
          },
        )
        request.once('error', (error) => reject(unreachable(address, error)))
        request.end()
      })
    },
    close: () => agent.destroy(),
  }
}

function readAddress(address: string): URL {
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return new URL(address)
  throw kitError(`"${address}" is no address of a server.`, 'http://127.0.0.1:4010')
}

function unreachable(address: string, error: unknown): TrunklineError {
  const { code } = error as NodeJS.ErrnoException
  const why = code === 'ECONNREFUSED' ? 'nothing listens there' : messageOf(error)
  return kitError(
    `Trunkline does not answer at ${address}: ${why}.`,
    '`trunkline start` in another terminal, or no TRUNKLINE_URL, so that the tests start a server of their own',
    { cause: error },
  )
}

function refusal(origin: string, method: string, path: string, status: number, text: string): TrunklineError {
  const why = errorIn(text)
  if (status === 401)
    return kitError(`Trunkline at ${origin} wants a token: ${why}.`, 'TRUNKLINE_CONTROL_TOKEN=..., or { token }')
  return new Refused(status, `Trunkline refused ${method} ${path.split('?')[0]}: ${why} (${status}).`)
}

function errorIn(text: string): string {
  try {
    const { error, message } = JSON.parse(text) as { error?: string; message?: string }
    return error ?? message ?? text
  } catch {
    return text.trim().slice(0, 200) || 'no reason given'
  }
}
