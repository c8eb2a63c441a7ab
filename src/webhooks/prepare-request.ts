import type { Cookie } from '../domain/conversation.ts'
import { basicAuthorization } from './authorization.ts'
import type { ExchangeRequest } from './exchange.ts'
import { formBody, queryText } from './form.ts'
import { sign, type Parameters } from './signature.ts'
import { withQuery, type Target } from './target.ts'

export interface WebhookCall {
  /** As the customer gave it: its fragment may override how it is connected to, its user and password go along. */
  url: string
  method: 'GET' | 'POST'
  /** In the order in which they are sent. */
  parameters: Parameters
  authToken: string
  /** The same for every try of one call, so that a receiver can tell a second try from a second event. */
  idempotencyToken: string
  /** What the receiver asked to get back; sent where it belongs. */
  cookies?: readonly Cookie[]
}

/** Whose request it is, so that it can be signed. A file is asked for unsigned: its host need not be the customer's. */
export type Signing = Pick<WebhookCall, 'authToken' | 'idempotencyToken'> | null

/** A request as it goes over the wire, and as it is shown afterwards. */
export interface PreparedRequest extends ExchangeRequest {
  target: Target
  parameters: Parameters
  /** Everything that the receiver gets to see as headers. */
  shownHeaders: Readonly<Record<string, string>>
}

export const prepare = (
  to: Target,
  method: 'GET' | 'POST',
  parameters: Parameters,
  signing: Signing,
): PreparedRequest => {
  const target = method === 'GET' ? withQuery(to, queryText(parameters)) : to
  const body = method === 'POST' ? formBody(parameters) : null
  const own = {
    ...(body === null ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    ...(signing && {
      'X-Twilio-Signature': sign(signing.authToken, target.url, body === null ? [] : parameters),
      'I-Twilio-Idempotency-Token': signing.idempotencyToken,
    }),
    Accept: '*/*',
    ...(to.credentials ? { Authorization: basicAuthorization(to.credentials) } : {}),
    'User-Agent': 'TwilioProxy/1.1',
  }
  return {
    target,
    method,
    path: target.path,
    headers: Object.entries(own).flat(),
    body,
    parameters,
    // Parameters are encoded, so that one character is one byte.
    shownHeaders: { Host: target.host, ...own, ...(body === null ? {} : { 'Content-Length': String(body.length) }) },
  }
}

/** The same request with other credentials in its `Authorization`. */
export const authorized = (request: PreparedRequest, authorization: string): PreparedRequest => ({
  ...request,
  headers: request.headers.map((text, at) => (request.headers[at - 1] === 'Authorization' ? authorization : text)),
  shownHeaders: { ...request.shownHeaders, Authorization: authorization },
})

/** The same request with a `Cookie` header; without one for null. */
export const withCookies = (request: PreparedRequest, text: string | null): PreparedRequest =>
  text === null
    ? request
    : {
        ...request,
        headers: [...request.headers, 'Cookie', text],
        shownHeaders: { ...request.shownHeaders, Cookie: text },
      }
