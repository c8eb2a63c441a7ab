import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { controlClient } from '../../src/cli/control-client.ts'
import { followEvents } from '../../src/cli/follow-events.ts'
import { type Json, askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { type TestServer, startTestServer } from '../server.ts'

const phone = '+15558675310'

describe.each(databases)('the world on $name', ({ open }) => {
  let database: TestDatabase
  let server: TestServer
  beforeEach(async () => {
    database = await open()
    server = await startTestServer({ env: { TRUNKLINE_DATABASE: database.url, TRUNKLINE_SENDERS: 'Acme' } })
  })
  afterEach(async () => {
    await server[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const control = (method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE', path: string, values?: object) =>
    askControl(server, method, path, values)
  const get = async (path: string) => (await askJson(server, { method: 'GET', path })).json
  const post = async (path: string, parameters: Record<string, string>) =>
    (await askJson(server, { method: 'POST', path, parameters })).json
  async function send(values: Record<string, string> = {}): Promise<string> {
    const { sid } = await post('/Messages.json', { To: phone, From: server.numbers[0], Body: 'hello', ...values })
    expect(sid).toMatch(/^SM/)
    return String(sid)
  }
  const messages = async () => (await get('/Messages.json')).messages as Json[]
  const inbox = async () => (await control('GET', `/phones/${phone}/messages`)).json.messages as Json[]
  const settle = async () => expect((await control('POST', '/settle')).json).toEqual({ settled: true, pending: [] })
  const clock = async () => (await control('GET', '/clock')).json

  test('goes back to a snapshot: what was on its way then is on its way again', async () => {
    await control('PUT', `/phones/${phone}`, { behaviour: 'slow', name: 'Ann' })
    await control('POST', '/clock/freeze')
    const sid = await send()
    await settle()
    const taken = await control('POST', '/snapshots')
    expect(taken.status).toBe(201)
    const { id } = taken.json
    expect((await control('GET', '/snapshots')).json).toEqual({ snapshots: [{ id, at: (await clock()).now }] })

    await control('POST', '/clock/advance', { by: '1h' })
    const another = await send()
    await control('POST', '/clock/advance', { by: '1h' })
    await control('PUT', `/phones/${phone}`, { behaviour: 'offline' })
    expect(await inbox()).toHaveLength(2)
    const before = await clock()

    expect(await control('POST', `/snapshots/${String(id)}/restore`)).toMatchObject({ status: 204 })
    expect(await clock()).toMatchObject({ now: before.now, state: 'frozen' })
    expect(await control('GET', `/phones/${phone}`)).toMatchObject({ json: { behaviour: 'slow', name: 'Ann' } })
    expect((await control('GET', `/messages/${another}`)).status).toBe(404)
    // It was to be delivered before now.
    await settle()
    expect(await messages()).toMatchObject([{ sid, status: 'delivered' }])
    expect(await inbox()).toHaveLength(1)
    const third = await send()
    expect(third > another).toBe(true)

    expect((await control('DELETE', `/snapshots/${String(id)}`)).status).toBe(204)
    expect(await control('POST', `/snapshots/${String(id)}/restore`)).toMatchObject({ status: 404 })
    expect(await control('DELETE', `/snapshots/${String(id)}`)).toMatchObject({ status: 404 })
  })

  test('begins anew when it is reset, with the same credentials, numbers and senders', async () => {
    const numbers = async () =>
      ((await get('/IncomingPhoneNumbers.json')).incoming_phone_numbers as Json[]).map(
        ({ sid, phone_number, sms_url }) => ({ sid, phone_number, sms_url }),
      )
    const [account, owned] = [await get('.json'), await numbers()]
    const old = await send()
    await post(`/IncomingPhoneNumbers/${String(owned[0]?.sid)}.json`, { SmsUrl: 'http://127.0.0.1:9/sms' })
    await askJson(server, { method: 'DELETE', path: `/IncomingPhoneNumbers/${String(owned[1]?.sid)}.json` })
    await post('.json', { FriendlyName: 'another' })
    await control('PATCH', `/accounts/${server.account.sid}`, { type: 'Trial' })
    await control('PUT', `/phones/${phone}`, { name: 'Ann' })
    await control('POST', '/clock/freeze')
    await control('POST', '/clock/advance', { by: '3d' })
    const { now } = await clock()

    expect((await control('POST', '/reset')).status).toBe(204)
    expect(await get('.json')).toEqual({
      ...account,
      date_created: expect.any(String) as unknown,
      date_updated: expect.any(String) as unknown,
    })
    expect(await numbers()).toEqual(owned)
    expect(await messages()).toEqual([])
    expect((await control('GET', '/phones')).json.phones).toEqual([])
    const jobs = (await control('GET', '/jobs')).json.jobs as { deed: string }[]
    expect(jobs.map(({ deed }) => deed).toSorted()).toEqual(['index-texts', 'prune-history'])
    const running = await clock()
    expect(running.state).toBe('running')
    expect(Date.parse(String(running.now))).toBeGreaterThanOrEqual(Date.parse(String(now)))

    const sid = await send({ From: 'Acme', To: '+447400123456' })
    expect(sid > old).toBe(true)
    await settle()
    expect(await messages()).toMatchObject([{ sid, status: 'delivered' }])
    expect(await get(`/Messages/${old}.json`)).toMatchObject({ code: 20404 })
  })

  test('tells who follows its events that they missed some, and goes on telling', async () => {
    const stop = new AbortController()
    const seen: string[] = []
    const following = (async () => {
      const told = followEvents(controlClient({ server: server.url }), '?types=phone,message', stop.signal)
      for await (const { type, data } of told) {
        seen.push(type === 'message' ? String((data as { kind: string }).kind) : type)
        if (seen.at(-1) === 'phone' && seen.includes('missed')) break
      }
    })()
    await send()
    await expect.poll(() => seen).toContain('delivered')
    expect(seen).not.toContain('missed')
    await control('POST', '/reset')
    await expect.poll(() => seen).toContain('missed')
    await send()
    await following
    stop.abort()
    expect(seen.filter((one) => one === 'missed')).toHaveLength(1)
    expect(seen.slice(seen.indexOf('missed'))).toContain('queued')
  })
})

test('there are sixteen snapshots at most', async () => {
  await using server = await startTestServer()
  for (let i = 0; i < 16; i++) expect((await askControl(server, 'POST', '/snapshots')).status).toBe(201)
  expect(await askControl(server, 'POST', '/snapshots')).toMatchObject({
    status: 409,
    json: { error: 'there are 16 snapshots already: delete one' },
  })
})
