import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { answering, callerWith, closeAll, post, rawReceiver, receiver } from './receiver.testing.ts'

afterEach(closeAll)

describe('an answer', () => {
  test.for([400, 404, 429, 500, 503, 304, 302])(
    'of %i is the error 11200, and is not tried again by default',
    async (status) => {
      const app = await receiver(answering(status))
      expect(await callerWith().call(post(app.url))).toMatchObject({
        ok: false,
        attempts: [{ errorCode: 11200, responseStatus: status }],
      })
      expect(app.got).toHaveLength(1)
    },
  )

  test.for([
    ['rp=5xx', 500, 2],
    ['rp=5xx&rc=5', 500, 6],
    ['rp=5xx&rc=0', 500, 1],
    ['rp=5xx&rc=3', 404, 1],
    ['rp=4xx&rc=3', 404, 4],
    ['rp=4xx&rc=3', 500, 1],
    ['rp=ct,rt&rc=3', 500, 1],
    ['rp=all&rc=2', 500, 3],
  ] as const)('with %s, a %i means %i tries', async ([fragment, status, tries]) => {
    const app = await receiver(answering(status))
    const { attempts } = await callerWith().call(post(`${app.url}/#${fragment}`))
    expect([attempts.length, app.got.length]).toEqual([tries, tries])
    expect(new Set(app.got.map(({ headers }) => headers['i-twilio-idempotency-token']))).toEqual(new Set(['e8a5-1']))
  })

  test('that is huge is read up to the limit, then the connection is closed', async () => {
    const closed = Promise.withResolvers<void>()
    let written = 0
    const app = await rawReceiver((socket) => {
      socket.once('close', () => closed.resolve())
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n')
      const more = (): void => {
        while (!socket.destroyed && socket.write('x'.repeat(16_384))) written += 16_384
      }
      socket.on('drain', more)
      more()
    })
    const { ok, truncated, attempts } = await callerWith().call(post(app.url))
    expect({ ok, truncated, kept: attempts[0]!.responseBody.length }).toEqual({
      ok: true,
      truncated: true,
      kept: 65_536,
    })
    await closed.promise
    expect(written).toBeLessThan(100_000_000)
  })

  test('may come packed, and is read and shown unpacked up to the limit', async () => {
    const document = `<Response>${'x'.repeat(70_000)}</Response>`
    const app = await receiver((request, response) =>
      response
        .writeHead(200, { 'Content-Type': 'text/xml', 'Content-Encoding': 'gzip' })
        .end(gzipSync(request.url === '/long' ? document : '<Response/>')),
    )
    const caller = callerWith()
    expect(await caller.call(post(app.url))).toMatchObject({
      ok: true,
      truncated: false,
      attempts: [{ responseBody: '<Response/>', responseHeaders: { 'content-encoding': 'gzip' } }],
    })
    expect(await caller.call(post(`${app.url}/long`))).toMatchObject({
      ok: true,
      truncated: true,
      attempts: [{ responseBody: document.slice(0, 65_536) }],
    })
  })

  test('exactly as long as the limit is whole', async () => {
    const app = await receiver(answering(200, {}, 'x'.repeat(10)))
    expect(await callerWith({ maxBody: 10 }).call(post(app.url))).toMatchObject({ ok: true, truncated: false })
    expect(await callerWith({ maxBody: 9 }).call(post(app.url))).toMatchObject({
      ok: true,
      truncated: true,
      attempts: [{ responseBody: 'x'.repeat(9) }],
    })
  })

  test.for([
    ['garbage', 'SSH-2.0-OpenSSH_9.0\r\n', 11206],
    ['too long a head', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 11206],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n', 11206],
    ['half a head', 'HTTP/1.1 200 OK\r\n', 11200],
    ['half a body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', 11200],
    ['half a last body', 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 10\r\n\r\nhalf', 11200],
    ['half a last chunk', 'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe', 11200],
    ['half a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe', 11200],
    ['nothing', '', 11200],
  ] as const)('that is %s fails', async ([, bytes, errorCode]) => {
    const app = await rawReceiver((socket) => socket.end(bytes))
    expect(await callerWith().call(post(app.url))).toMatchObject({ ok: false, attempts: [{ errorCode }] })
  })

  test('may come after an informational one', async () => {
    const app = await rawReceiver((socket) =>
      socket.end('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n'),
    )
    expect(await callerWith().call(post(app.url))).toMatchObject({ ok: true, attempts: [{ responseStatus: 204 }] })
  })
})
