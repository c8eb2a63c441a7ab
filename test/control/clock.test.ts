import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Json, askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { sharedDatabases } from '../databases.ts'
import { type Receiver, openReceiver } from '../receiver.ts'
import { type TestServer, startTestServer } from '../server.ts'

let server: TestServer
let receiver: Receiver
beforeAll(async () => {
  server = await startTestServer({
    env: { TRUNKLINE_BODY_RETENTION: '30d', TRUNKLINE_EVENT_RETENTION: '90d', TRUNKLINE_SIMULATOR_ANSWER: '1s' },
  })
  receiver = await openReceiver()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const ask = async (method: 'GET' | 'PUT' | 'POST', path: string, values?: object) =>
  (await askControl(server, method, path, values)).json
const now = async () => Date.parse(String((await ask('GET', '/clock')).now))
const post = async (path: string, parameters: Record<string, string>, headers = {}) =>
  (await askJson(server, { method: 'POST', path, parameters, headers })).json
const aPhone = async (values: object = {}) => String((await ask('POST', '/phones', values)).phoneNumber)
const send = async (To: string, values: Record<string, string> = {}, headers = {}) =>
  String((await post('/Messages.json', { To, From: server.numbers[0], Body: 'hello', ...values }, headers)).sid)
/** What happened to a message, and how many seconds after a moment. */
async function storyOf(sid: string, since: number) {
  const { events } = (await ask('GET', `/messages/${sid}`)) as { events: { at: string; kind: string }[] }
  return events.map(({ at, kind }) => [kind, (Date.parse(at) - since) / 1000])
}

describe('the clock', () => {
  test('runs with real time, stands when it is frozen, and runs on from there', async () => {
    expect(await ask('GET', '/clock')).toMatchObject({ state: 'running', offset: 0 })
    const frozen = await ask('POST', '/clock/freeze')
    expect(frozen).toMatchObject({ state: 'frozen' })
    expect(await now()).toBe(Date.parse(String(frozen.now)))
    const at = new Date((await now()) + 3_600_000).toISOString()
    expect(await ask('POST', '/clock/freeze', { at })).toMatchObject({ state: 'frozen', now: at })
    const running = await ask('POST', '/clock/resume')
    expect(running.state).toBe('running')
    expect(running.offset).toBeGreaterThan(3598)
    expect(Date.parse(String(running.now))).toBeGreaterThanOrEqual(Date.parse(at))
  })

  test('a message to a slow phone is delivered when its time has come, and the application is told at once', async () => {
    await ask('POST', '/clock/freeze')
    const began = await now()
    const sid = await send(await aPhone({ behaviour: 'slow' }), { StatusCallback: `${receiver.url}/status` })
    expect(await ask('POST', '/settle', { account: server.account.sid })).toEqual({ settled: true, pending: [] })
    expect((await ask('GET', `/jobs?subject=${sid}`)).jobs).toMatchObject([
      {
        deed: 'simulate-receipt',
        accountSid: server.account.sid,
        due: new Date(began + 30_000).toISOString(),
        attempts: 0,
        leased: false,
      },
    ])
    expect(await ask('POST', '/clock/advance', { by: '29s' })).toMatchObject({ settled: true, state: 'frozen' })
    expect(await ask('GET', `/messages/${sid}`)).toMatchObject({ message: { status: 'sent' } })

    const advanced = await ask('POST', '/clock/advance', { by: '1d' })
    expect(advanced).toMatchObject({ settled: true, pending: [], now: new Date(began + 86_429_000).toISOString() })
    expect(advanced.done).toBeGreaterThanOrEqual(2)
    expect(await storyOf(sid, began)).toEqual([
      ['queued', 0],
      ['sending', 0],
      ['sent', 0],
      ['callback', 0],
      ['delivered', 30],
      ['callback', 30],
    ])
    const told = receiver.received.map(({ parameters }) => parameters)
    expect(told.filter(({ MessageSid }) => MessageSid === sid).map(({ MessageStatus }) => MessageStatus)).toEqual([
      'sent',
      'delivered',
    ])
    // What is asked by date is asked by this clock.
    const { json } = await askJson(server, {
      method: 'GET',
      path: '/Messages.json',
      parameters: { DateSent: new Date(began).toISOString().slice(0, 10) },
    })
    expect((json.messages as Json[]).map((message) => message.sid)).toContain(sid)
  })

  test('texts go after their retention, and a repeat is no repeat after a day', async () => {
    await ask('POST', '/clock/freeze')
    const began = await now()
    const phone = await aPhone()
    const key = { 'Idempotency-Key': 'the same' }
    const sid = await send(phone, {}, key)
    expect(await send(phone, {}, key)).toBe(sid)
    expect(await ask('POST', '/clock/advance', { by: 25 * 3600 })).toMatchObject({ settled: true })
    const another = await send(phone, {}, key)
    expect(another > sid).toBe(true)
    expect(await ask('POST', '/clock/advance', { by: '28d' })).toMatchObject({ settled: true })
    expect(await ask('GET', `/messages/${sid}`)).toMatchObject({ message: { body: 'hello' } })
    expect(await ask('POST', '/clock/advance', { by: '1d' })).toMatchObject({ settled: true })
    expect(await ask('GET', `/messages/${sid}`)).toMatchObject({ message: { body: '' } })
    expect(await ask('GET', `/messages/${another}`)).toMatchObject({ message: { body: 'hello' } })
    const [kind, after] = (await storyOf(sid, began)).at(-1) ?? []
    expect(kind).toBe('redacted')
    expect(after).toBeGreaterThan(30 * 86_400)
    expect(after).toBeLessThanOrEqual(30 * 86_400 + 3600)
  })

  test('a usage trigger fires soon after what it counts, not at the end', async () => {
    await ask('POST', '/clock/freeze')
    await post('/Usage/Triggers.json', {
      UsageCategory: 'sms-outbound',
      TriggerValue: '+1',
      CallbackUrl: `${receiver.url}/trigger`,
    })
    await send(await aPhone())
    const began = await now()
    expect(await ask('POST', '/clock/advance', { by: '10d' })).toMatchObject({ settled: true })
    const told = receiver.received.filter(({ url }) => url.endsWith('/trigger'))
    expect(told).toHaveLength(1)
    const fired = Date.parse(told[0]?.parameters.DateFired ?? '')
    expect(fired - began).toBeGreaterThan(-1000)
    expect(fired - began).toBeLessThan(120_000)
  })

  test('a call is answered, talks and ends at its times', async () => {
    await ask('POST', '/clock/freeze')
    const began = await now()
    const { sid } = await post('/Calls.json', {
      To: await aPhone({ behaviour: 'slow' }),
      From: server.numbers[0],
      Twiml: '<Response><Pause length="50"/></Response>',
    })
    expect(await ask('POST', '/clock/advance', { by: '10m' })).toMatchObject({ settled: true })
    const { json } = await askJson(server, { method: 'GET', path: `/Calls/${String(sid)}.json` })
    expect(json).toMatchObject({ status: 'completed', duration: '50' })
    expect(Date.parse(String(json.start_time)) - began).toBeLessThan(40_000)
  })

  test('a clock that ran runs on behind what was advanced', async () => {
    await ask('POST', '/clock/resume')
    const before = await now()
    expect(await ask('POST', '/clock/advance', { by: '1h30m' })).toMatchObject({ settled: true, state: 'running' })
    const after = await now()
    expect(after - before).toBeGreaterThanOrEqual(5_400_000)
    expect(after - before).toBeLessThan(5_430_000)
    const to = new Date(after + 60_000).toISOString()
    expect(await ask('POST', '/clock/advance', { to })).toMatchObject({ settled: true })
    expect(await now()).toBeGreaterThanOrEqual(Date.parse(to))
  })

  test('where an application does not answer in time, it says so and what is pending', async () => {
    const { promise: answering, resolve: answer } = Promise.withResolvers<void>()
    const { createServer } = await import('node:http')
    const slow = createServer((_request, response) => void answering.then(() => response.end())).listen(0, '127.0.0.1')
    await new Promise((resolve) => slow.once('listening', resolve))
    const { port } = slow.address() as { port: number }
    await ask('POST', '/clock/freeze')
    const before = await now()
    const sid = await send(await aPhone(), { StatusCallback: `http://127.0.0.1:${port}/` })
    const advanced = await ask('POST', '/clock/advance', { by: '1h', timeout: '500ms' })
    expect(advanced).toMatchObject({ settled: false, state: 'frozen' })
    expect(advanced.pending).toMatchObject(
      ['sent', 'delivered'].map(() => ({ deed: 'report-status', subject: sid, leased: true })),
    )
    expect(await now()).toBe(before)
    answer()
    expect(await ask('POST', '/settle')).toMatchObject({ settled: true })
    slow.close()
  })

  test.each([
    ['/clock/freeze', { at: '2020-01-01T00:00:00Z' }, /^at has passed: it is 20/],
    ['/clock/freeze', { at: 'tomorrow' }, /^at is a moment such as/],
    ['/clock/advance', {}, 'send by or to, one of them'],
    ['/clock/advance', { by: '1d', to: '2999-01-01T00:00:00Z' }, 'send by or to, one of them'],
    ['/clock/advance', { by: -1 }, /^by is a number of seconds or a time such as 35d/],
    ['/clock/advance', { by: '3 days' }, /^by is a number of seconds/],
    ['/clock/advance', { to: '2020-01-01T00:00:00Z' }, /^to has passed/],
    ['/clock/advance', { by: '36500d', timeout: '61s' }, 'timeout is 60 seconds at most'],
    ['/settle', { timeout: '2m' }, 'timeout is 60 seconds at most'],
  ])('POST %s %j is refused', async (path, body, error) => {
    const answer = await askControl(server, 'POST', path, body)
    expect(answer).toMatchObject({
      status: 400,
      json: { error: typeof error === 'string' ? error : expect.stringMatching(error) },
    })
  })

  test('an account that is not there has nothing to settle', async () => {
    expect((await askControl(server, 'POST', '/settle', { account: 'AC1' })).status).toBe(404)
  })
})

test('a server may be started with a clock that stands, and one that has been there stays where it is', async () => {
  await using database = await sharedDatabases[0]!.open()
  const clockOf = async (clock: string) => {
    await using started = await startTestServer({ env: { TRUNKLINE_DATABASE: database.url, TRUNKLINE_CLOCK: clock } })
    return (await askControl(started, 'GET', '/clock')).json
  }
  const later = '2900-01-01T00:00:00.000Z'
  expect(await clockOf(`frozen@${later}`)).toMatchObject({ state: 'frozen', now: later })
  expect(await clockOf('frozen')).toMatchObject({ state: 'frozen', now: later })
  expect(await clockOf('frozen@2031-01-01T00:00:00Z')).toMatchObject({ state: 'frozen', now: later })
  await expect(clockOf('stopped')).rejects.toThrow(/TRUNKLINE_CLOCK.*frozen/)
})

test('a clock that another program gave the server is that program’s', async () => {
  await using other = await startTestServer({ clock: { now: () => Date.UTC(2030, 0, 1) } })
  expect((await askControl(other, 'GET', '/clock')).json).toMatchObject({ now: '2030-01-01T00:00:00.000Z' })
  expect(await askControl(other, 'POST', '/clock/advance', { by: 1 })).toMatchObject({ status: 409 })
  expect((await askControl(other, 'POST', '/settle')).json).toEqual({ settled: true, pending: [] })
})

describe.each(sharedDatabases)('two processes on $name', ({ open }) => {
  test('agree on the time, one doing what falls due while the other advances it', async () => {
    await using database = await open()
    const env = { TRUNKLINE_DATABASE: database.url }
    await using api = await startTestServer({ env: { ...env, TRUNKLINE_ROLE: 'api' } })
    await using both = await startTestServer({ env })
    const clockOf = async (one: TestServer) => (await askControl(one, 'GET', '/clock')).json
    const parameters = { To: '+15558675310', From: api.numbers[0], Body: 'hello' }
    await askControl(api, 'PUT', '/phones/+15558675310', { behaviour: 'slow' })
    await askControl(api, 'POST', '/clock/freeze')
    await expect.poll(async () => (await clockOf(both)).state).toBe('frozen')
    // Until it had looked, the other's clock ran on: it stands where it got to.
    await askControl(api, 'POST', '/clock/advance', { by: '1s' })
    const frozen = Date.parse(String((await clockOf(api)).now))
    const sent = await askJson(api, { method: 'POST', path: '/Messages.json', parameters })
    const advanced = await askControl(api, 'POST', '/clock/advance', { by: '2d' })
    expect(advanced.json).toMatchObject({ settled: true, done: 0 })
    const found = await askControl(both, 'GET', `/messages/${String(sent.json.sid)}`)
    const { events } = found.json as { events: { at: string; kind: string }[] }
    const delivered = events.find(({ kind }) => kind === 'delivered')
    expect(Date.parse(delivered?.at ?? '')).toBe(frozen + 30_000)
    await expect.poll(async () => (await clockOf(both)).now).toBe((await clockOf(api)).now)

    await askControl(both, 'POST', '/clock/resume')
    await expect.poll(async () => (await clockOf(api)).state).toBe('running')
    // Of two moves at once none is lost.
    const before = Date.parse(String((await clockOf(api)).now))
    const moves = [api, both, api, both].map((one) => askControl(one, 'POST', '/clock/advance', { by: '1d' }))
    for (const { json } of await Promise.all(moves)) expect(json).toMatchObject({ settled: true })
    await expect
      .poll(async () => Date.parse(String((await clockOf(api)).now)))
      .toBeGreaterThanOrEqual(before + 4 * 86_400_000)
  })
})
