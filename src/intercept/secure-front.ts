import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Server, createServer } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { Authority } from './authority.ts'
import { certificatesOf } from './certificates.ts'
import { answerFor } from './exchange.ts'
import type { Relay } from './relay.ts'
import { requestTarget } from './request-target.ts'
import { isTwilioHost } from './twilio-host.ts'

const longestHandshake = 30_000
/** Longer than the server may take for its answer. */
const longestSilence = 180_000
/** As clients are used to: one that comes again soon finds its connection. */
export const longestRest = 120_000

/**
 * Ends TLS for hosts of the service, with the certificate of the host that the client names, and gives each request to the local server. It
 * listens nowhere by itself.
 */
export async function secureFront(authority: Authority, relay: Relay, clockNow: () => number): Promise<Server> {
  const certificates = certificatesOf(authority, clockNow)
  const front = createServer(
    {
      ...(await certificates.forAny()),
      ALPNProtocols: ['http/1.1'],
      minVersion: 'TLSv1.2',
      handshakeTimeout: longestHandshake,
      keepAliveTimeout: longestRest,
      SNICallback(name, done) {
        certificates.forHost(name).then(
          (context) => done(null, context),
          (error: Error) => done(error),
        )
      },
    },
    (request, response) => void answer(request, response, relay),
  )
  front.timeout = longestSilence
  return front
}

async function answer(request: IncomingMessage, response: ServerResponse, relay: Relay): Promise<void> {
  // A front is given no other connections than those with TLS.
  const { servername } = request.socket as TLSSocket
  const target = requestTarget(request, servername || undefined)
  if (!target || !isTwilioHost(target.host))
    return answerFor(response, 421, 'Here are hosts of twilio.com only: say which one as Host.')
  await relay.answer(request, response, target)
}
