// The bar that Trunkline's accept is measured against: `node:http` that reads a request to its end and sends the answer it was given, and
// nothing else.
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The bytes to answer with. */
export interface BareOrder {
  status: number
  reason: string
  headers: [name: string, value: string][]
  body: string
  /** Milliseconds. Node writes it into the answer. */
  keepAlive: number
}

let current: Server | undefined

process.on('message', ({ status, reason, headers, body, keepAlive }: BareOrder) => {
  const flat = headers.flat()
  const withDate = headers.some(([name]) => name.toLowerCase() === 'date')
  current?.close()
  const server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      response.sendDate = false
      response.writeHead(status, reason, flat)
      response.end(body)
    })
  })
  server.keepAliveTimeout = keepAlive
  current = server
  if (withDate) refreshDate(flat)
  server.listen(0, '127.0.0.1', () => process.send?.({ reply: (server.address() as AddressInfo).port }))
})
process.on('disconnect', () => process.exit())

function refreshDate(flat: string[]) {
  const at = flat.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === 'date') + 1
  setInterval(() => (flat[at] = new Date().toUTCString()), 1000).unref()
}
