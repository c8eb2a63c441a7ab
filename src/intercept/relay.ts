import { Agent, type IncomingMessage, type ServerResponse, request as requestPlain } from 'node:http'
import { Agent as SecureAgent, request as requestSecure } from 'node:https'
import { endToEnd } from './end-to-end.ts'
import { answerFor, exchange } from './exchange.ts'
import type { RequestTarget } from './request-target.ts'
import type { Tally } from './tally.ts'

export interface RelayPorts {
  /** The address of the local server. */
  server: string
  tally: Tally
  /** Hears whom the server did not let in: the user name of the credentials. */
  refused?(user: string): void
}

/** Gives requests for the service to the local server. */
export interface Relay {
  answer(request: IncomingMessage, response: ServerResponse, target: RequestTarget): Promise<void>
  close(): void
}

const mostAtOnce = 100
const patience = 120_000

/** There is no other way for such a request than to this server: where it does not answer, the answer is 502. */
export function relayTo({ server, tally, refused }: RelayPorts): Relay {
  const { protocol, hostname, port } = new URL(server)
  const secure = protocol === 'https:'
  // An agent of its own uses no proxy, whatever the environment says.
  const connections = { keepAlive: true, maxSockets: mostAtOnce }
  const agent = secure ? new SecureAgent(connections) : new Agent(connections)
  const ask = secure ? requestSecure : requestPlain

  return {
    async answer(request, response, { host, path, authority }) {
      const method = request.method ?? 'GET'
      try {
        const asked = ask({
          agent,
          host: hostname.replace(/^\[|\]$/g, ''),
          port: port === '' ? (secure ? 443 : 80) : Number(port),
          method,
          path,
          headers: ['Host', authority, ...endToEnd(request.rawHeaders, ['host'])],
        })
        const status = await exchange(request, response, asked, patience)
        tally.count({ method, host, path, status })
        if (status === 401) tellRefused(request.headers.authorization, refused)
      } catch (error) {
        tally.count({ method, host, path, status: null })
        const { code, message } = error as NodeJS.ErrnoException
        answerFor(
          response,
          502,
          `Trunkline at ${server} gave no answer (${code ?? message}), and nothing is sent to ${host} instead.`,
        )
      }
    },
    close: () => agent.destroy(),
  }
}

function tellRefused(authorization: string | undefined, refused: RelayPorts['refused']): void {
  const [, encoded] = /^basic +([\w+/=-]+)$/i.exec(authorization ?? '') ?? []
  const [user] = Buffer.from(encoded ?? '', 'base64')
    .toString('latin1')
    .split(':', 1)
  if (refused && user && /^[A-Z]{2}[\da-f]{32}$/i.test(user)) refused(user)
}
