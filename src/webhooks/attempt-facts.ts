import { TextDecoder } from 'node:util'
import type { Instant } from '../domain/clock.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import type { Exchange } from './exchange.ts'
import type { PreparedRequest } from './prepare-request.ts'

/** One request and what came back: what a kept attempt says, beside whose it is. */
export type WebhookAttemptFacts = Omit<WebhookAttempt, 'id' | 'accountSid' | 'subject' | 'kind'>

export const factsOf = (
  request: PreparedRequest,
  at: Instant,
  duration: number,
  end: Exchange,
  withBody: boolean,
): WebhookAttemptFacts => {
  const { method, content, shownHeaders: requestHeaders, target } = request
  const answer = end.ended === 'answered' ? end : null
  return {
    at,
    duration,
    method,
    url: target.url,
    parameters: method === 'POST' && content.json !== undefined ? [] : content.parameters,
    requestHeaders,
    responseStatus: end.ended === 'unconnected' ? null : end.status,
    responseHeaders: answer?.headers ?? {},
    responseBody: answer && withBody ? textOf(answer.body, answer.headers['content-type']) : '',
    ...(end.ended === 'answered' ? faultOf(end) : { errorCode: end.errorCode, error: end.error }),
  }
}

/** For a request that could not be made at all. */
export const unmadeAttempt = (
  request: Pick<WebhookAttemptFacts, 'url' | 'method' | 'parameters'>,
  at: Instant,
  errorCode: number,
  error: string,
): WebhookAttemptFacts => ({
  at,
  duration: 0,
  ...request,
  requestHeaders: {},
  responseStatus: null,
  responseHeaders: {},
  responseBody: '',
  errorCode,
  error,
})

export type Answered = Extract<Exchange, { ended: 'answered' }>

export const isSuccess = (status: number): boolean => status >= 200 && status < 300

const faultOf = (answer: Answered): Pick<WebhookAttemptFacts, 'errorCode' | 'error'> =>
  isSuccess(answer.status) || redirectLocation(answer) !== null
    ? { errorCode: null, error: null }
    : { errorCode: 11200, error: `The answer was ${answer.status}` }

export const redirectLocation = ({ status, headers }: Answered): string | null =>
  [301, 302, 303, 307, 308].includes(status) ? (headers['location'] ?? null) : null

const textOf = (body: Buffer, contentType: string | undefined): string => {
  if (body.length === 0) return ''
  const charset = /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  // No database keeps a NUL in a text.
  return decoderOf(charset).decode(body).replaceAll('\0', '\uFFFD')
}

const decoderOf = (charset: string): TextDecoder => {
  try {
    return new TextDecoder(charset)
  } catch {
    return new TextDecoder()
  }
}
