// Receivers that do their worst, in a process of their own, so that what they write is in nobody else's memory.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'
import { certificateFor } from '../src/webhooks/certificate.testing.ts'
import { hostileAnswers } from './hostile-answers.ts'
import type { HostilePorts } from './hostile-receivers.ts'

const listening = async (server: Server, onConnection: (socket: Socket) => void): Promise<number> => {
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {})
    onConnection(socket)
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
const silent = (socket: Socket): void => void socket.resume()

const answers: Record<string, number> = {}
for (const [name, answer] of Object.entries(hostileAnswers))
  answers[name] = await listening(createServer({ allowHalfOpen: true, noDelay: true }), (socket) =>
    socket.once('data', (request: Buffer) => {
      socket.resume()
      answer(socket, request.toString('latin1').split(' ', 2)[1] ?? '/')
    }),
  )

const pairs = {
  expired: certificateFor('app.example', { until: 2002 }),
  stranger: certificateFor('other.example'),
  selfSigned: certificateFor('app.example'),
}
const secure = {
  expired: await listening(createSecureServer(pairs.expired), silent),
  stranger: await listening(createSecureServer(pairs.stranger), silent),
  selfSigned: await listening(createSecureServer(pairs.selfSigned), silent),
  hanging: await listening(createServer(), silent),
}
const trusted = [pairs.expired.cert, pairs.stranger.cert]
process.send?.({ answers, secure, trusted } satisfies HostilePorts)
process.on('disconnect', () => process.exit())
