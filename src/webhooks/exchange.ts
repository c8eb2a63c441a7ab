import type { Dispatcher } from 'undici'
import { drop, type Connection } from './connections.ts'
import type { Cut } from './cut.ts'
import { readBody, type BodyReader } from './read-body.ts'

export interface ExchangeRequest {
  method: 'GET' | 'POST'
  path: string
  /** Names and values in turn. */
  headers: string[]
  body: string | null
}

export interface ExchangeLimits {
  readTimeout: number
  /** Bytes of the answer's body that are read, unpacked; the connection is dropped at the first byte more. */
  maxBody: number
}

export type Exchange =
  | {
      ended: 'answered'
      status: number
      /** A header that came more than once is joined by commas. */
      headers: Readonly<Record<string, string>>
      /** Apart, because a comma may be part of one. */
      setCookies: readonly string[]
      body: Buffer
      truncated: boolean
    }
  /** No connection: nothing was sent. */
  | { ended: 'unconnected'; errorCode: number; error: string; again: boolean }
  /** Sent, but no whole answer came. `stale`: on a connection that stood before, and without a byte of an answer. */
  | { ended: 'unanswered'; status: number | null; errorCode: number; error: string; stale: boolean }

/** Sends one request on a connection and reads its answer. Never rejects: what the other side does is a value. */
export const exchange = (
  connection: Connection,
  request: ExchangeRequest,
  limits: ExchangeLimits,
  cut: Cut,
): Promise<Exchange> =>
  new Promise((resolve) => {
    let settled = false
    let sent = false
    let timer: NodeJS.Timeout | null = null
    let status: number | null = null
    let headers: Record<string, string> = {}
    let setCookies: readonly string[] = []
    let body: BodyReader | null = null
    let informational = 0
    /** Heads, trailers and the seams of a body have no end of their own: so many bytes may come. */
    let room = longestHead

    const settle = (end: Exchange): void => {
      if (settled) return
      settled = true
      if (timer) clearTimeout(timer)
      cut.interrupt = null
      connection.onBytes = null
      body?.cancel()
      resolve(end)
    }
    const fail = (errorCode: number, error: string, closed = false): void => {
      const stale = closed && connection.reused && status === null
      if (sent) settle({ ended: 'unanswered', status, errorCode, error, stale })
      else
        settle({
          ended: 'unconnected',
          ...(connection.failure ?? { errorCode: 11205, error, again: !connection.cancel }),
        })
      drop(connection)
    }

    const countBytes = (bytes: number): void => {
      room -= bytes
      if (room < 0) fail(11206, `The ${status === null ? 'head' : 'body'} of the answer takes too many bytes`)
    }

    cut.interrupt = ({ kind }) => {
      if (kind === 'aborted') fail(11200, 'Aborted')
      else fail(sent ? 11200 : 11205, `${sent ? 'No whole answer' : 'No connection'} within the total time`)
    }

    // Cut off after the connection was lent, before it was used.
    if (cut.reason) return cut.interrupt(cut.reason)

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {
        sent = true
        connection.onBytes = countBytes
        timer = setTimeout(
          () => fail(11200, `No ${status === null ? 'answer' : 'further packet'} within ${limits.readTimeout} ms`),
          limits.readTimeout,
        )
      },
      onResponseStart(controller, answerStatus, answerHeaders) {
        if (settled) return
        timer?.refresh()
        if (answerStatus < 100) return fail(11206, `There is no status ${answerStatus}`)
        if (answerStatus < 200) {
          informational += 1
          if (informational > mostInformational) fail(11206, 'Informational answers without end')
          return
        }
        status = answerStatus
        headers = flat(answerHeaders)
        setCookies = [answerHeaders['set-cookie'] ?? []].flat()
        room = 2 * limits.maxBody + 65_536
        body = readBody(headers['content-encoding'], limits.maxBody, {
          done(bytes, truncated) {
            settle({ ended: 'answered', status: answerStatus, headers, setCookies, body: bytes, truncated })
            if (truncated) drop(connection)
          },
          broken: (error) => fail(11206, error),
          resume: () => controller.resume(),
        })
      },
      onResponseData(controller, chunk) {
        if (settled) return
        timer?.refresh()
        if (body?.take(chunk) === false) controller.pause()
      },
      onResponseEnd() {
        if (!settled) body?.end()
      },
      onResponseError: (_controller, error: NodeJS.ErrnoException) => {
        // Two lengths that differ are told before the head is; a body that is too short, behind it.
        const lies = error.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && status === null
        const violation = lies || isProtocolViolation(error)
        fail(violation ? 11206 : 11200, error.message || (error.code ?? 'The connection broke'), !violation)
      },
    }
    connection.failure = null
    connection.client.dispatch(
      { method: request.method, path: request.path, headers: request.headers, body: request.body },
      handler,
    )
  })

/** Bytes of everything before the body. */
export const longestHead = 16_384

/** RFC 9110 §15.2 sets no bound; nobody needs more before an answer. */
const mostInformational = 16

/** An answer that is no HTTP, unlike one that only breaks off. */
const isProtocolViolation = (error: NodeJS.ErrnoException): boolean =>
  (error.name === 'HTTPParserError' && !error.message.includes('EOF')) ||
  error.code === 'UND_ERR_HEADERS_OVERFLOW' ||
  error.message === 'bad response' ||
  error.message === 'bad upgrade'

const flat = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> => {
  const result: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    result[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  }
  return result
}
