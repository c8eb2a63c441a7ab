import { once } from 'node:events'
import { type IncomingMessage, type RequestListener, type Server, createServer } from 'node:http'
import { type AddressInfo, type Server as TcpServer, type Socket, connect } from 'node:net'
import { type TLSSocket, connect as connectTls, createServer as createTlsServer } from 'node:tls'
import { certificateFor } from '../../src/webhooks/certificate.testing.ts'
import { type Authority, makeAuthority, openAuthority } from '../../src/intercept/authority.ts'
import { type Proxy, startProxy } from '../../src/intercept/proxy.ts'
import { type Tally, openTally } from '../../src/intercept/tally.ts'
import { type UserProxies, upstreamsOf } from '../../src/intercept/upstream.ts'

/** Something that listens on a port of this machine, until it is disposed. */
export interface Listening extends AsyncDisposable {
  port: number
}

export async function listen(server: TcpServer): Promise<Listening> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket)).on('error', () => {})
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What reached a server, in the order in which it came. */
export interface Heard {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

/** An HTTP server that tells what it heard. */
export async function listener(
  answer: RequestListener = (_request, response) => response.end('heard'),
): Promise<Listening & { heard: Heard[]; server: Server }> {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    const one = { method, url, headers, body: '' }
    heard.push(one)
    request.on('data', (bytes: Buffer) => (one.body += bytes.toString('latin1')))
    request.on('end', () => answer(request, response))
  })
  return { ...(await listen(server)), heard, server }
}

/** A server with TLS and an authority of its own that sends back what it is sent. */
export async function secureEcho(host: string): Promise<Listening & { authority: string }> {
  const pair = certificateFor(host)
  const server = createTlsServer(pair, (socket) => {
    socket.on('error', () => {})
    socket.pipe(socket)
  })
  return { ...(await listen(server)), authority: pair.cert }
}

/** A proxy of the user's: it keeps what it is asked, and leads everybody to the ports of these hosts. */
export async function userProxy(
  hosts: Readonly<Record<string, number>>,
  refuses?: string,
): Promise<Listening & { asked: { line: string; authorization: string | undefined }[] }> {
  const asked: { line: string; authorization: string | undefined }[] = []
  const note = ({ method, url, headers }: IncomingMessage) =>
    asked.push({ line: `${method} ${url}`, authorization: headers['proxy-authorization'] })
  const server = createServer((request, response) => {
    note(request)
    response.end('by the proxy of the user')
  })
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    note(request)
    socket.on('error', () => {})
    if (refuses !== undefined) return socket.end(`HTTP/1.1 ${refuses}\r\nContent-Length: 0\r\n\r\n`)
    const other = connect(hosts[request.url?.split(':')[0] ?? ''] ?? 1, '127.0.0.1')
    other.on('error', () => socket.destroy())
    // With something of the other end at once, as it happens.
    socket.write('HTTP/1.1 200 OK\r\nVia: 1.1 user\r\n\r\n')
    socket.pipe(other).pipe(socket)
  })
  return { ...(await listen(server)), asked }
}

let made: Promise<{ authority: Authority; certificate: string }> | null = null

/** One for all tests: making one takes a moment. */
export const testAuthority = () =>
  (made ??= (async () => {
    const pair = await makeAuthority(Date.now(), 3)
    return { authority: await openAuthority(pair), certificate: pair.certificate }
  })())

export interface TestProxy extends AsyncDisposable {
  port: number
  certificate: string
  /** Every connection that was made to others. */
  seen: string[]
  tally: Tally
  /** Users who were refused. */
  refused: string[]
  proxy: Proxy
}

export interface TestProxyOptions extends Partial<UserProxies> {
  /** The address of the local server. */
  server?: string
  offline?: boolean
  /** Where the hosts are that tests make up. */
  hosts?: Readonly<Record<string, number>>
}

/** The proxy, with eyes on all that leaves. */
export async function testProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const { server = 'http://127.0.0.1:1', offline = false, hosts = {}, http, https, noProxy = '' } = options
  const { authority, certificate } = await testAuthority()
  const [seen, refused, tally]: [string[], string[], Tally] = [[], [], openTally()]
  const proxy = await startProxy({
    authority,
    upstreams: upstreamsOf({ http, https, noProxy }),
    offline,
    clockNow: Date.now,
    server,
    tally,
    refused: (user) => refused.push(user),
    connect({ host, port }) {
      seen.push(`${host}:${port}`)
      return connect({ host: '127.0.0.1', port: hosts[host] ?? port, allowHalfOpen: true })
    },
  })
  return {
    port: proxy.port,
    certificate,
    seen,
    tally,
    refused,
    proxy,
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  }
}

/** Waits until a connection is over, whichever way. */
export const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => void socket.once('close', () => resolve()))

/** Sends bytes to a port and answers with all that comes back until the other end has no more. */
export async function exchanged(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', (more: Buffer) => (text += more.toString('latin1')))
  socket.on('error', () => {})
  socket.write(bytes)
  await closed(socket)
  return text
}

/** Opens a tunnel; answers with the connection, and the head of what the proxy said. */
export async function connectVia(port: number, to: string): Promise<{ socket: Socket; head: string }> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`)
  const [bytes] = (await once(socket, 'data')) as [Buffer]
  return { socket, head: bytes.toString('latin1') }
}

/** TLS to a host through a tunnel. */
export async function secureVia(
  proxy: TestProxy,
  host: string,
  options: { port?: number; ca?: string; alpn?: string[] } = {},
): Promise<TLSSocket> {
  const { socket, head } = await connectVia(proxy.port, `${host}:${options.port ?? 443}`)
  if (head !== established) throw new Error(`no tunnel: ${head}`)
  const secure = connectTls({
    socket,
    servername: host,
    ca: options.ca ?? proxy.certificate,
    ...(options.alpn && { ALPNProtocols: options.alpn }),
  })
  await once(secure, 'secureConnect')
  return secure
}

/** To the letter, as some clients look for it. */
export const established = 'HTTP/1.1 200 Connection established\r\n\r\n'
