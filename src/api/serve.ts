import type { IncomingMessage, ServerResponse } from 'node:http'
import { Problem } from '../domain/problem.ts'
import { isSid, mintSid } from '../domain/sid.ts'
import { authenticate, type Identity } from './auth.ts'
import { readForm } from './body.ts'
import type { Endpoint, Method } from './endpoint.ts'
import { emptyForm, type Form, parseForm, refuseNul } from './form.ts'
import { type Answer, send } from './headers.ts'
import { pathInWords, productOf } from './hosts.ts'
import { meetFaults } from './meet-faults.ts'
import { answerTo, type Manner, mannerOf, refusal } from './refusal.ts'
import { refusedRequest } from './refused-request.ts'
import type { ApiContext, PathParams } from './resource.ts'
import { pathForLog, splitSuffix, splitTarget } from './target.ts'
import { classic } from './wire/classic.ts'
import type { Suffix } from './wire/style.ts'

/** A request and where its answer goes. */
export interface Turn {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Answers requests, each exactly once, whatever happens. */
export interface Server {
  /** One for a path that is known. The suffix is null where an instance's name carries it. */
  serve(turn: Turn, endpoint: Endpoint, suffix: Suffix | null, params: PathParams): Promise<void>
  /** One for which there is no path. */
  refuse(turn: Turn): Promise<void>
  /** One that needs no credentials. */
  answerOpenly(turn: Turn, answer: Answer): Promise<void>
}

export function server(has: ApiContext): Server {
  let concurrent = 0

  async function answerWith(turn: Turn, manner: Manner, respond: () => Promise<Answer>, isKnown = true) {
    const started = performance.now()
    concurrent++
    const answer = await respond().catch((error: unknown) => answerTo(error, manner, turn.request, has.log))
    if (answer) {
      const at = has.clock.now()
      const requestId = mintSid('RQ', at)
      send(turn.response, answer, { requestId, started, concurrent })
      if (answer.refusal) has.noteRefused?.(refusedRequest(turn.request, { id: requestId, at, answer, isKnown }))
    }
    concurrent--
  }

  return {
    serve(turn, endpoint, suffix, params) {
      const { style } = endpoint.mount
      const target = splitTarget(turn.request)
      const last = splitSuffix(endpoint, suffix, params)
      const representation = style.representations[last.suffix] ?? 'json'
      const manner = { style, representation, era: has.errorEra }
      return answerWith(turn, manner, () => respond(turn.request, { endpoint, params, target, last, manner }, has))
    },
    refuse(turn) {
      const { path } = splitTarget(turn.request)
      const respond = async () => {
        const product = productOf(turn.request.headers.host)
        has.log.info({ method: turn.request.method, path: pathForLog(turn.request) }, 'not implemented')
        throw new Problem('notFound', { path: pathInWords(path, product) })
      }
      return answerWith(turn, mannerOf(path, has.errorEra), respond, false)
    },
    answerOpenly: (turn, answer) => answerWith(turn, { ...inJson, era: has.errorEra }, () => Promise.resolve(answer)),
  }
}

const inJson = { style: classic, representation: 'json' } as const

interface Asked {
  endpoint: Endpoint
  params: PathParams
  target: { path: string; query: string }
  last: { name: string; suffix: Suffix }
  manner: Manner
}

/** The order in which a request is refused: path, credentials, method, and then what it says. */
async function respond(request: IncomingMessage, asked: Asked, has: ApiContext): Promise<Answer> {
  const { endpoint, params, last, target, manner } = asked
  const { style } = endpoint.mount
  const accountSid = endpoint.instance === 'accountSid' ? last.name : (params.accountSid ?? null)
  requirePath(request, asked, accountSid)
  if (request.method === 'OPTIONS') return { status: 200, contentType: '', body: '', headers: allow(endpoint) }
  const identity =
    (endpoint.opensContent ? await openReader(request, asked, accountSid, has) : null) ??
    (await authenticate(request.headers.authorization, accountSid, has.ledger))
  if (identity.key && endpoint.tokenOnly) throw new Problem('credentialsWrong')
  manner.era = identity.account.errorEra ?? manner.era
  const query = target.query === '' ? emptyForm : refuseNul(parseForm(target.query))
  const method = methodOf(request.method, query)
  const isTest = identity.caller.kind === 'test'
  const deed = method && (isTest ? endpoint.rehearsals : endpoint.deeds)[method]
  if (isTest && !deed) throw new Problem('testCredentials')
  if (!deed) return refusal(new Problem('methodNotAllowed'), manner, allow(endpoint))
  if (method !== 'GET') requireOpenFor(identity, endpoint)
  const form = sent(request)
  const run = () =>
    deed({
      call: {
        ...identity,
        sid: last.name,
        params,
        path: pathInWords(target.path, productOf(request.headers.host)),
        style,
        has,
      },
      place: { style, suffix: last.suffix, origin: originOf(request, has) },
      representation: manner.representation,
      path: target.path,
      query,
      idempotencyKey: idempotencyKeyOf(request),
      form,
    })
  if (!has.faults.isSet('api')) return run()
  const { sid: account } = identity.account
  return meetFaults({ request, method, path: target.path, account, query, form, manner }, has.faults, run)
}

/** The form of a request, which can be read once. */
function sent(request: IncomingMessage): () => Promise<Form> {
  let read: Promise<Form> | undefined
  return () => (read ??= readForm(request))
}

/** Some bytes are open to those who show no credentials at all: for them, the account itself reads. */
async function openReader(
  { method, headers }: IncomingMessage,
  { endpoint, last, target }: Asked,
  accountSid: string | null,
  has: ApiContext,
): Promise<Identity | null> {
  const { opensContent } = endpoint
  const reads = (method === 'GET' || method === 'HEAD') && last.suffix === '' && last.name !== ''
  if (!opensContent || !reads || headers.authorization !== undefined || accountSid === null) return null
  const account = await has.ledger.accounts.find(accountSid)
  if (account?.status !== 'active' || account.kind === 'test') return null
  return opensContent(has, account, target.path, parseForm(target.query))
    ? { caller: account, account, key: null }
    : null
}

function requirePath(request: IncomingMessage, { endpoint, target, last }: Asked, accountSid: string | null): void {
  const product = productOf(request.headers.host)
  const known =
    (product === null || product === endpoint.mount.style.product) &&
    (accountSid === null || isSid('AC', accountSid)) &&
    (endpoint.instance === null || endpoint.isInstance(last.name))
  if (!known) throw new Problem('notFound', { path: pathInWords(target.path, product) })
}

/** A header that comes twice is one, joined by commas. */
const idempotencyKeyOf = ({ headers }: IncomingMessage) => headers['idempotency-key'] as string | undefined

/** Scheme and host as the client knows them: a host of the service stands for TLS that was ended before us. */
export function originOf({ headers: { host } }: IncomingMessage, { publicUrl }: ApiContext): string {
  if (productOf(host) !== null) return `https://${host}`
  return publicUrl ?? `http://${host ?? 'localhost'}`
}

/** A parent may look into an account that is not active, and change its status; nothing else. */
function requireOpenFor({ account }: Identity, { whileInactive }: Endpoint): void {
  if (account.status !== 'active' && !whileInactive) throw new Problem('accountNotActive')
}

/** `?_method=DELETE` makes a POST what the client could not send. */
function methodOf(method: string | undefined, query: Form): Method | undefined {
  if (method === 'GET' || method === 'HEAD') return 'GET'
  if (method === 'PUT' || method === 'DELETE') return method
  if (method !== 'POST') return undefined
  const override = query.find(([name]) => name === '_method')?.[1].toUpperCase()
  if (override === undefined || override === 'POST') return 'POST'
  return override === 'PUT' || override === 'DELETE' ? override : undefined
}

/** A 405 must name the methods that there are (RFC 9110 §15.5.6). */
const allow = ({ deeds }: Endpoint) => ({
  Allow: Object.keys(deeds)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .concat('OPTIONS')
    .join(', '),
})
