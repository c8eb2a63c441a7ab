import http from 'node:http'
import https, { get as getByName } from 'node:https'
import { createRequire } from 'node:module'
import tls, { connect as connectByName } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Account, type Phone, startTrunkline, type Trunkline } from '../../src/testing/testing.ts'
import { openReceiver } from '../receiver.ts'

// The official SDK of every major that the kit speaks of, and what else programs ask with: opened for the server, or taken there.

interface Client {
  messages: {
    create(message: object): Promise<{ sid: string; status: string }>
    list(filter: object): Promise<{ body: string }[]>
  }
}
type Sdk = (sid: string, authToken: string, options?: object) => Client

const load = createRequire(import.meta.url)
const majors = ['twilio', 'twilio5', 'twilio4', 'twilio3'] as const

let trunkline: Trunkline
let account: Account
let phone: Phone
beforeAll(async () => {
  trunkline = await startTrunkline({ alone: true })
  account = await trunkline.account()
  phone = await account.phone()
})
afterAll(() => trunkline.close())

describe.each(majors)('the SDK %s', (major) => {
  const sdk = load(major) as Sdk

  test('is opened for the server', async () => {
    const client = account.client(sdk)
    const message = { to: phone.number, from: account.phoneNumber, body: `Grüße & 1+1=2 from ${major}` }
    const { sid } = await client.messages.create({ ...message, statusCallback: 'http://127.0.0.1:1/none' })
    expect(sid).toMatch(/^SM/)
    expect((await phone.waitForMessage(`from ${major}`)).body).toBe(message.body)
    const [listed] = await client.messages.list({ to: phone.number, limit: 1 })
    expect(listed?.body).toBe(message.body)
    await expect(client.messages.create({ ...message, to: '12' })).rejects.toMatchObject({ code: 21211, status: 400 })
  })

  test('is taken there unchanged', async () => {
    using interception = account.intercept()
    const { TWILIO_ACCOUNT_SID = '', TWILIO_AUTH_TOKEN = '' } = process.env
    const client = sdk(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)
    await client.messages.create({ to: phone.number, from: account.phoneNumber, body: `unchanged ${major}` })
    expect((await phone.waitForMessage(`unchanged ${major}`)).from).toBe(account.phoneNumber)
    expect(interception.connections).toBeGreaterThan(0)
  })
})

test('lists and dates of an SDK are written as it writes them itself', async () => {
  await using receiver = await openReceiver(() => ({
    status: 200,
    headers: { 'content-type': 'image/png' },
    body: 'a',
  }))
  const client = account.client(load('twilio') as Sdk)
  await client.messages.create({
    to: phone.number,
    from: account.phoneNumber,
    mediaUrl: [`${receiver.url}/a.png`, `${receiver.url}/b.png`],
  })
  await receiver.until((received) => received.length >= 2)
  expect(new Set(receiver.received.map(({ url }) => new URL(url).pathname))).toEqual(new Set(['/a.png', '/b.png']))
})

test('a proxy that the environment names is not asked', async () => {
  const { HTTP_PROXY: before, NO_PROXY: exceptions } = process.env
  process.env.HTTP_PROXY = 'http://127.0.0.1:1'
  try {
    const interception = account.intercept()
    const client = (load('twilio') as Sdk)(account.sid, account.authToken)
    await client.messages.create({ to: phone.number, from: account.phoneNumber, body: 'past the proxy' })
    await phone.waitForMessage('past the proxy')
    expect(process.env.NO_PROXY).toContain('.twilio.com')
    interception.undo()
    expect([process.env.HTTP_PROXY, process.env.NO_PROXY]).toEqual(['http://127.0.0.1:1', exceptions])
  } finally {
    if (before === undefined) delete process.env.HTTP_PROXY
    else process.env.HTTP_PROXY = before
  }
})

test('an SDK of major 2 is taken there, too', async () => {
  using _ = account.intercept()
  const { RestClient } = load('twilio2') as { RestClient: new (sid: string, token: string) => Client2 }
  const client = new RestClient(account.sid, account.authToken)
  await client.messages.create({ to: phone.number, from: account.phoneNumber, body: 'from the second major' })
  await phone.waitForMessage('from the second major')
})

interface Client2 {
  messages: { create(message: object): Promise<unknown> }
}

describe('what goes to the service is taken to the server', () => {
  const path = () => `/2010-04-01/Accounts/${account.sid}.json`
  const authorization = () => `Basic ${Buffer.from(`${account.sid}:${account.authToken}`).toString('base64')}`
  const asked = (get: typeof https.get, options: object) =>
    new Promise<number | undefined>((resolve, reject) => {
      get(
        { host: 'api.twilio.com', path: path(), headers: { authorization: authorization() }, ...options },
        (response) => {
          response.resume()
          resolve(response.statusCode)
        },
      ).once('error', reject)
    })

  test.each([
    ['https.get', () => asked(https.get, {})],
    ['https.get that was imported by name', () => asked(getByName, {})],
    ['an agent of its own', () => asked(https.get, { agent: new https.Agent({ keepAlive: true }) })],
    ['no agent', () => asked(https.get, { agent: false })],
    [
      'fetch',
      async () =>
        (await fetch(`https://api.twilio.com${path()}`, { headers: { authorization: authorization() } })).status,
    ],
    [
      'undici',
      async () => {
        const { request } = load('undici') as typeof import('undici')
        const answer = await request(`https://api.twilio.com${path()}`, { headers: { authorization: authorization() } })
        await answer.body.dump()
        return answer.statusCode
      },
    ],
  ])('by %s', async (_, ask) => {
    using interception = trunkline.interceptHere()
    expect(await ask()).toBe(200)
    expect(interception.connections).toBe(1)
  })

  test('other product hosts are told apart', async () => {
    using _ = trunkline.interceptHere()
    const response = await fetch('https://messaging.twilio.com/v1/Services', {
      headers: { authorization: authorization() },
    })
    expect([response.status, Object.keys((await response.json()) as object)]).toEqual([200, ['meta', 'services']])
  })

  test('everything else goes where it went', async () => {
    using interception = trunkline.interceptHere()
    await using receiver = await openReceiver(() => ({ status: 200, body: 'mine' }))
    expect(await (await fetch(receiver.url)).text()).toBe('mine')
    const port = Number(new URL(receiver.url).port)
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
      https.get({ host: '127.0.0.1', port, servername: 'nottwilio.com' }).once('error', resolve)
    })
    expect(error.code).toMatch(/SSL|EPROTO/)
    expect(interception.connections).toBe(0)
  })

  test('undone, everything is as it was, and no connection to the server is left under the name of the service', async () => {
    const [before, byName] = [tls.connect, connectByName]
    const agent = new https.Agent({ keepAlive: true })
    const first = trunkline.interceptHere()
    const second = trunkline.interceptHere()
    expect(tls.connect).not.toBe(before)
    await asked(https.get, { agent })
    second.undo()
    second.undo()
    await asked(https.get, { agent })
    first.undo()
    expect(tls.connect).toBe(before)
    expect(connectByName).toBe(byName)
    await expect.poll(() => Object.keys(agent.freeSockets)).toEqual([])
    expect(http.globalAgent).toBeDefined()
  })

  test('two copies of the kit in one process get along, in whatever order they are undone', async () => {
    const before = tls.connect
    const copy = '../../src/testing/intercept.ts?copy'
    const { interceptHere } = (await import(copy)) as typeof import('../../src/testing/intercept.ts')
    for (const inOrder of [true, false]) {
      const first = trunkline.interceptHere()
      const second = interceptHere(trunkline.url)
      expect(await asked(https.get, { agent: false })).toBe(200)
      ;(inOrder ? first : second).undo()
      expect(await asked(https.get, { agent: false })).toBe(200)
      ;(inOrder ? second : first).undo()
      await using receiver = await openReceiver(() => ({ status: 200, body: 'mine' }))
      const port = Number(new URL(receiver.url).port)
      const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
        https.get({ host: '127.0.0.1', port, agent: false }).once('error', resolve)
      })
      expect(error.code).toMatch(/SSL|EPROTO/)
    }
    trunkline.interceptHere().undo()
    expect(tls.connect).toBe(before)
  })

  test('the environment is as it was', () => {
    const before = { ...process.env }
    const interception = account.intercept()
    expect(process.env.TWILIO_ACCOUNT_SID).toBe(account.sid)
    interception.undo()
    expect(process.env).toEqual(before)
  })
})
