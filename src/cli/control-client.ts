import { StartProblem } from '../config.ts'

/** Where the server is that a command talks to, and what lets it in. */
export interface ServerOptions {
  server: string
  token?: string
}

export interface ControlClient {
  /** Asks the control API; throws what it refuses, with what to try. */
  ask<T>(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>
  /** Opens a stream of events behind the one that was seen last. */
  events(query: string, lastEventId: string | null, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>
}

/** The longest that an answer may take, in milliseconds: longer than a long poll of a minute. */
const longestAnswer = 70_000

/** Talks to the control API of a running server. */
export function controlClient({ server, token }: ServerOptions): ControlClient {
  const base = `${server.replace(/\/+$/, '')}/_trunkline/v1`
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }

  async function request(path: string, init: RequestInit): Promise<Response> {
    if (!URL.canParse(base))
      throw new StartProblem(`"${server}" is no address of a server.`, '--server http://127.0.0.1:4010')
    const response = await fetch(base + path, init).catch((error: unknown) => {
      throw unreachable(server, error)
    })
    if (!response.ok) throw await refusal(server, response)
    return response
  }

  return {
    async ask<T>(method: string, path: string, body?: object) {
      const response = await request(path, {
        method,
        headers: { ...authorization, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(longestAnswer),
      })
      const text = await response.text()
      // What the server declares is what it answers.
      return (text === '' ? {} : JSON.parse(text)) as T
    },
    async events(query, lastEventId, signal) {
      const seen = lastEventId === null ? {} : { 'last-event-id': lastEventId }
      const { body } = await request(`/events${query}`, { headers: { ...authorization, ...seen }, signal })
      if (!body) throw new StartProblem(`${server} answered without events.`, '--server with the address of Trunkline')
      return body
    },
  }
}

/** No server answers there. */
export class Unreachable extends StartProblem {
  override name = 'Unreachable'
}

function unreachable(server: string, error: unknown): Unreachable {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const { code, name, message } = cause as NodeJS.ErrnoException
  const why =
    code === 'ECONNREFUSED' ? 'nothing listens there' : name === 'TimeoutError' ? 'no answer came' : (code ?? message)
  return new Unreachable(
    `No server answers at ${server}: ${why}.`,
    '`trunkline start` in another terminal, or --server with the address of one that runs',
    { cause: error },
  )
}

async function refusal(server: string, response: Response): Promise<StartProblem> {
  const text = await response.text()
  const { error } = parsed(text)
  if (response.status === 401)
    return new StartProblem(
      `The server wants a token: ${error ?? 'none was right'}.`,
      'TRUNKLINE_CONTROL_TOKEN=... or --token',
    )
  if (error === undefined && response.status === 404)
    return new StartProblem(
      `What answers at ${server} has no control API.`,
      '--server with the address of Trunkline, or TRUNKLINE_CONTROL_API=on where it is started',
    )
  return new StartProblem(
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
