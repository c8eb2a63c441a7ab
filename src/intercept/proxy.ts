import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer as createHttpServer } from 'node:http'
import { type AddressInfo, type Socket, createServer } from 'node:net'
import type { Authority } from './authority.ts'
import { answerFor } from './exchange.ts'
import { join } from './join.ts'
import { passOn } from './pass-on.ts'
import { type RelayPorts, relayTo } from './relay.ts'
import { hostAndPort, requestTarget } from './request-target.ts'
import { longestRest, secureFront } from './secure-front.ts'
import { takeUpgrade } from './take-upgrade.ts'
import { isTwilioHost } from './twilio-host.ts'
import type { Upstreams } from './upstream.ts'
import { type Connect, NotReached, waysOut } from './way-out.ts'

export interface ProxyOptions extends RelayPorts {
  authority: Authority
  upstreams: Upstreams
  /** Whether other hosts are refused. */
  offline: boolean
  clockNow(): number
  /** In place of Node's own, for those who want to see each connection to others. */
  connect?: Connect
}

/** A proxy on this machine that takes what is for the service, and lets all else pass. */
export interface Proxy extends AsyncDisposable {
  port: number
}

const mostConnections = 1000
/** How long a client may say nothing before it says what it wants. */
const longestHush = 60_000
/** Others may take long for an answer. */
const longestSilence = 3_600_000
/** The first byte of TLS (RFC 8446 §5.1). No method of HTTP begins with it. */
const handshake = 0x16

/**
 * Starts the proxy on a free port of the loopback address. It is asked as proxies are, by CONNECT or by absolute form; and TLS or HTTP that is
 * sent to it as if it were the service itself is taken, too.
 */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { authority, clockNow, offline, upstreams, connect } = options
  const relay = relayTo(options)
  const ways = waysOut(upstreams, offline, connect)
  const secure = await secureFront(authority, relay, clockNow)
  const plain = createHttpServer(
    { keepAliveTimeout: longestRest },
    (request, response) => void answer(request, response),
  )
  plain.timeout = longestSilence
  const open = new Set<Socket>()
  const door = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket)).on('error', () => socket.destroy())
    listenTo(socket)
  })
  door.maxConnections = mostConnections

  /** Gives a connection to whoever speaks what its client speaks. */
  function listenTo(socket: Socket): void {
    const late = () => socket.destroy()
    socket.setTimeout(longestHush, late)
    socket.once('readable', () => {
      socket.setTimeout(0).off('timeout', late)
      const bytes = socket.read() as Buffer | null
      if (bytes === null) return void socket.destroy()
      socket.unshift(bytes)
      ;(bytes[0] === handshake ? secure : plain).emit('connection', socket)
    })
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = requestTarget(request)
    if (!target || target.port === port)
      return answerFor(response, 400, 'This is the proxy of trunkline exec: say which host is meant.')
    if (!isTwilioHost(target.host)) return passOn(request, response, target, ways)
    if (isUsualPort(target.port)) return relay.answer(request, response, target)
    answerFor(response, 403, notServed(target.authority))
  }

  plain.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (head.length > 0) socket.unshift(head)
    const target = hostAndPort(request.url ?? '', 443)
    if (!target) return refuse(socket, 400, 'CONNECT wants host:port.')
    if (!isTwilioHost(target.host)) return void tunnel(socket, target)
    if (!isUsualPort(target.port)) return refuse(socket, 403, notServed(target.authority))
    socket.write(established)
    listenTo(socket)
  })
  plain.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (head.length > 0) socket.unshift(head)
    const target = requestTarget(request)
    if (!target || target.port === port) return refuse(socket, 400, 'Say which host is meant.')
    if (isTwilioHost(target.host)) return refuse(socket, 501, 'Trunkline speaks no protocol but HTTP/1.1.')
    takeUpgrade(request, socket, target, ways).catch((error: unknown) => refuseBy(error, socket))
  })

  async function tunnel(socket: Socket, { host, port: to }: { host: string; port: number }): Promise<void> {
    try {
      const other = await ways.open({ host, port: to, secure: to !== 80 })
      if (socket.destroyed) return void other.destroy()
      socket.write(established)
      join(socket, other)
    } catch (error) {
      refuseBy(error, socket)
    }
  }

  await once(door.listen(0, '127.0.0.1'), 'listening')
  const { port } = door.address() as AddressInfo
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      relay.close()
      await new Promise((resolve) => door.close(resolve))
    },
  }
}

/** To the letter: some clients look for this text to find where the tunnel's own answer ends. */
const established = 'HTTP/1.1 200 Connection established\r\n\r\n'

const isUsualPort = (port: number) => port === 443 || port === 80
const notServed = (authority: string) => `${authority} is not served, and nothing is sent there: ports 443 and 80 are.`

function refuseBy(error: unknown, socket: Socket): void {
  if (error instanceof NotReached) refuse(socket, error.status, error.message)
  else refuse(socket, 502, (error as Error).message)
}

function refuse(socket: Socket, status: number, message: string): void {
  const body = `${JSON.stringify({ status, message })}\n`
  const head = [
    `HTTP/1.1 ${status} ${message.replaceAll(/[^\x20-\x7e]/g, '?')}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
