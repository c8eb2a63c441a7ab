import { randomUUID } from 'node:crypto'
import twilio from 'twilio'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../api-client.ts'
import { isCut, openWorld, someone, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterEach(() => world.control('DELETE', '/faults'))
afterAll(() => world[Symbol.asyncDispose]())

const on = 'api'
const creating = { method: 'POST', path: '/Messages' }
const sending = (Body = 'hello', headers = {}) =>
  ({
    method: 'POST',
    path: '/Messages.json',
    parameters: { To: someone, From: world.from, Body },
    headers,
  }) as const
const sent = async (body: string) => {
  const { json } = await world.api({ method: 'GET', path: '/Messages.json', parameters: { PageSize: '1000' } })
  return (json.messages as Json[]).filter((one) => one.body === body)
}

describe('at the API', () => {
  test('a request is refused in the form that clients know, and nothing is done', async () => {
    const id = await world.set({ on, match: creating, effect: { do: 'answer', code: 20_429 }, count: 1 })
    const { status, json } = await world.api(sending('refused'))
    expect([status, json]).toEqual([
      429,
      {
        code: 20_429,
        message: 'Too Many Requests',
        more_info: 'https://www.twilio.com/docs/errors/20429',
        status: 429,
      },
    ])
    expect(await sent('refused')).toEqual([])
    expect(await world.fault(id)).toMatchObject({ seen: 1, done: 1 })
    expect((await world.api(sending())).status).toBe(201)
  })

  test.each([
    [{ status: 503 }, 503, 20_503, 'Service unavailable'],
    [{ status: 502 }, 502, 20_502, 'Bad Gateway'],
    [{ status: 500, code: 99, message: 'As the test says' }, 500, 99, 'As the test says'],
    [{ code: 21_211 }, 400, 21_211, `The 'To' number ${someone} is not a valid phone number.`],
  ])('the words are those of the code, unless others are said: %j', async (answer, status, code, message) => {
    await world.set({ on, match: creating, effect: { do: 'answer', ...answer } })
    expect(await world.api(sending())).toMatchObject({ status, json: { code, message } })
  })

  test('the words are those of the account’s era, in its representation', async () => {
    const era = (errorEra: string | null) =>
      fetch(`${world.server.url}/_trunkline/v1/accounts/${world.server.account.sid}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ errorEra }),
      })
    await world.set({ on, effect: { do: 'answer', code: 21_211 } })
    await era('current')
    const { text, status } = await world.api({ ...sending(), path: '/Messages.json' })
    const xml = await fetch(`${world.server.url}/2010-04-01/Accounts/${world.server.account.sid}/Messages`, {
      headers: { authorization: world.server.account.basic },
    })
    await era(null)
    expect([status, text]).toEqual([400, expect.stringContaining(`Invalid 'To' Phone Number: ${someone}`)])
    expect(await xml.text()).toContain('<RestException><Status>400</Status>')
  })

  test('a request waits, and is done', async () => {
    await world.set({ on, match: creating, effect: { do: 'delay', ms: 120 } })
    const began = performance.now()
    expect((await world.api(sending())).status).toBe(201)
    expect(performance.now() - began).toBeGreaterThanOrEqual(119)
  })

  test('a connection closes before anything is done', async () => {
    await world.set({ on, match: creating, effect: { do: 'drop', when: 'before' }, count: 1 })
    expect(await isCut(world, sending('never'))).toBe(true)
    expect(await sent('never')).toEqual([])
  })

  test('an answer is lost after everything was kept, and the same Idempotency-Key is answered with it', async () => {
    await world.set({ on, match: creating, effect: { do: 'drop', when: 'after' }, count: 1 })
    const request = sending('once', { 'idempotency-key': randomUUID() })
    expect(await isCut(world, request)).toBe(true)
    const [kept] = await sent('once')
    expect((await world.api(request)).json.sid).toBe(kept?.sid)
    expect(await sent('once')).toHaveLength(1)
  })

  test('a refusal can be lost, too', async () => {
    await world.set({ on, match: creating, effect: { do: 'drop', when: 'after' } })
    expect(await isCut(world, { method: 'POST', path: '/Messages.json', parameters: { To: someone } })).toBe(true)
  })

  test('the official SDK meets what is set as it meets it anywhere', async () => {
    await world.set({ on, match: creating, effect: { do: 'answer', code: 20_429 }, count: 1 })
    const { sid, token } = world.server.account
    const client = twilio(sid, token)
    client.request = ((request: { uri: string }) =>
      client.httpClient.request({
        ...request,
        uri: request.uri.replace('https://api.twilio.com', world.server.url),
        username: sid,
        password: token,
      } as never)) as never
    const create = () => client.messages.create({ to: someone, from: world.from, body: 'by the SDK' })
    await expect(create()).rejects.toMatchObject({ status: 429, code: 20_429 })
    expect((await create()).sid).toMatch(/^SM/)
  })

  test('what is set for another path, method, recipient or account changes nothing', async () => {
    const effect = { do: 'answer', status: 500 }
    const { sid: other } = (await world.api({ method: 'POST', path: '/2010-04-01/Accounts.json' })).json
    const ids = [
      await world.set({ on, effect, match: { path: '/Calls*' } }),
      await world.set({ on, effect, match: { method: 'DELETE' } }),
      await world.set({ on, effect, match: { to: '+1999*' } }),
      await world.set({ on, effect, accountSid: other }),
    ]
    expect((await world.api(sending())).status).toBe(201)
    for (const id of ids) expect(await world.fault(id)).toMatchObject({ seen: 0 })
  })

  test('whoever shows wrong credentials learns nothing of what is set', async () => {
    await world.set({ on, effect: { do: 'answer', status: 500 } })
    const as = { ...world.server.account, token: 'wrong' }
    expect((await world.api({ ...sending(), as })).status).toBe(401)
  })

  test('a server that stops does not wait for those who are made to wait', async () => {
    const stopping = await openWorld()
    await stopping.set({ on, effect: { do: 'delay', ms: 60_000 } })
    const { server, from } = stopping
    const answered = fetch(`${server.url}/2010-04-01/Accounts/${server.account.sid}/Messages.json`, {
      method: 'POST',
      headers: { authorization: server.account.basic },
      body: new URLSearchParams({ To: someone, From: from, Body: 'hello' }),
    })
    await expect.poll(async () => ((await stopping.control('GET', '/faults')).json.faults as Json[])[0]?.done).toBe(1)
    await stopping[Symbol.asyncDispose]()
    expect((await answered).status).toBe(201)
  })
})
