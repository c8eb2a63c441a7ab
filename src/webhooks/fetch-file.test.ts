import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MediaServer, openMediaServer, pixel } from '../../test/media-server.ts'
import { type AddressRules, everyAddress, publicAddresses } from './address-rules.ts'
import { type WebhookCaller, webhookCaller } from './call-webhook.ts'

const callerBy = (addresses: AddressRules) => webhookCaller({ addresses, clockNow: () => 0 })

describe('a file on the web', () => {
  let server: MediaServer
  let caller: WebhookCaller
  beforeAll(async () => {
    server = await openMediaServer()
    caller = callerBy(everyAddress)
  })
  afterAll(async () => {
    await caller.close()
    await server[Symbol.asyncDispose]()
  })
  const fetchFile = (url: string, maxBytes = 1000) => caller.fetchFile({ url, maxBytes })

  test('is got with its type, byte for byte, and is in no attempt', async () => {
    const bytes = randomBytes(300_000)
    const url = server.put('/a.png?size=full', { contentType: 'image/png', bytes })
    const answer = await fetchFile(url, 300_000)
    expect(answer).toMatchObject({ ok: true, contentType: 'image/png', tooLarge: false })
    expect(Buffer.compare(answer.bytes, bytes)).toBe(0)
    expect(answer.attempts).toMatchObject([
      { method: 'GET', url, responseStatus: 200, responseBody: '', errorCode: null },
    ])
  })

  test('is asked for without a signature: its host need not be the customer’s', async () => {
    await fetchFile(server.put('/unsigned'))
    const { method, headers } = server.asked.find(({ path }) => path === '/unsigned')!
    expect(method).toBe('GET')
    expect(Object.keys(headers).filter((name) => /twilio/.test(name))).toEqual([])
    expect(headers['user-agent']).toBe('TwilioProxy/1.1')
  })

  test('is read so far and no further', async () => {
    const url = server.put('/large', { bytes: randomBytes(1001) })
    expect(await fetchFile(url)).toMatchObject({ tooLarge: true, bytes: { length: 1000 } })
    expect(await fetchFile(server.put('/exact', { bytes: randomBytes(1000) }))).toMatchObject({ tooLarge: false })
  })

  test('is followed where it went, and not in a circle', async () => {
    const url = server.put('/old', { status: 302, headers: { location: '/new' } })
    server.put('/new', { bytes: pixel })
    const answer = await fetchFile(url)
    expect(answer).toMatchObject({ ok: true, contentType: 'image/gif' })
    expect(answer.attempts.map(({ responseStatus }) => responseStatus)).toEqual([302, 200])
    const circle = server.put('/circle', { status: 302, headers: { location: '/circle' } })
    expect(await fetchFile(circle)).toMatchObject({ ok: false, attempts: [{ errorCode: 11215 }] })
  })

  test('that is not there, or nowhere, says so', async () => {
    expect(await fetchFile(`${server.url}/nothing`)).toMatchObject({ ok: false, attempts: [{ errorCode: 11200 }] })
    expect((await fetchFile('http://127.0.0.1:1/#rc=0')).attempts).toMatchObject([{ errorCode: 11205 }])
    expect((await fetchFile('http://media.invalid/#rc=0')).attempts).toMatchObject([{ errorCode: 11210 }])
  })

  test('on a private address is refused in production, also behind a redirect', async () => {
    const production = callerBy(publicAddresses(['localhost']))
    const inside = server.put('/inside')
    expect((await production.fetchFile({ url: inside, maxBytes: 1000 })).attempts).toMatchObject([
      { responseStatus: null, errorCode: 11205, error: expect.stringContaining('not allow-listed') as string },
    ])
    // The allowed name leads to the server, which leads on to its bare address.
    const port = new URL(server.url).port
    server.put('/out', { status: 301, headers: { location: inside } })
    const answer = await production.fetchFile({ url: `http://localhost:${port}/out`, maxBytes: 1000 })
    expect(answer).toMatchObject({
      ok: false,
      attempts: [{ responseStatus: 301 }, { responseStatus: null, errorCode: 11205 }],
    })
    expect(server.asked.filter(({ path }) => path === '/inside')).toEqual([])
    await production.close()
  })

  test('is given up with its signal', async () => {
    const url = server.put('/never', { after: new Promise(() => {}) })
    const asking = new AbortController()
    const fetching = caller.fetchFile({ url, maxBytes: 1000 }, asking.signal)
    asking.abort(new Error('the worker stops'))
    await expect(fetching).rejects.toThrow('the worker stops')
  })
})
