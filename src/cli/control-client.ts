import { CommandProblem } from './command-problem.ts'

/** Where the server is that a command talks to, and what lets it in. */
export interface ServerOptions {
  server: string
  token?: string
}

export interface ControlClient {
  /** Asks the control API; throws what it refuses, with what to try. */
  ask<T>(method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T>
  /** Opens a stream of events behind the one that was seen last. */
  events(query: string, lastEventId: string | null, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

/** The longest that an answer may take, in milliseconds: longer than a long poll of a minute. */
const longestAnswer = 70_000

/** Talks to the control API of a running server; waits for no answer longer than its patience, in milliseconds. */
export function controlClient({ server, token }: ServerOptions, patience = longestAnswer): ControlClient {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }

  async function request(path: string, init: RequestInit): Promise<Response> {
    const response = await reach(server, `/_trunkline/v1${path}`, init)
    if (!response.ok) throw await refusal(server, response)
    return response
  }

  return {
    async ask<T>(method: string, path: string, body?: object) {
      const response = await request(path, {
        method,
        headers: { ...authorization, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(patience),
      })
      const text = await response.text()
      // What the server declares is what it answers.
      return (text === '' ? {} : JSON.parse(text)) as T
    },
    async events(query, lastEventId, signal) {
      const seen = lastEventId === null ? {} : { 'last-event-id': lastEventId }
      const { body } = await request(`/events${query}`, { headers: { ...authorization, ...seen }, signal })
      if (!body)
        throw new CommandProblem(`${server} answered without events.`, '--server with the address of Trunkline')
      return body
    },
  }
}

/** Makes a request to a server; throws when none answers. */
export async function reach(server: string, path: string, init: RequestInit): Promise<Response> {
  const url = server.replace(/\/+$/, '') + path
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new CommandProblem(`"${server}" is no address of a server.`, '--server http://127.0.0.1:4010')
  return fetch(url, init).catch((error: unknown) => {
    throw unreachable(server, error)
  })
}

/** No server answers there, or not now. */
export class Unreachable extends CommandProblem {
  override name = 'Unreachable'
  /** The reason alone, as words within a sentence. */
  readonly why: string

  constructor(what: string, why: string, attempt: string, options?: ErrorOptions) {
    super(`${what}: ${why}.`, attempt, { ...options, exitCode: 3 })
    this.why = why
  }
}

function unreachable(server: string, error: unknown): Unreachable {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const { code, name, message } = cause as NodeJS.ErrnoException
  return new Unreachable(
    `No server answers at ${server}`,
    code === 'ECONNREFUSED' ? 'nothing listens there' : name === 'TimeoutError' ? 'no answer came' : (code ?? message),
    '`trunkline start` in another terminal, or --server with the address of one that runs',
    { cause: error },
  )
}

async function refusal(server: string, response: Response): Promise<CommandProblem> {
  const text = await response.text()
  const { error } = parsed(text)
  if (response.status === 503)
    return new Unreachable(`The server at ${server} takes no requests now`, error ?? text.trim(), 'again in a moment')
  if (response.status === 401)
    return new CommandProblem(
      `The server wants a token: ${error ?? 'none was right'}.`,
      'TRUNKLINE_CONTROL_TOKEN=... or --token',
    )
  if (error === undefined && response.status === 404)
    return new CommandProblem(
      `What answers at ${server} has no control API.`,
      '--server with the address of Trunkline, or TRUNKLINE_CONTROL_API=on where it is started',
    )
  return new CommandProblem(
    `The server refused: ${error ?? `${response.status} ${response.statusText}`}.`,
    'the same command with --help',
  )
}

function parsed(text: string): { error?: string } {
  try {
    const { error } = JSON.parse(text) as { error?: unknown }
    return typeof error === 'string' ? { error } : {}
  } catch {
    return {}
  }
}
