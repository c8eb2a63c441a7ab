import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

/** A proxy of the user's by which all would go that leaves the machine: it keeps what it is asked, and lets nothing pass. */
export interface Witness extends AsyncDisposable {
  url: string
  asked: string[]
}

export async function startWitness(): Promise<Witness> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(403).end('nothing passes')
  })
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`)
    socket.on('error', () => {}).end('HTTP/1.1 403 Nothing passes\r\nContent-Length: 0\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
