import { type Socket, connect as connectTcp, isIP } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { isTwilioHost } from './twilio-host.ts'
import type { Upstream, Upstreams } from './upstream.ts'

/** Another host that a program wants to reach. */
export interface Target {
  host: string
  port: number
  /** Whether TLS is to be spoken to it. */
  secure: boolean
}

/** Opens a TCP connection; given in place of Node's own by whoever wants to see each that is made. */
export type Connect = (to: { host: string; port: number }) => Socket

/** A host was not reached: what a client is answered. */
export class NotReached extends Error {
  override name = 'NotReached'
  readonly status: 403 | 502 | 504

  constructor(status: 403 | 502 | 504, message: string) {
    super(message)
    this.status = status
  }
}

export interface WaysOut {
  /** A connection to the target itself, through the user's proxy where there is one. */
  open(target: Target): Promise<Socket>
  /** For requests without TLS, which a proxy takes as they are: a connection to whoever takes it, and to whom it leads. */
  openPlain(target: Target): Promise<{ socket: Socket; upstream: Upstream | null }>
}

const longestConnect = 30_000
const longestHead = 16_384

/** The only way on which anything leaves for others. It leads to no host of the service, and offline to this machine alone. */
export function waysOut(upstreams: Upstreams, offline: boolean, connect: Connect = openTcp): WaysOut {
  const check = ({ host }: Target) => {
    if (isTwilioHost(host)) throw new NotReached(403, `nothing is sent to ${host} from here`)
    if (offline && !isLoopback(host))
      throw new NotReached(403, `${host} is not reached: trunkline exec runs this program with --offline`)
  }
  const direct = (host: string, port: number) => connected(connect({ host, port }), 'connect', `${host}:${port}`)

  return {
    async open(target) {
      check(target)
      const upstream = isLoopback(target.host) ? null : upstreams.for(target)
      return upstream ? tunnel(await toProxy(upstream, direct), upstream, target) : direct(target.host, target.port)
    },
    async openPlain(target) {
      check(target)
      const upstream = isLoopback(target.host) ? null : upstreams.for(target)
      const socket = upstream ? await toProxy(upstream, direct) : await direct(target.host, target.port)
      return { socket, upstream }
    },
  }
}

/** What the other end says last ends nothing that we still say. */
const openTcp: Connect = (to) => connectTcp({ ...to, allowHalfOpen: true })

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

async function toProxy(
  { host, port, secure }: Upstream,
  direct: (host: string, port: number) => Promise<Socket>,
): Promise<Socket> {
  const socket = await direct(host, port)
  if (!secure) return socket
  return connected(connectTls({ socket, ...(isIP(host) === 0 && { servername: host }) }), 'secureConnect', host)
}

function connected(socket: Socket, event: 'connect' | 'secureConnect', whom: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const end = (error?: NotReached) => {
      socket.setTimeout(0)
      socket.off(event, done).off('error', failed).off('timeout', late)
      // Nobody else listens yet, and what fails later ends the connection all the same.
      socket.on('error', () => {})
      if (error) {
        socket.destroy()
        reject(error)
      } else resolve(socket)
    }
    const failed = (error: Error) => end(new NotReached(502, `${whom} was not reached: ${reasonOf(error)}`))
    const late = () => end(new NotReached(504, `${whom} did not take the connection in time`))
    const done = () => end()
    socket.once(event, done).once('error', failed)
    socket.setTimeout(longestConnect, late)
  })
}

const reasonOf = (error: Error) => (error as NodeJS.ErrnoException).code ?? error.message

/** Asks a proxy for a tunnel (RFC 9110 §9.3.6). */
async function tunnel(
  socket: Socket,
  { host: proxy, authorization }: Upstream,
  { host, port }: Target,
): Promise<Socket> {
  const name = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`
  socket.write(
    [
      `CONNECT ${name} HTTP/1.1`,
      `Host: ${name}`,
      ...(authorization === null ? [] : [`Proxy-Authorization: ${authorization}`]),
      '\r\n',
    ].join('\r\n'),
  )
  const line = await headOf(socket, proxy)
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1])
  if (status >= 200 && status < 300) return socket
  socket.destroy()
  throw new NotReached(502, `the proxy ${proxy} made no way to ${name}: ${line.slice(0, 200) || 'no answer'}`)
}

/** Reads the head of an answer, gives back what follows, and answers with its first line. */
function headOf(socket: Socket, proxy: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const end = (outcome: string | NotReached) => {
      socket.setTimeout(0)
      socket.off('data', read).off('end', closed).off('close', closed).off('timeout', late).pause()
      if (typeof outcome === 'string') resolve(outcome)
      else {
        socket.destroy()
        reject(outcome)
      }
    }
    const closed = () => end(new NotReached(502, `the proxy ${proxy} closed the connection`))
    const late = () => end(new NotReached(504, `the proxy ${proxy} did not answer in time`))
    const read = (more: Buffer) => {
      bytes = Buffer.concat([bytes, more])
      const length = bytes.indexOf('\r\n\r\n')
      if (length === -1 && bytes.length > longestHead)
        return end(new NotReached(502, `the proxy ${proxy} answered at too great a length`))
      if (length === -1) return
      const rest = bytes.subarray(length + 4)
      end(bytes.toString('latin1', 0, length).split('\r\n', 1)[0] ?? '')
      if (rest.length > 0) socket.unshift(rest)
    }
    socket.on('data', read).once('end', closed).once('close', closed)
    socket.setTimeout(longestConnect, late)
  })
}
