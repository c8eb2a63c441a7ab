import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What lies at an address: a small picture, unless told. */
export interface Served {
  status?: number
  contentType?: string
  bytes?: Uint8Array
  headers?: Readonly<Record<string, string>>
  /** The answer waits for this. */
  after?: Promise<unknown>
}

/** Where the customer's media lie. */
export interface MediaServer extends AsyncDisposable {
  readonly url: string
  readonly asked: readonly { method: string; path: string; headers: IncomingHttpHeaders }[]
  /** Puts something at a path, and answers with its address. */
  put(path: string, served?: Served): string
}

/** The smallest picture: one transparent pixel. */
export const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

export async function openMediaServer(): Promise<MediaServer> {
  const asked: { method: string; path: string; headers: IncomingHttpHeaders }[] = []
  const files = new Map<string, Served>()
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push({ method: request.method ?? '', path, headers: request.headers })
    const file = files.get(path)
    if (!file) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing is here')
    const { status = 200, contentType = 'image/gif', bytes = pixel, headers = {}, after } = file
    void Promise.resolve(after).then(() =>
      response.writeHead(status, { 'content-type': contentType, ...headers }).end(bytes),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    asked,
    put(path, served = {}) {
      files.set(path, served)
      return url + path
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
}
