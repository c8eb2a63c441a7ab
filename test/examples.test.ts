import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import twilio from 'twilio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestServer, startTestServer } from './server.ts'
import { startShop } from './shop.ts'

// The shop of `examples/express`, as it stands there, and a person with a phone: the second example of the README.

const mia = '+15558675310'

let server: TestServer
let application: ChildProcess | undefined
let own: string
let client: ReturnType<typeof twilio>

beforeAll(async () => {
  server = await startTestServer({ env: { TRUNKLINE_SIMULATOR_ANSWER: '0' } })
  own = server.numbers[0]
  client = twilio(server.account.sid, server.account.token)
  client.api.baseUrl = server.url
  application = await startShop(server)
})
afterAll(async () => {
  application?.kill()
  await server[Symbol.asyncDispose]()
})

/** Asks the control API, as the README's commands do. */
async function control<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(`${server.url}/_trunkline/v1${path}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (response.status === 204 ? {} : await response.json()) as T
}

const say = (body: string, more: object = {}) => control(`/phones/${mia}/messages`, { to: own, body, ...more })

let last = ''
/** The next text that reaches the phone. */
async function hears(): Promise<string> {
  const after = last === '' ? '' : `&after=${last}`
  const { messages } = await control<{ messages: { id: string; body: string }[] }>(
    `/phones/${mia}/messages?limit=1&wait=10${after}`,
  )
  expect(messages).toHaveLength(1)
  last = messages[0]!.id
  return messages[0]!.body
}

describe('a conversation by text', () => {
  test('a text is answered', async () => {
    await say('Hi there')
    expect(await hears()).toBe('Hello! Send HOURS for our opening hours, or a picture of what you look for.')
  })

  test('a picture is, too', async () => {
    await say('this one', {
      media: [{ contentType: 'image/png', base64: Buffer.from('a picture').toString('base64') }],
    })
    expect(await hears()).toBe('A fine image/png, thank you.')
    const [message] = await client.messages.list({ from: mia, limit: 1 })
    const [medium] = await client.messages(message!.sid).media.list()
    expect([message!.numMedia, medium!.contentType]).toEqual(['1', 'image/png'])
  })

  test('a redirect is followed', async () => {
    await say('hours')
    expect(await hears()).toBe('We are open from 9 to 5.')
  })

  test('STOP silences the shop, and START ends that', async () => {
    await say('STOP')
    expect(await hears()).toMatch(/^You have successfully been unsubscribed/)
    await expect(client.messages.create({ to: mia, from: own, body: 'News!' })).rejects.toMatchObject({ code: 21610 })
    await say('START')
    expect(await hears()).toMatch(/^You have successfully been re-subscribed/)
    // The shop answers what it does not know, also where it is a word for silence.
    expect(await hears()).toBe('We do not know “START”. Try HOURS.')
    await client.messages.create({ to: mia, from: own, body: 'News!' })
    expect(await hears()).toBe('News!')
  })
})

describe('a call', () => {
  interface Line {
    kind: string
    detail: Readonly<Record<string, unknown>>
  }
  /** What was heard and done in a call up to a line of this kind. */
  async function transcript(sid: string, kind: string): Promise<readonly Line[]> {
    const end = performance.now() + 10_000
    for (;;) {
      const { transcript: lines } = await control<{ transcript: Line[] }>(`/calls/${sid}`)
      if (lines.some((line) => line.kind === kind)) return lines
      if (performance.now() > end) throw new Error(`No ${kind} in ${JSON.stringify(lines)}`)
      await pause(20)
    }
  }

  test('leads through a menu by keys, and texts the caller', async () => {
    const { callSid } = await control<{ callSid: string }>(`/phones/${mia}/calls`, { to: own })
    await transcript(callSid, 'gathering')
    await control(`/phones/${mia}/calls/${callSid}/digits`, { digits: '1' })
    expect(await hears()).toBe('We are open from 9 to 5.')
    const lines = await transcript(callSid, 'sent')
    expect(lines.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['said', 'gathered', 'sent']))
    const [message] = await client.messages.list({ to: mia, limit: 1 })
    expect(message).toMatchObject({ direction: 'outbound-call', body: 'We are open from 9 to 5.' })
  })
})
