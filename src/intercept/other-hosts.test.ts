import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectTcp, createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import {
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

describe('other hosts', () => {
  test('are reached through a tunnel end to end, bytes untouched, whoever speaks first', async () => {
    const echo = await use(secureEcho('shop.example'))
    const proxy = await proxyWith({ hosts: { 'shop.example': echo.port } })
    const secure = await secureVia(proxy, 'shop.example', { ca: echo.authority, port: 8443 })
    expect(secure.getPeerX509Certificate()?.checkHost('shop.example')).toBe('shop.example')
    const sent = randomBytes(2_000_000)
    const back: Buffer[] = []
    secure.on('data', (bytes: Buffer) => back.push(bytes))
    secure.end(sent)
    await once(secure, 'end')
    expect(Buffer.concat(back).equals(sent)).toBe(true)
    expect(proxy.seen).toEqual(['shop.example:8443'])

    const mail = await use(listen(createServer((socket) => socket.end('220 mail\r\n'))))
    const { socket, head } = await connectVia(proxy.port, `127.0.0.1:${mail.port}`)
    const rest = head.endsWith('mail\r\n') ? head : head + String((await once(socket, 'data'))[0])
    expect(rest).toBe('HTTP/1.1 200 Connection established\r\n\r\n220 mail\r\n')
  })

  test('hear what a client says last, and are heard to their end', async () => {
    const slow = await use(
      listen(
        createServer({ allowHalfOpen: true }, (socket) => {
          let count = 0
          socket.on('data', (bytes: Buffer) => (count += bytes.length))
          socket.on('end', () => socket.end(`${'.'.repeat(500_000)}${count}`))
        }),
      ),
    )
    const proxy = await proxyWith()
    const socket = connectTcp({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true })
    let text = ''
    socket.on('data', (bytes: Buffer) => (text += bytes.toString()))
    socket.end(`CONNECT 127.0.0.1:${slow.port} HTTP/1.1\r\nHost: x\r\n\r\n${'x'.repeat(70_000)}`)
    await once(socket, 'end')
    expect(text.length).toBe('HTTP/1.1 200 Connection established\r\n\r\n'.length + 500_005)
    expect(text.endsWith('.70000')).toBe(true)
  })

  test('are asked without TLS as the client asked, by absolute form or not', async () => {
    const shop = await use(listener())
    const proxy = await proxyWith({ hosts: { 'shop.example': shop.port } })
    const rest = 'Proxy-Connection: keep-alive\r\nX-Own: 1\r\nConnection: close\r\n\r\n'
    expect(
      await exchanged(proxy.port, `GET http://shop.example/a?b HTTP/1.1\r\nHost: shop.example\r\n${rest}`),
    ).toMatch(/^HTTP\/1.1 200 /)
    expect(await exchanged(proxy.port, `GET /c HTTP/1.1\r\nHost: shop.example\r\n${rest}`)).toMatch(/^HTTP\/1.1 200 /)
    expect(shop.heard).toMatchObject([
      { url: '/a?b', headers: { host: 'shop.example', 'x-own': '1' } },
      { url: '/c', headers: { host: 'shop.example' } },
    ])
    expect(shop.heard[0]?.headers).not.toHaveProperty('proxy-connection')
    expect(proxy.tally.total).toBe(0)
  })

  test('that go on in another protocol are let: a WebSocket becomes one, another wish gets an answer', async () => {
    const { server, heard, port } = await use(listener())
    server.on('upgrade', (request, socket, head) => {
      socket.unshift(head)
      socket.on('error', () => {})
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${request.headers.upgrade}\r\nConnection: Upgrade\r\n\r\nfirst`,
      )
      socket.once('data', (bytes: Buffer) => socket.end(`then ${bytes.toString()}`))
    })
    const proxy = await proxyWith({ hosts: { 'chat.example': port } })
    const head = 'GET http://chat.example/socket HTTP/1.1\r\nHost: chat.example\r\nConnection: Upgrade\r\n'
    expect(await exchanged(proxy.port, `${head}Upgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\nframe`)).toMatch(
      /^HTTP\/1.1 101 [^]*firstthen frame$/,
    )
    expect(await exchanged(proxy.port, `${head}Upgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 200 [^]*heard$/,
    )
    expect(heard).toHaveLength(1)
    expect(
      await exchanged(proxy.port, head.replaceAll('chat.example', 'api.twilio.com') + 'Upgrade: websocket\r\n\r\n'),
    ).toMatch(/^HTTP\/1.1 501 /)
  })

  test('that cannot be reached are an answer of 502', async () => {
    const gone = await listener()
    await gone[Symbol.asyncDispose]()
    const proxy = await proxyWith()
    const to = `127.0.0.1:${gone.port}`
    expect(await exchanged(proxy.port, `CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`)).toContain('ECONNREFUSED')
    expect(
      await exchanged(proxy.port, `GET http://${to}/ HTTP/1.1\r\nHost: ${to}\r\nConnection: close\r\n\r\n`),
    ).toMatch(/^HTTP\/1.1 502 /)
  })

  test('that speak nonsense, or break off, leave all else alone', async () => {
    const nonsense = await use(listen(createServer((socket) => void socket.on('error', () => {}).end('nonsense'))))
    const broken = await use(
      listener((request, response) => {
        response.writeHead(200, { 'content-length': '10' }).write('half', () => request.socket.resetAndDestroy())
      }),
    )
    const proxy = await proxyWith()
    const get = (port: number) => `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
    expect(await exchanged(proxy.port, get(nonsense.port))).toMatch(/^HTTP\/1.1 502 /)
    expect(await exchanged(proxy.port, get(broken.port))).toMatch(/\r\n\r\nhalf$/)
    const { socket } = await connectVia(proxy.port, `127.0.0.1:${broken.port}`)
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await closed(socket)
    expect(await exchanged(proxy.port, get(nonsense.port))).toMatch(/^HTTP\/1.1 502 /)
  })

  test.each([
    ['a reason that no answer may have', 'HTTP/1.1 200 \x01\r\nContent-Length: 0\r\n\r\n'],
    ['a status that is none', 'HTTP/1.1 001 Low\r\nContent-Length: 0\r\n\r\n'],
    ['another protocol that nobody asked for', 'HTTP/1.1 101 Other\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\nx'],
    ['a header that no answer may have', 'HTTP/1.1 200 OK\r\nX: \x00\r\nContent-Length: 0\r\n\r\n'],
  ])('that answer with %s are an answer of 502', async (_what, answer) => {
    const odd = await use(listen(createServer((socket) => void socket.on('error', () => {}).write(answer, 'latin1'))))
    const proxy = await proxyWith()
    const to = `127.0.0.1:${odd.port}`
    const said = await exchanged(proxy.port, `GET http://${to}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    expect(said).toMatch(/^HTTP\/1.1 502 /)
  })

  test('that are asked for by https without a tunnel are known by their certificate: 502 without a good one', async () => {
    const echo = await use(secureEcho('shop.example'))
    const proxy = await proxyWith({ hosts: { 'shop.example': echo.port } })
    const asked = 'GET https://shop.example/a HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n'
    expect(await exchanged(proxy.port, asked)).toMatch(/^HTTP\/1.1 502 [^]*self-signed certificate/)
    expect(proxy.seen).toEqual(['shop.example:443'])
  })

  test('are refused offline, but for this machine', async () => {
    const local = await use(listener())
    const proxy = await proxyWith({ offline: true, hosts: { 'shop.example': local.port } })
    const refused = /^HTTP\/1.1 403 [^]*--offline/
    expect(await exchanged(proxy.port, 'CONNECT shop.example:443 HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(refused)
    expect(
      await exchanged(proxy.port, 'GET http://shop.example/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    ).toMatch(refused)
    expect(proxy.seen).toEqual([])
    expect(
      await exchanged(
        proxy.port,
        `GET http://localhost:${local.port}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      ),
    ).toMatch(/^HTTP\/1.1 200 /)
  })
})

describe('the proxy of the user', () => {
  test('is asked for others, with its credentials', async () => {
    const echo = await use(secureEcho('shop.example'))
    const user = await use(userProxy({ 'shop.example': echo.port }))
    const address = `http://me:p%40ss@127.0.0.1:${user.port}`
    const proxy = await proxyWith({ http: address, https: address })
    const secure = await secureVia(proxy, 'shop.example', { ca: echo.authority })
    secure.write('hello')
    expect(String((await once(secure, 'data'))[0])).toBe('hello')
    secure.destroy()
    const plain = await exchanged(
      proxy.port,
      'GET http://plain.example/a HTTP/1.1\r\nHost: plain.example\r\nConnection: close\r\n\r\n',
    )
    expect(plain).toMatch(/by the proxy of the user$/)
    const authorization = `Basic ${Buffer.from('me:p@ss').toString('base64')}`
    expect(user.asked).toEqual([
      { line: 'CONNECT shop.example:443', authorization },
      { line: 'GET http://plain.example/a', authorization },
    ])
    expect(new Set(proxy.seen)).toEqual(new Set([`127.0.0.1:${user.port}`]))
  })

  test('is not asked for what NO_PROXY names, nor for this machine', async () => {
    const local = await use(listener())
    const user = await use(userProxy({}))
    const address = `http://127.0.0.1:${user.port}`
    const proxy = await proxyWith({
      http: address,
      https: address,
      noProxy: '.internal',
      hosts: { 'db.internal': local.port },
    })
    for (const host of ['db.internal', `127.0.0.1:${local.port}`])
      expect(
        await exchanged(proxy.port, `GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
      ).toMatch(/heard$/)
    expect(user.asked).toEqual([])
  })

  test.each([
    [
      'refuses',
      '407 Proxy Authentication Required',
      'the proxy 127.0.0.1 made no way to shop.example:443: HTTP/1.1 407 Proxy Authentication Required',
    ],
    ['speaks nonsense', '', 'made no way to shop.example:443'],
  ])('that %s is an answer of 502 that says so', async (_what, refuses, says) => {
    const user = await use(userProxy({}, refuses))
    const proxy = await proxyWith({ https: `127.0.0.1:${user.port}` })
    const answer = await exchanged(proxy.port, 'CONNECT shop.example:443 HTTP/1.1\r\nHost: x\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1.1 502 /)
    expect(answer).toContain(says)
  })

  test('that talks without end, or hangs up, does not hold the proxy', async () => {
    const endless = await use(
      listen(createServer((socket) => void socket.on('error', () => {}).write('x'.repeat(100_000)))),
    )
    const mute = await use(listen(createServer((socket) => socket.once('data', () => socket.end()))))
    for (const [user, says] of [
      [endless, 'too great a length'],
      [mute, 'closed the connection'],
    ] as const) {
      const proxy = await proxyWith({ https: `http://127.0.0.1:${user.port}` })
      expect(await exchanged(proxy.port, 'CONNECT shop.example:443 HTTP/1.1\r\nHost: x\r\n\r\n')).toContain(says)
    }
  })
})
