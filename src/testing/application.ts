import { type IncomingMessage, type RequestListener, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { kitError } from './kit-error.ts'

/** An application under test: what Express, Connect, Koa, Fastify, Hono and plain Node have, or a function of the Fetch API. */
export type Application =
  | ((request: IncomingMessage, response: ServerResponse, ...more: never[]) => unknown)
  | ((request: Request) => Response | Promise<Response>)
  | { fetch(request: Request): Response | Promise<Response> }
  | { callback(): RequestListener }
  | { routing: RequestListener; ready(): PromiseLike<unknown> }
  | { emit(event: 'request', request: IncomingMessage, response: ServerResponse): unknown }

/** An application that is served at an address of its own. */
export interface ServedApplication {
  readonly url: string
  /** What it threw so far, newest last. */
  readonly thrown: readonly unknown[]
  close(): Promise<void>
}

const mostThrown = 20

/** Serves an application on a free port of this machine. It holds up the end of no process. */
export async function serveApplication(application: Application): Promise<ServedApplication> {
  const thrown: unknown[] = []
  const listener = await listenerOf(application)
  const server = createServer((request, response) => {
    Promise.resolve()
      .then(() => listener(request, response))
      .catch((error: unknown) => {
        if (thrown.length < mostThrown) thrown.push(error)
        if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
        response.end(error instanceof Error ? error.message : 'the application threw something')
      })
  })
  server.unref().on('connection', (socket) => socket.unref())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    thrown,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown

async function listenerOf(application: Application): Promise<Listener> {
  // Functions of the Fetch API take the request alone; Express is a function with methods, and takes three.
  if (typeof application === 'function')
    return application.length >= 2 ? (application as Listener) : fetching(application as (request: Request) => Response)
  if ('routing' in application && 'ready' in application) {
    await application.ready()
    return application.routing
  }
  if ('fetch' in application) return fetching((request) => application.fetch(request))
  if ('callback' in application) return application.callback()
  if ('emit' in application) return (request, response) => application.emit('request', request, response)
  throw kitError(
    'This is no application that could be served.',
    'an Express app, a (request, response) function, or a fetch handler',
  )
}

function fetching(handler: (request: Request) => Response | Promise<Response>): Listener {
  return async (incoming, outgoing) => {
    const body = await bodyOf(incoming)
    if (body === null) return void outgoing.writeHead(413).end()
    const { method = 'GET', url = '/', headers, rawHeaders } = incoming
    const named = rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1]!] as [string, string]] : []))
    const bodiless = method === 'GET' || method === 'HEAD'
    const request = new Request(new URL(url, `http://${headers.host ?? '127.0.0.1'}`), {
      method,
      headers: named,
      ...(!bodiless && { body }),
    })
    const response = await handler(request)
    outgoing.statusCode = response.status
    for (const [name, value] of response.headers) outgoing.appendHeader(name, value)
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  }
}

/** More than any webhook says. */
const mostBody = 16 * 1024 * 1024

/** Null for one that is too large. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of incoming) {
    length += (chunk as Buffer).length
    if (length > mostBody) return null
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}
