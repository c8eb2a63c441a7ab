import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { acceptedBySdk, answering, callerWith, closeAll, get, parameters, post, receiver } from './receiver.testing.ts'

afterEach(closeAll)

describe('a call', () => {
  test('posts the parameters in order, signed, with the recorded headers', async () => {
    const app = await receiver(answering(200, { 'Content-Type': 'text/xml', 'Set-Cookie': 'a=b' }, '<Response/>'))
    const { ok, attempts, truncated } = await callerWith().call(post(`${app.url}/status?x=it's#rc=0`))
    const [request] = app.got
    expect(request).toMatchObject({
      method: 'POST',
      url: "/status?x=it's",
      body: 'SmsSid=SM1&To=%2B15551234567&Body=a+b%26c%3D%C3%A9%2B',
      headers: {
        'user-agent': 'TwilioProxy/1.1',
        accept: '*/*',
        'accept-encoding': 'gzip',
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': '53',
        'i-twilio-idempotency-token': 'e8a5-1',
      },
    })
    expect(request!.headers).not.toHaveProperty('authorization')
    expect(acceptedBySdk(app.url, request!)).toBe(true)
    expect({ ok, truncated }).toEqual({ ok: true, truncated: false })
    expect(attempts).toEqual([
      {
        at: 1_700_000_000_000,
        duration: expect.any(Number),
        method: 'POST',
        url: `${app.url}/status?x=it's`,
        parameters,
        requestHeaders: expect.objectContaining({ Host: app.url.slice(7), 'Content-Length': '53' }),
        responseStatus: 200,
        responseHeaders: expect.objectContaining({ 'content-type': 'text/xml', 'set-cookie': 'a=b' }),
        responseBody: '<Response/>',
        errorCode: null,
        error: null,
      },
    ])
    for (const [name, value] of Object.entries(attempts[0]!.requestHeaders))
      expect(request!.rawHeaders.map((text) => text.toLowerCase())).toEqual(
        expect.arrayContaining([name.toLowerCase(), value.toLowerCase()]),
      )
  })

  test('by GET has the parameters in its query, and no body', async () => {
    const app = await receiver(answering(204))
    const { ok } = await callerWith().call(get(`${app.url}/status?x=1`))
    expect(ok).toBe(true)
    expect(app.got[0]).toMatchObject({
      method: 'GET',
      url: '/status?x=1&SmsSid=SM1&To=%2B15551234567&Body=a%20b%26c%3D%C3%A9%2B',
      body: '',
    })
    expect(app.got[0]!.headers).not.toHaveProperty('content-type')
    expect(acceptedBySdk(app.url, app.got[0]!)).toBe(true)
  })

  test('may post JSON byte for byte, whose digest its URL carries, signed', async () => {
    const app = await receiver((request, response) => {
      const status = request.url?.startsWith('/kept') ? 307 : request.url?.startsWith('/dropped') ? 302 : 204
      response.writeHead(status, status === 204 ? {} : { Location: `/to${request.url}` }).end()
    })
    const json = '{ "Body": "日本" }'
    const digest = createHash('sha256').update(json).digest('hex')
    const caller = callerWith()
    const { ok, attempts } = await caller.call({ ...post(`${app.url}/kept?x=1#rc=0`), json })
    expect(ok).toBe(true)
    expect(app.got.map(({ url, body }) => [url, body])).toEqual([
      [`/kept?x=1&bodySHA256=${digest}`, json],
      [`/to/kept?x=1&bodySHA256=${digest}`, json],
    ])
    for (const request of app.got) {
      expect(request.headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '20' })
      expect(acceptedBySdk(app.url, request)).toBe(true)
    }
    expect(attempts[0]).toMatchObject({ parameters: [], requestHeaders: { 'Content-Length': '20' } })
    await caller.call({ ...post(`${app.url}/dropped`), json })
    expect(app.got.at(-1)).toMatchObject({ method: 'GET', body: '' })
  })

  test('sends the user and password of the URL, which stay in what is signed', async () => {
    const app = await receiver(answering(204))
    const url = app.url.replace('//', '//user:p%40ss@')
    await callerWith().call(post(url))
    expect(app.got[0]!.headers.authorization).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`)
    expect(acceptedBySdk(url, app.got[0]!)).toBe(true)
  })

  test.for([post, get])('answers a Digest challenge once', async (call) => {
    const digest = { 'WWW-Authenticate': 'Digest realm="r", qop="auth", nonce="n1"' }
    const app = await receiver((request, response) => {
      const good = request.headers.authorization?.startsWith(
        `Digest username="user", realm="r", nonce="n1", uri="${request.url}"`,
      )
      response.writeHead(good && request.url!.startsWith('/ok') ? 204 : 401, digest).end()
    })
    const caller = callerWith()
    const url = app.url.replace('//', '//user:pass@')
    expect(await caller.call(call(`${url}/ok`))).toMatchObject({
      ok: true,
      attempts: [{ responseStatus: 401 }, { responseStatus: 204 }],
    })
    expect(await caller.call(call(`${url}/never`))).toMatchObject({
      ok: false,
      attempts: [{ responseStatus: 401 }, { responseStatus: 401 }],
    })
    expect(app.got.every((request) => acceptedBySdk(url, request))).toBe(true)
    expect(app.got[1]!.url).toBe(app.got[0]!.url)
  })

  test('is made on a connection that stands already', async () => {
    const app = await receiver(answering(204))
    const caller = callerWith()
    for (let i = 0; i < 5; i++) await caller.call(post(app.url))
    expect(app.got).toHaveLength(5)
    expect(app.connections()).toBe(1)
  })

  test('leaves no timer behind', async () => {
    const app = await receiver(answering(204))
    const caller = callerWith()
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    for (let i = 0; i < 20; i++) await caller.call(post(app.url))
    expect(timers()).toBeLessThan(before + 20)
  })

  test('reads an answer in the charset that it names', async () => {
    const app = await receiver((_request, response) =>
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=Shift_JIS' }).end(Buffer.from('93fa967b', 'hex')),
    )
    expect((await callerWith().call(post(app.url))).attempts[0]!.responseBody).toBe('日本')
  })

  test.for([
    ['ftp://example.com/', 11100],
    ['nonsense', 11100],
    ['http://127.0.0.1:1/#e=atlantis', 11240],
    ['http://127.0.0.1:1/#rp=sometimes', 11243],
    ['http://no-such-host.invalid/', 11210],
  ] as const)('to %s is not made, and is the error %i', async ([url, errorCode]) => {
    const { ok, attempts } = await callerWith().call(post(url))
    expect(ok).toBe(false)
    expect(attempts.at(-1)).toMatchObject({ errorCode, responseStatus: null, parameters })
  })
})

describe('a redirect', () => {
  test.for([
    [301, 'GET'],
    [302, 'GET'],
    [303, 'GET'],
    [307, 'POST'],
    [308, 'POST'],
  ] as const)('%i of a POST is followed by %s, signed for its new URL', async ([status, method]) => {
    const app = await receiver((request, response) =>
      request.url === '/from'
        ? answering(status, { Location: '/to?x=1' })(request, response)
        : answering(204)(request, response),
    )
    const { ok, attempts } = await callerWith().call(post(`${app.url}/from`))
    expect(ok).toBe(true)
    expect(attempts).toMatchObject([
      { method: 'POST', responseStatus: status, errorCode: null, parameters },
      {
        method,
        url: `${app.url}/to?x=1`,
        responseStatus: 204,
        errorCode: null,
        parameters: method === 'GET' ? [] : parameters,
      },
    ])
    expect(app.got[1]!.body).toBe(method === 'GET' ? '' : app.got[0]!.body)
    expect(app.got.every((request) => acceptedBySdk(app.url, request))).toBe(true)
  })

  test('to another host does not carry the password there', async () => {
    const other = await receiver(answering(204))
    const app = await receiver(answering(307, { Location: other.url }))
    await callerWith().call(post(app.url.replace('//', '//user:pass@')))
    expect(app.got[0]!.headers).toHaveProperty('authorization')
    expect(other.got[0]!.headers).not.toHaveProperty('authorization')
  })

  test('in a circle is the error 11215', async () => {
    const app = await receiver((request, response) =>
      answering(302, { Location: request.url === '/a' ? '/b' : '/a' })(request, response),
    )
    const { ok, attempts } = await callerWith().call(get(`${app.url}/a`))
    expect(ok).toBe(false)
    expect(attempts.at(-1)).toMatchObject({ errorCode: 11215, responseStatus: 302 })
    expect(app.got.length).toBeLessThanOrEqual(4)
  })

  test('without end is the error 11215', async () => {
    let count = 0
    const app = await receiver((request, response) => answering(307, { Location: `/${count++}` })(request, response))
    const { ok, attempts } = await callerWith().call(post(app.url))
    expect({ ok, last: attempts.at(-1)?.errorCode, requests: app.got.length }).toEqual({
      ok: false,
      last: 11215,
      requests: 11,
    })
  })

  test.for(['ftp://example.com/', 'http://', 'file:///etc/passwd'])('to %s is not followed', async (location) => {
    const app = await receiver(answering(302, { Location: location }))
    expect(await callerWith().call(post(app.url))).toMatchObject({ ok: false, attempts: [{ errorCode: 11100 }] })
  })
})
