import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { everyAddress } from './address-rules.ts'
import { webhookCaller, type WebhookCallerOptions } from './call-webhook.ts'
import { certificateFor } from './certificate.testing.ts'

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

const secureReceiver = async (pair: ReturnType<typeof certificateFor>) => {
  const names: unknown[] = []
  const server = createServer(pair, (request, response) => {
    names.push((request.socket as TLSSocket).servername)
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, names }
}
const call = async (url: string, options: Partial<WebhookCallerOptions> = {}) => {
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
  await using caller = webhookCaller({ addresses: everyAddress, clockNow: Date.now, resolve, ...options })
  return await caller.call({ url, method: 'POST', parameters: [['a', 'b']], authToken: 'x', idempotencyToken: 'y' })
}

test('a trusted receiver is called over TLS, and named in the handshake unless sni=n', async () => {
  const pair = certificateFor('app.example')
  const { port, names } = await secureReceiver(pair)
  const trusted = [pair.cert]
  expect((await call(`https://app.example:${port}/`, { trusted })).attempts).toMatchObject([
    { errorCode: null, responseStatus: 204 },
  ])
  expect((await call(`https://app.example:${port}/#sni=n`, { trusted })).attempts).toMatchObject([{ errorCode: null }])
  expect(names).toEqual(['app.example', false])
})

test('a certificate that nobody vouches for is the error 11237, and is not tried again', async () => {
  const { port, names } = await secureReceiver(certificateFor('app.example'))
  expect(await call(`https://app.example:${port}/`)).toMatchObject({ ok: false, attempts: [{ errorCode: 11237 }] })
  expect(names).toEqual([])
})

test('a certificate for another host is the error 11235, with sni=n too', async () => {
  const pair = certificateFor('other.example')
  const { port } = await secureReceiver(pair)
  for (const fragment of ['', '#sni=n'])
    expect((await call(`https://app.example:${port}/${fragment}`, { trusted: [pair.cert] })).attempts).toMatchObject([
      { errorCode: 11235 },
    ])
})

test('a certificate out of date is the error 11236', async () => {
  const pair = certificateFor('app.example', { until: 2002 })
  const { port } = await secureReceiver(pair)
  expect((await call(`https://app.example:${port}/`, { trusted: [pair.cert] })).attempts).toMatchObject([
    { errorCode: 11236 },
  ])
})

test('a receiver that does not speak TLS is the error 11220, tried once more', async () => {
  const { createServer: createPlain } = await import('node:http')
  const server = createPlain((_request, response) => response.end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => server.close())
  const { port } = server.address() as AddressInfo
  expect((await call(`https://app.example:${port}/`)).attempts).toMatchObject([
    { errorCode: 11220 },
    { errorCode: 11220 },
  ])
})
