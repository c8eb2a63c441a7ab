import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

// Imported, the module would load Node's own fetch with it: 40 ms of the start, and 10 MB.
const { createServer } = process.getBuiltinModule('node:http')

/** The socket of the server, open from the first moment on, before anything behind it is ready. */
export interface FrontDoor {
  readonly server: Server
  readonly port: number
  /** From now on requests go to this listener, if this process answers any, and `/readyz` asks `ready`. */
  open(listener: RequestListener | null, ready: () => Promise<boolean>): void
  /** From now on `/readyz` says no, and idle connections end; requests under way are answered. */
  beginClosing(): void
  /** Resolves when the last connection has ended. */
  closed(): Promise<void>
}

/** Listens, and answers `/livez` and `/readyz` by itself: 200 and `ok`, or 503 and why not. Everything else waits for `open`. */
export async function openFrontDoor(host: string, port: number): Promise<FrontDoor> {
  let behind: RequestListener | null = null
  let isReady: () => Promise<boolean> = () => Promise.resolve(false)
  let state: 'starting' | 'open' | 'closing' = 'starting'
  /** Connections on which nothing was asked yet: as clients open them that want to be quick. The server counts none of them as idle. */
  const unused = new Set<Socket>()

  const server = createServer(
    { keepAliveTimeout: 72_000, requestTimeout: 60_000, headersTimeout: 30_000 },
    (request, response) => {
      unused.delete(request.socket)
      // The parser stops at a request that asks for another protocol, and would leave what follows on its connection unanswered.
      if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false
      if (request.url === '/livez') answer(response, 200, 'ok')
      else if (request.url === '/readyz') void answerReady(response)
      else if (behind) behind(request, response)
      else
        refuse(request, response, state === 'starting' ? 'starting' : 'this process does jobs, and answers no requests')
    },
  )

  server.on('connection', (socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })

  async function answerReady(response: ServerResponse) {
    const ready = state === 'open' && (await isReady().catch(() => false))
    answer(response, ready ? 200 : 503, ready ? 'ok' : state === 'open' ? 'the database does not answer' : state)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: 4096 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()

  return {
    server,
    port: typeof address === 'object' && address ? address.port : port,
    open(listener, ready) {
      behind = listener
      isReady = ready
      state = 'open'
    },
    beginClosing() {
      state = 'closing'
      // What comes in on a connection that is still open is answered; then it ends, instead of being kept for more.
      server.prependListener('request', (_request, response: ServerResponse) =>
        response.setHeader('Connection', 'close'),
      )
    },
    closed: () =>
      new Promise((resolve) => {
        // A connection whose last request was answered meanwhile is idle only from then on.
        const sweep = setInterval(() => {
          server.closeIdleConnections()
          for (const socket of unused) if (socket.bytesRead === 0) socket.destroy()
        }, 20)
        server.close(() => {
          clearInterval(sweep)
          resolve()
        })
      }),
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, why: string) {
  request.resume()
  answer(response, 503, why, { 'Retry-After': '1' })
}

function answer(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}) {
  const body = `${text}\n`
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    ...headers,
  })
  response.end(body)
}
