import { connect } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { certificateFor } from '../../src/webhooks/certificate.testing.ts'

/** Ends TLS for api.twilio.com in front of a server, and keeps what the server answers. */
export interface SecureFront extends AsyncDisposable {
  port: number
  /** What has to be trusted. */
  certificate: string
  /** All that was answered since it was asked last: each answer's status and body. */
  answers(): readonly { status: number; body: string }[]
}

export async function secureFront(url: string): Promise<SecureFront> {
  const pair = certificateFor('api.twilio.com')
  const open = new Set<TLSSocket>()
  let answered: Buffer[] = []
  const front = createServer(pair, (client) => {
    open.add(client)
    const server = connect(Number(new URL(url).port), '127.0.0.1')
    server.on('data', (bytes) => answered.push(bytes))
    client.on('close', () => {
      open.delete(client)
      server.destroy()
    })
    client.on('error', () => server.destroy())
    server.on('error', () => client.destroy())
    client.pipe(server)
    server.pipe(client)
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  return {
    port: (front.address() as AddressInfo).port,
    certificate: pair.cert,
    answers() {
      const text = Buffer.concat(answered).toString('utf8')
      answered = []
      return text
        .split(/(?=^HTTP\/1\.1 )/m)
        .filter(Boolean)
        .map((answer) => {
          const [head = '', body = ''] = answer.split('\r\n\r\n', 2)
          return { status: Number(head.split(' ', 2)[1]), body }
        })
    },
    async [Symbol.asyncDispose]() {
      for (const client of open) client.destroy()
      await new Promise((resolve) => front.close(resolve))
    },
  }
}
