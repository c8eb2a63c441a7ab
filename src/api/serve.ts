import type { IncomingMessage, ServerResponse } from 'node:http'
import { Problem } from '../domain/problem.ts'
import { isSid } from '../domain/sid.ts'
import { maskNumber } from '../log.ts'
import { authenticate, challenge, type Identity } from './auth.ts'
import { ClientGone, readForm } from './body.ts'
import type { Endpoint, Method } from './endpoint.ts'
import { failureIn } from './failure.ts'
import { emptyForm, type Form, parseForm, refuseNul } from './form.ts'
import { type Answer, send } from './headers.ts'
import { pathInWords, productOf } from './hosts.ts'
import type { ApiContext, PathParams } from './resource.ts'
import { classic } from './wire/classic.ts'
import type { RepresentationName, Suffix } from './wire/style.ts'

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

  async function answerWith(turn: Turn, representation: RepresentationName, respond: () => Promise<Answer>) {
    const started = performance.now()
    concurrent++
    const answer = await respond().catch((error: unknown) => answerTo(error, representation, turn.request, has.log))
    if (answer) send(turn.response, answer, { now: has.clock.now(), started, concurrent })
    concurrent--
  }

  return {
    serve(turn, endpoint, suffix, params) {
      const { style } = endpoint.mount
      const target = splitTarget(turn.request)
      const last = splitSuffix(endpoint, suffix, params)
      const representation = style.representations[last.suffix] ?? 'json'
      return answerWith(turn, representation, () =>
        respond(turn.request, { endpoint, params, target, last, representation }, has),
      )
    },
    refuse(turn) {
      const { path } = splitTarget(turn.request)
      return answerWith(turn, representationOf(path), async () => {
        const product = productOf(turn.request.headers.host)
        has.log.info({ method: turn.request.method, path: pathForLog(turn.request) }, 'not implemented')
        throw new Problem('notFound', { path: pathInWords(path, product) })
      })
    },
    answerOpenly: (turn, answer) => answerWith(turn, 'json', () => Promise.resolve(answer)),
  }
}

interface Asked {
  endpoint: Endpoint
  params: PathParams
  target: { path: string; query: string }
  last: { name: string; suffix: Suffix }
  representation: RepresentationName
}

/** The order in which a request is refused: path, credentials, method, and then what it says. */
async function respond(request: IncomingMessage, asked: Asked, has: ApiContext): Promise<Answer> {
  const { endpoint, params, last, target, representation } = asked
  const { style } = endpoint.mount
  const accountSid = endpoint.instance === 'accountSid' ? last.name : (params.accountSid ?? null)
  requirePath(request, asked, accountSid)
  if (request.method === 'OPTIONS') return { status: 200, contentType: '', body: '', headers: allow(endpoint) }
  const identity = await authenticate(request.headers.authorization, accountSid, has.ledger.accounts)
  const query = target.query === '' ? emptyForm : refuseNul(parseForm(target.query))
  const method = methodOf(request.method, query)
  const isTest = identity.caller.kind === 'test'
  const deed = method && (isTest ? endpoint.rehearsals : endpoint.deeds)[method]
  if (isTest && !deed) throw new Problem('testCredentials')
  if (!deed) return refusal(new Problem('methodNotAllowed'), representation, allow(endpoint))
  if (method !== 'GET') requireOpenFor(identity, endpoint)
  return deed({
    call: {
      ...identity,
      sid: last.name,
      params,
      path: pathInWords(target.path, productOf(request.headers.host)),
      style,
      has,
    },
    place: { style, suffix: last.suffix, origin: originOf(request, has) },
    representation,
    path: target.path,
    query,
    form: () => readForm(request),
  })
}

function requirePath(request: IncomingMessage, { endpoint, target, last }: Asked, accountSid: string | null): void {
  const product = productOf(request.headers.host)
  const known =
    (product === null || product === endpoint.mount.style.product) &&
    (accountSid === null || isSid('AC', accountSid)) &&
    (endpoint.instance === null || endpoint.isInstance(last.name))
  if (!known) throw new Problem('notFound', { path: pathInWords(target.path, product) })
}

/** Scheme and host as the client knows them: a host of the service stands for TLS that was ended before us. */
function originOf({ headers: { host } }: IncomingMessage, { publicUrl }: ApiContext): string {
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
  if (method === 'DELETE') return 'DELETE'
  if (method !== 'POST') return undefined
  const override = query.find(([name]) => name === '_method')?.[1].toUpperCase()
  if (override === undefined || override === 'POST') return 'POST'
  return override === 'DELETE' ? 'DELETE' : undefined
}

/** A 405 must name the methods that there are (RFC 9110 §15.5.6). */
const allow = ({ deeds }: Endpoint) => ({
  Allow: Object.keys(deeds)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .concat('OPTIONS')
    .join(', '),
})

/** Null when there is nobody left to answer. */
function answerTo(
  error: unknown,
  representation: RepresentationName,
  request: IncomingMessage,
  log: ApiContext['log'],
): Answer | null {
  if (isProblem(error)) return refusal(error, representation)
  if (error instanceof ClientGone) return null
  log.error({ err: error, method: request.method, path: pathForLog(request) }, 'a request failed')
  return refusal(new Problem('internal'), representation)
}

const isProblem = (error: unknown): error is Problem => error instanceof Problem

function refusal(problem: Problem, representation: RepresentationName, headers?: Answer['headers']): Answer {
  const { contentType, one } = failureIn[representation]
  return {
    status: problem.status,
    contentType,
    body: one(problem, { style: classic, suffix: '', origin: '' }),
    headers: problem.status === 401 ? challenge : (headers ?? {}),
  }
}

function splitTarget({ url = '/' }: IncomingMessage): { path: string; query: string } {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

const longestLogged = 200

/** Some paths name a number. */
const pathForLog = (request: IncomingMessage): string =>
  splitTarget(request)
    .path.slice(0, longestLogged)
    .replace(/(?<![0-9a-z])(?:\+|%2B)?\d{7,}(?![0-9a-z])/gi, maskNumber)

const suffixes = ['.json', '.xml', '.csv'] as const

function splitSuffix(
  { instance }: Endpoint,
  suffix: Suffix | null,
  params: PathParams,
): { name: string; suffix: Suffix } {
  const name = instance === null ? '' : (params[instance] ?? '')
  if (suffix !== null) return { name, suffix }
  const found = suffixes.find((candidate) => name.endsWith(candidate))
  return found ? { name: name.slice(0, -found.length), suffix: found } : { name, suffix: '' }
}

/** How to answer where there is no path: by its suffix, else as the version that it begins with would. */
function representationOf(path: string): RepresentationName {
  const found = suffixes.find((candidate) => path.endsWith(candidate)) ?? ''
  const isClassic = path === classic.root || path.startsWith(`${classic.root}/`)
  return classic.representations[isClassic || found !== '' ? found : '.json'] ?? 'json'
}
