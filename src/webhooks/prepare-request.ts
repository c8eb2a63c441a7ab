import type { Cookie } from '../domain/conversation.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import { basicAuthorization } from './authorization.ts'
import type { ExchangeRequest } from './exchange.ts'
import { formBody, queryText } from './form.ts'
import { bodyDigest, sign, type Parameters } from './signature.ts'
import { withBodyDigest, withQuery, type Target } from './target.ts'

/** What is said to the receiver: a form or, by GET, a query. */
export interface Content {
  /** In the order in which they are sent. */
  parameters: Parameters
  /** Posted in place of the parameters, byte for byte; a GET has no body. */
  json?: string
}

export interface WebhookCall extends Content {
  /** As the customer gave it: its fragment may override how it is connected to, its user and password go along. */
  url: string
  method: 'GET' | 'POST'
  authToken: string
  /** The same for every try of one call, so that a receiver can tell a second try from a second event. */
  idempotencyToken: string
  /** Sent in place of the right one, to see what the receiver makes of it. */
  signature?: string
  /** What the receiver asked to get back; sent where it belongs. */
  cookies?: readonly Cookie[]
  /** What it is made for, as its attempts are kept. */
  about?: WebhookAbout
  /** Asked before each request, tries and redirects too. */
  transit?: Transit
}

export type WebhookAbout = Pick<WebhookAttempt, 'accountSid' | 'subject' | 'kind'>

/** What becomes of a request on its way: how many milliseconds longer it takes, and what comes in place of an answer, if anything. */
export type Transit = () => Promise<{ delay: number; instead: Instead | null }>

export type Instead =
  | { came: 'answer'; status: number; contentType: string; body: string }
  /** As if nobody listened there. */
  | { came: 'no-connection' }

/** Whose request it is, so that it can be signed. A file is asked for unsigned: its host need not be the customer's. */
export type Signing = Pick<WebhookCall, 'authToken' | 'idempotencyToken' | 'signature'> | null

/** A request as it goes over the wire, and as it is shown afterwards. */
export interface PreparedRequest extends ExchangeRequest {
  target: Target
  content: Content
  /** Everything that the receiver gets to see as headers. */
  shownHeaders: Readonly<Record<string, string>>
}

export const prepare = (to: Target, method: 'GET' | 'POST', content: Content, signing: Signing): PreparedRequest => {
  const { target, form, type, body } = written(to, method, content)
  const own = {
    ...(type === null ? {} : { 'Content-Type': type }),
    ...(signing && {
      'X-Twilio-Signature': signing.signature ?? sign(signing.authToken, target.url, form),
      'I-Twilio-Idempotency-Token': signing.idempotencyToken,
    }),
    Accept: '*/*',
    'Accept-Encoding': 'gzip',
    ...(to.credentials ? { Authorization: basicAuthorization(to.credentials) } : {}),
    'User-Agent': 'TwilioProxy/1.1',
  }
  return {
    target,
    method,
    path: target.path,
    headers: Object.entries(own).flat(),
    body,
    content,
    shownHeaders: {
      Host: target.host,
      ...own,
      ...(body === null ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
    },
  }
}

interface Written {
  target: Target
  /** What is signed beside the URL. */
  form: Parameters
  type: string | null
  body: string | null
}

const written = (to: Target, method: 'GET' | 'POST', { parameters, json }: Content): Written => {
  if (method === 'GET') return { target: withQuery(to, queryText(parameters)), form: [], type: null, body: null }
  if (json !== undefined)
    return { target: withBodyDigest(to, bodyDigest(json)), form: [], type: 'application/json', body: json }
  return { target: to, form: parameters, type: 'application/x-www-form-urlencoded', body: formBody(parameters) }
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
