import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectTcp, createServer } from 'node:net'
import type { IncomingMessage } from 'node:http'
import { request as requestSecure } from 'node:https'
import { connect } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { certificateFor } from '../webhooks/certificate.testing.ts'
import {
  type TestProxy,
  type TestProxyOptions,
  closed,
  connectVia,
  exchanged,
  listen,
  listener,
  secureEcho,
  secureVia,
  testProxy,
  userProxy,
} from '../../test/exec/test-proxy.ts'
import { untilTestEnds } from '../../test/exec/until-test-ends.ts'

const use = untilTestEnds()
const proxyWith = (options?: TestProxyOptions) => use(testProxy(options))

/** One request to a host of the service through a tunnel. */
async function asked(
  proxy: TestProxy,
  host: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
) {
  const socket = await secureVia(proxy, host)
  const request = requestSecure({
    createConnection: () => socket,
    method: options.method ?? 'GET',
    path,
    headers: { host, ...options.headers },
  })
  request.end(options.body)
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  let text = ''
  for await (const bytes of answer) text += (bytes as Buffer).toString('latin1')
  socket.destroy()
  return { status: answer.statusCode, headers: answer.headers, text }
}

describe('what is for the service is given to the local server', () => {
  test('whole, with its host, and the answer comes back as it is', async () => {
    const body = randomBytes(300_000)
    const server = await use(
      listener((_request, response) => {
        response.writeHead(
          201,
          'Made',
          [
            ['X-Twice', '1'],
            ['X-Twice', '2'],
            ['Content-Type', 'text/plain'],
          ].flat(),
        )
        response.end('é'.repeat(100_000))
      }),
    )
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    const answer = await asked(proxy, 'api.dublin.ie1.twilio.com', '/2010-04-01/Accounts/AC1/Messages.json?a=%20b', {
      method: 'POST',
      headers: { 'content-length': String(body.length), expect: '100-continue', authorization: 'Basic QUM6eA==' },
      body,
    })
    expect(answer).toMatchObject({ status: 201, headers: { 'x-twice': '1, 2', 'content-type': 'text/plain' } })
    expect(Buffer.from(answer.text, 'latin1').toString()).toBe('é'.repeat(100_000))
    expect(server.heard).toMatchObject([
      {
        method: 'POST',
        url: '/2010-04-01/Accounts/AC1/Messages.json?a=%20b',
        headers: { host: 'api.dublin.ie1.twilio.com', authorization: 'Basic QUM6eA==' },
        body: body.toString('latin1'),
      },
    ])
    expect(server.heard[0]?.headers).not.toHaveProperty('expect')
    expect(proxy.seen).toEqual([])
    expect(proxy.tally.summary()).toBe('1 call intercepted (api.dublin.ie1.twilio.com: POST Messages 201)')
  })

  test.each([
    ['by absolute form', 'GET http://api.twilio.com/a HTTP/1.1\r\nHost: other.example\r\n'],
    [
      'by absolute form of https, as old clients ask',
      'GET https://api.twilio.com/a HTTP/1.1\r\nHost: api.twilio.com\r\n',
    ],
    ['as if the proxy were the service', 'GET /a HTTP/1.1\r\nHost: api.twilio.com\r\n'],
    ['in another spelling', 'GET http://API.TWILIO%2Ecom:80/a HTTP/1.1\r\nHost: x\r\n'],
    ['with a dot at its end', 'GET http://api.twilio.com./a HTTP/1.1\r\nHost: x\r\n'],
    ['in wide letters', `GET http://${encodeURIComponent('ａｐｉ．ｔｗｉｌｉｏ．ｃｏｍ')}/a HTTP/1.1\r\nHost: x\r\n`],
  ])('%s', async (_how, head) => {
    const server = await use(listener())
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    expect(await exchanged(proxy.port, `${head}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*heard$/)
    expect(server.heard).toMatchObject([{ url: '/a' }])
    expect(proxy.seen).toEqual([])
  })

  test('without TLS through a tunnel, and with TLS as if the proxy were the service', async () => {
    const server = await use(listener())
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    const { socket } = await connectVia(proxy.port, 'api.twilio.com:80')
    socket.write('GET /plain HTTP/1.1\r\nHost: api.twilio.com\r\n\r\n')
    await once(socket, 'data')
    socket.destroy()
    for (const servername of ['verify.twilio.com', undefined]) {
      const secure = connect({
        port: proxy.port,
        host: '127.0.0.1',
        ca: proxy.certificate,
        ...(servername ? { servername } : { checkServerIdentity: () => undefined }),
      })
      secure.write('GET /direct HTTP/1.1\r\nHost: verify.twilio.com\r\nConnection: close\r\n\r\n')
      await once(secure, 'data')
      secure.destroy()
    }
    expect(server.heard.map(({ url, headers }) => `${headers.host}${url}`)).toEqual([
      'api.twilio.com/plain',
      'verify.twilio.com/direct',
      'verify.twilio.com/direct',
    ])
  })

  test('in HTTP/1.1 to those who would speak HTTP/2, too', async () => {
    const proxy = await proxyWith()
    const secure = await secureVia(proxy, 'api.twilio.com', { alpn: ['h2', 'http/1.1'] })
    expect(secure.alpnProtocol).toBe('http/1.1')
    secure.destroy()
  })

  test('one after the other on one connection', async () => {
    const server = await use(listener((request, response) => response.end(request.url)))
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    const secure = await secureVia(proxy, 'api.twilio.com')
    for (const path of ['/one', '/two', '/three']) {
      secure.write(`POST ${path} HTTP/1.1\r\nHost: api.twilio.com\r\nContent-Length: 2\r\n\r\nab`)
      let text = ''
      while (!text.endsWith(path)) text += String((await once(secure, 'data'))[0])
    }
    secure.destroy()
    expect(server.heard.map(({ body }) => body)).toEqual(['ab', 'ab', 'ab'])
    expect(proxy.tally.total).toBe(3)
  })

  test('who is refused by the server is told of, by name', async () => {
    const server = await use(listener((_request, response) => response.writeHead(401).end('{"code": 20003}')))
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    const sid = `AC${'1'.repeat(32)}`
    const authorization = (user: string) => ({
      authorization: `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`,
    })
    expect(await asked(proxy, 'api.twilio.com', '/a', { headers: authorization(sid) })).toMatchObject({
      status: 401,
      text: '{"code": 20003}',
    })
    await asked(proxy, 'api.twilio.com', '/a', { headers: authorization('somebody') })
    await asked(proxy, 'api.twilio.com', '/a')
    expect(proxy.refused).toEqual([sid])
  })
})

describe('nothing for the service leaves', () => {
  test('when the server is gone: 502, which says so', async () => {
    const gone = await listener()
    await gone[Symbol.asyncDispose]()
    const proxy = await proxyWith({ server: `http://127.0.0.1:${gone.port}` })
    const answer = await asked(proxy, 'api.twilio.com', '/2010-04-01/Accounts.json')
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.text)).toEqual({
      status: 502,
      message: `Trunkline at http://127.0.0.1:${gone.port} gave no answer (ECONNREFUSED), and nothing is sent to api.twilio.com instead.`,
    })
    expect(proxy.seen).toEqual([])
    expect(proxy.tally.summary()).toBe('1 call intercepted (api.twilio.com: GET Accounts not answered)')
  })

  test('when the server breaks off, before its answer or within it', async () => {
    const server = await use(
      listener((request, response) => {
        if (request.url === '/before') request.socket.destroy()
        else response.writeHead(200, { 'content-length': '10' }).write('half', () => request.socket.destroy())
      }),
    )
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    expect((await asked(proxy, 'api.twilio.com', '/before')).status).toBe(502)
    await expect(asked(proxy, 'api.twilio.com', '/within')).rejects.toThrow(/aborted|ECONNRESET|hang up/)
    expect(proxy.seen).toEqual([])
  })

  test('when the server speaks nonsense', async () => {
    const server = await use(listen(createServer((socket) => void socket.on('error', () => {}).end('nonsense'))))
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    expect((await asked(proxy, 'api.twilio.com', '/')).status).toBe(502)
    expect(proxy.seen).toEqual([])
  })

  test.each(['api.twilio.com:8443', 'twilio.com:22'])('to another port: %s', async (to) => {
    const proxy = await proxyWith()
    expect(await exchanged(proxy.port, `CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 403 .*is not served/,
    )
    expect(
      await exchanged(proxy.port, `GET http://${to}/ HTTP/1.1\r\nHost: ${to}\r\nConnection: close\r\n\r\n`),
    ).toMatch(/^HTTP\/1.1 403 /)
    expect(proxy.seen).toEqual([])
  })

  test('whatever the spelling, the proxy of the user, and its exceptions', async () => {
    const user = await use(userProxy({}))
    const address = `http://127.0.0.1:${user.port}`
    const proxy = await proxyWith({ http: address, https: address, noProxy: 'twilio.com' })
    for (const host of ['api.twilio.com', 'API.Twilio.COM', 'api.twilio.com.', 'api%2Etwilio.com'])
      await exchanged(proxy.port, `CONNECT ${host}:443 HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\n\r\n`)
    expect(proxy.seen).toEqual([])
    expect(user.asked).toEqual([])
  })

  test('to a host that only ends alike, all goes', async () => {
    const echo = await use(secureEcho('nottwilio.com'))
    const proxy = await proxyWith({ hosts: { 'nottwilio.com': echo.port } })
    const secure = await secureVia(proxy, 'nottwilio.com', { ca: echo.authority })
    secure.destroy()
    expect(proxy.seen).toEqual(['nottwilio.com:443'])
  })

  test('when another host is asked for within TLS: 421', async () => {
    const server = await use(listener())
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    expect(await asked(proxy, 'api.twilio.com', '/', { headers: { host: 'evil.example' } })).toMatchObject({
      status: 421,
    })
    expect([server.heard, proxy.seen]).toEqual([[], []])
  })

  test('and no certificate is there for another host', async () => {
    const proxy = await proxyWith()
    const secure = connect({
      port: proxy.port,
      host: '127.0.0.1',
      servername: 'evil.example',
      rejectUnauthorized: false,
    })
    await expect(once(secure, 'secureConnect')).rejects.toThrow(/disconnected|ECONNRESET|alert/)
  })
})

describe('clients that are broken', () => {
  test.each([
    ['nonsense', 'nonsense\r\n\r\n'],
    ['nothing but an end', ''],
    ['TLS that is none', Buffer.from('160301ffff00', 'hex')],
    ['a head without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}`],
    ['CONNECT to no host', 'CONNECT / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['CONNECT to a port that is none', 'CONNECT a:99999 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['no host', 'GET / HTTP/1.0\r\n\r\n'],
    ['another scheme', 'GET ftp://a/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['bytes of all kinds', randomBytes(5000)],
  ])('with %s leave the others alone', async (_what, bytes) => {
    const server = await use(listener())
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    const socket = connectTcp(proxy.port, '127.0.0.1')
    socket.on('error', () => {}).resume()
    socket.end(bytes)
    await closed(socket)
    expect((await asked(proxy, 'api.twilio.com', '/still')).text).toBe('heard')
    expect(proxy.seen).toEqual([])
  })

  test('that ask for the proxy itself are told what it is', async () => {
    const proxy = await proxyWith()
    for (const host of [`127.0.0.1:${proxy.port}`, `localhost:${proxy.port}`]) {
      expect(await exchanged(proxy.port, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toContain(
        'This is the proxy of trunkline exec',
      )
    }
    expect(proxy.seen).toEqual([])
  })

  test('that go before their answer leave the others alone', async () => {
    const server = await use(listener(() => {}))
    const proxy = await proxyWith({ server: `http://127.0.0.1:${server.port}` })
    const secure = await secureVia(proxy, 'api.twilio.com')
    secure.write('POST /a HTTP/1.1\r\nHost: api.twilio.com\r\nContent-Length: 100\r\n\r\nhalf')
    while (server.heard.length === 0) await new Promise((resolve) => setImmediate(resolve))
    secure.destroy()
    await closed(secure)
    const other = await secureVia(proxy, 'api.twilio.com')
    other.destroy()
  })

  test('that trust no authority of ours get no answer', async () => {
    const proxy = await proxyWith()
    const { socket } = await connectVia(proxy.port, 'api.twilio.com:443')
    const secure = connect({ socket, servername: 'api.twilio.com', ca: certificateFor('api.twilio.com').cert })
    await expect(once(secure, 'secureConnect')).rejects.toThrow(/certificate/)
  })
})

test('a proxy that is closed leaves nobody waiting', async () => {
  const server = await use(listener(() => {}))
  const proxy = await testProxy({ server: `http://127.0.0.1:${server.port}` })
  const secure = await secureVia(proxy, 'api.twilio.com')
  secure.on('error', () => {}).write('GET / HTTP/1.1\r\nHost: api.twilio.com\r\n\r\n')
  const end = closed(secure)
  await proxy[Symbol.asyncDispose]()
  await end
})
