import { connect as connectTcp, createServer } from 'node:net'
import { connect as connectTls } from 'node:tls'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closed, exchanged, listen, testProxy } from '../../test/exec/test-proxy.ts'
import { long } from '../../test/requires.ts'
import { isTwilioHost } from './twilio-host.ts'

const answers = [
  'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc',
  'HTTP/1.1 204 None\r\n\r\n',
  'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n',
  'HTTP/1.0 301 Moved\r\nLocation: /x\r\n\r\nrest',
  'HTTP/1.1 304 Same\r\nContent-Length: 5\r\n\r\n',
  'HTTP/1.1 101 Other\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nx',
]
const requestsTo = (host: string) => [
  `GET http://${host}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
  `POST http://${host}/a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nabcde`,
  `POST /a HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n`,
  `CONNECT ${host} HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
  `GET /a HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n`,
  `HEAD http://${host}/ HTTP/1.0\r\n\r\n`,
  `GET https://${host}/ HTTP/1.1\r\nHost: x\r\n\r\n`,
]

/** A text with a few places in it spoilt. */
const spoilt = (texts: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(fc.tuple(fc.nat(200), fc.nat(3), fc.string({ unit: 'binary-ascii', maxLength: 5 })), { maxLength: 3 }),
    )
    .map(([text, places]) =>
      places.reduce((so, [at, gone, junk]) => so.slice(0, at) + junk + so.slice(at + gone), text),
    )

test(
  'whatever clients and servers say, the proxy goes on, and reaches no host of the service',
  { timeout: 120_000 },
  async () => {
    let answer = ''
    await using odd = await listen(
      createServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', () => socket.end(answer, 'latin1'))
      }),
    )
    await using proxy = await testProxy({ server: `http://127.0.0.1:${odd.port}`, hosts: { 'shop.example': odd.port } })
    const hosts = [`127.0.0.1:${odd.port}`, 'api.twilio.com', 'shop.example', 'api.twilio.com:443']

    const ask = async (bytes: string, secure: boolean) => {
      const to = { port: proxy.port, host: '127.0.0.1' }
      const socket = secure
        ? connectTls({ ...to, servername: 'api.twilio.com', rejectUnauthorized: false })
        : connectTcp(to)
      socket.on('error', () => {}).resume()
      socket.write(bytes, 'latin1')
      socket.setTimeout(40, () => socket.destroy())
      await closed(socket)
    }
    await fc.assert(
      fc.asyncProperty(
        spoilt(answers),
        spoilt(hosts.flatMap(requestsTo)),
        fc.boolean(),
        async (said, bytes, secure) => {
          answer = said
          await ask(bytes, secure)
        },
      ),
      { numRuns: long ? 2000 : 150 },
    )
    answer = answers[0] ?? ''
    expect(await exchanged(proxy.port, requestsTo('api.twilio.com')[0] ?? '')).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*abc$/)
    expect(proxy.seen.map((seen) => seen.replace(/:\d+$/, '')).filter(isTwilioHost)).toEqual([])
  },
)
