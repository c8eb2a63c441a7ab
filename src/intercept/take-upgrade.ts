import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { endToEnd } from './end-to-end.ts'
import { join } from './join.ts'
import type { RequestTarget } from './request-target.ts'
import type { WaysOut } from './way-out.ts'

/**
 * Passes on a request without TLS that wants to go on in another protocol, and all that follows on its connection. A WebSocket becomes one; any
 * other wish is not passed on, so that the connection ends with the answer.
 */
export async function takeUpgrade(
  request: IncomingMessage,
  socket: Socket,
  target: RequestTarget,
  ways: WaysOut,
): Promise<void> {
  const isWebSocket = request.headers.upgrade?.toLowerCase() === 'websocket'
  const { socket: other, upstream } = await ways.openPlain(target)
  if (socket.destroyed) return void other.destroy()
  const headers = [
    'Host',
    target.authority,
    ...endToEnd(request.rawHeaders, ['host']),
    ...(isWebSocket ? ['Connection', 'Upgrade', 'Upgrade', 'websocket'] : ['Connection', 'close']),
    ...(upstream?.authorization ? ['Proxy-Authorization', upstream.authorization] : []),
  ]
  const path = upstream ? `http://${target.authority}${target.path}` : target.path
  const lines = headers.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${headers[at + 1]}`] : []))
  other.write(`${[`${request.method} ${path} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`, 'latin1')
  join(socket, other)
}
