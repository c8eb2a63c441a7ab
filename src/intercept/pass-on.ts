import { type IncomingMessage, type ServerResponse, request as requestPlain } from 'node:http'
import { isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { endToEnd } from './end-to-end.ts'
import { answerFor, exchange } from './exchange.ts'
import type { RequestTarget } from './request-target.ts'
import { NotReached, type WaysOut } from './way-out.ts'

/** An answer may take as long as its client waits; whoever forgot it does not keep it for ever. */
const patience = 3_600_000

/** Makes a client's request to another host as it is. */
export async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  target: RequestTarget,
  ways: WaysOut,
): Promise<void> {
  try {
    const { socket, path, extra } = await opened(target, ways)
    const asked = requestPlain({
      createConnection: () => socket,
      method: request.method ?? 'GET',
      path,
      headers: ['Host', target.authority, ...endToEnd(request.rawHeaders, ['host']), ...extra],
    })
    await exchange(request, response, asked, patience)
  } catch (error) {
    if (error instanceof NotReached) answerFor(response, error.status, error.message)
    else answerFor(response, 502, `${target.authority} gave no answer: ${(error as Error).message}`)
  }
}

async function opened(target: RequestTarget, ways: WaysOut) {
  if (target.secure) {
    // Some old clients ask a proxy for https itself, and leave TLS to it.
    const socket = await ways.open(target)
    const { host } = target
    const secured = connectTls({ socket, host, ...(isIP(host) === 0 && { servername: host }) })
    return { socket: secured, path: target.path, extra: [] }
  }
  const { socket, upstream } = await ways.openPlain(target)
  if (!upstream) return { socket, path: target.path, extra: [] }
  const { authorization } = upstream
  return {
    socket,
    path: `http://${target.authority}${target.path}`,
    extra: authorization === null ? [] : ['Proxy-Authorization', authorization],
  }
}
