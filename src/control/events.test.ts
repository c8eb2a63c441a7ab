import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databases, sharedDatabases } from '../../test/databases.ts'
import { controlClient } from '../cli/control-client.ts'
import { type StreamEvent, followEvents } from '../cli/follow-events.ts'
import { mintSid } from '../domain/sid.ts'
import { add, outcome } from '../domain/write.ts'
import { aMessage, aPhoneMessage, anAttempt, anEvent, someTime } from '../store/records.testing.ts'
import { type Store, openStore } from '../store/store.ts'
import { type RunningControl, nearOnly, runningControl } from './running-control.testing.ts'

const event = (kind: string, messageSid = mintSid('SM', someTime)) =>
  // Ids whose order has nothing to do with when they are kept.
  add('messageEvent', anEvent({ id: mintSid('EV', someTime + Math.floor(Math.random() * 1e9)), messageSid, kind }))
const keep = (store: Store, ...operations: Parameters<typeof outcome>[0]) => store.keep(outcome(operations))

/** Follows until so many came. */
async function follow(url: string, query: string, count: number, begun = () => {}): Promise<StreamEvent[]> {
  const stop = new AbortController()
  const found: StreamEvent[] = []
  const client = controlClient({ server: url })
  const opening: typeof client = {
    ...client,
    async events(...asked) {
      const stream = await client.events(...asked)
      begun()
      return stream
    },
  }
  for await (const one of followEvents(opening, query, stop.signal)) {
    found.push(one)
    if (found.length === count) break
  }
  stop.abort()
  return found
}

/** The first connection of those who follow stands when this resolves. */
async function following(url: string, query: string, count: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const found = follow(url, query, count, resolve)
  await promise
  return { found }
}

describe('a stream of events', () => {
  let control: RunningControl
  let url: string
  beforeEach(async () => {
    control = await runningControl()
    url = await control.listen()
  })
  afterEach(() => control.close())

  test('tells each kind of thing that is kept, with what it is about', async () => {
    const message = aMessage()
    const attempt = anAttempt({ accountSid: message.accountSid, subject: message.sid, responseBody: 'long' })
    const shown = aPhoneMessage({ messageSid: message.sid })
    await keep(control.store, add('message', message))
    const { found } = await following(url, '', 3)
    await keep(control.store, event('sent', message.sid))
    await keep(control.store, add('webhookAttempt', attempt))
    await keep(control.store, add('phoneMessage', shown))
    const [step, webhook, phone] = await found
    expect(step).toMatchObject({
      type: 'message',
      data: { messageSid: message.sid, kind: 'sent', from: message.from, to: message.to, direction: 'outbound-api' },
    })
    expect(webhook).toMatchObject({
      type: 'webhook',
      data: { id: attempt.id, subject: message.sid, responseStatus: 204 },
    })
    expect(webhook?.data).not.toHaveProperty('responseBody')
    expect(phone).toMatchObject({
      type: 'phone',
      data: { id: shown.id, accountSid: message.accountSid, phoneNumber: shown.phoneNumber, body: 'Hello' },
    })
  })

  test('tells only of the types, the account and the subject that are asked for', async () => {
    const [one, other] = [aMessage(), aMessage()]
    await keep(control.store, add('message', one), add('message', other))
    const asked = [`types=webhook`, `account=${one.accountSid}`, `subject=${other.sid}`, 'types=phone,webhook']
    const streams = await Promise.all(asked.map((query) => following(url, `?${query}`, 1)))
    await keep(control.store, add('messageEvent', anEvent({ messageSid: other.sid, accountSid: other.accountSid })))
    await keep(control.store, add('messageEvent', anEvent({ messageSid: one.sid, accountSid: one.accountSid })))
    await keep(control.store, add('webhookAttempt', anAttempt({ subject: 'SMx' })))
    const found = await Promise.all(streams.map((stream) => stream.found))
    expect(found.map(([first]) => [first?.type, first?.data.messageSid ?? first?.data.subject])).toEqual([
      ['webhook', 'SMx'],
      ['message', one.sid],
      ['message', other.sid],
      ['webhook', 'SMx'],
    ])
  })

  test('goes on behind the event that was seen last, by header or by query', async () => {
    const { found } = await following(url, '', 2)
    for (const kind of ['one', 'two', 'three', 'four']) await keep(control.store, event(kind))
    const [first, second] = await found
    expect(first?.data.kind).toBe('one')
    const [third] = await follow(url, `?after=${second?.id}`, 1)
    expect(third?.data.kind).toBe('three')
    const answer = await fetch(`${url}/_trunkline/v1/events`, { headers: { 'last-event-id': third?.id ?? '' } })
    const { value } = await answer.body!.pipeThrough(new TextDecoderStream()).getReader().read()
    expect(value).toContain(`retry: 1000\nid: ${third?.id}\n\n`)
  })

  test('says that something was missed when it cannot go back so far, and tells what it has', async () => {
    await keep(control.store, event('one'))
    const [missed, one] = await follow(url, '?after=12-34-56', 2)
    expect([missed?.type, one?.data.kind]).toEqual(['missed', 'one'])
  })

  test('refuses types that there are not', async () => {
    const { status, json } = await control.ask('/events?types=message,weather')
    expect([status, json.error]).toEqual([400, expect.stringContaining('one or more of message, transcript')])
  })

  test('ends when the server closes, and so does a long poll', async () => {
    const waiting = fetch(`${url}/_trunkline/v1/phones/+15558675310/messages?wait=60`)
    const { body } = await fetch(`${url}/_trunkline/v1/events`)
    const reader = body!.getReader()
    await reader.read()
    const closed = control.close()
    expect((await reader.read()).done).toBe(true)
    expect(await (await waiting).json()).toEqual({ messages: [] })
    await closed
  })
})

test('a silent stream says now and then that it is still there, and how far it is', async () => {
  await using control = await runningControl({}, nearOnly, { heartbeat: 20 })
  const { body } = await fetch(`${await control.listen()}/_trunkline/v1/events?types=phone`)
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader()
  await reader.read()
  expect((await reader.read()).value).toBe(': still here\nid: 0-0-0\n\n')
  await reader.cancel()
})

const oneMoreMayFollow = async (url: string) =>
  (await fetch(`${url}/_trunkline/v1/phones/+15558675310/messages?wait=1`)).status === 200

test('no more may follow at once than the bound', async () => {
  await using control = await runningControl({}, nearOnly, { most: 1 })
  const url = await control.listen()
  const { body } = await fetch(`${url}/_trunkline/v1/events`)
  const reader = body!.getReader()
  await reader.read()
  const refused = await fetch(`${url}/_trunkline/v1/events`)
  expect([refused.status, await refused.json()]).toEqual([503, { error: '1 follow already: try again later' }])
  expect(await oneMoreMayFollow(url)).toBe(false)
  await reader.cancel()
  await expect.poll(() => oneMoreMayFollow(url), { timeout: 10_000 }).toBe(true)
})

test('one who does not read is cut off, and the others go on', { timeout: 60_000 }, async () => {
  // Long enough for one who reads on a busy machine: who is cut off comes again a second later, again and again.
  await using control = await runningControl({}, nearOnly, { drain: 1000, most: 2 })
  const url = await control.listen()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  await once(socket, 'connect')
  socket.write('GET /_trunkline/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await once(socket, 'data')
  socket.pause()
  // More than the system keeps for one who does not read: 36 MB with Linux's usual bounds.
  const [count, length] = [2000, 20_000]
  const { found } = await following(url, '', count)
  const long = 'x'.repeat(length)
  for (let i = 0; i < count; i += 200)
    await keep(control.store, ...Array.from({ length: 200 }, () => add('webhookAttempt', anAttempt({ error: long }))))
  expect(await found).toHaveLength(count)
  // Takes the place of the one who has gone: there is another only when the slow one is cut off, too.
  const other = await vi.waitFor(async () => {
    const answer = await fetch(`${url}/_trunkline/v1/events?types=phone`)
    expect(answer.status).toBe(200)
    return answer
  })
  await expect.poll(() => oneMoreMayFollow(url), { timeout: 10_000 }).toBe(true)
  await other.body?.cancel()
  socket.resume()
  let received = 0
  socket.on('data', (chunk) => (received += chunk.length))
  await once(socket, 'close')
  expect(received).toBeLessThan(count * length)
})

describe.each(databases)('on $name', ({ open }) => {
  test('a client that loses its connection again and again misses nothing, and gets nothing twice', async () => {
    await using database = await open()
    await using control = await runningControl({}, nearOnly, {}, database.url)
    const server = await control.listen()
    const kinds = Array.from({ length: 120 }, (_, i) => `${i}`)
    const client = controlClient({ server })
    const told: unknown[] = []
    let last = '0-0-0'
    const keeping = (async () => {
      for (const kind of kinds) {
        await keep(control.store, event(kind))
        if (Number(kind) % 10 === 0) await pause(1)
      }
    })()
    for (let connections = 0; told.length < kinds.length && connections < 200; connections++) {
      const stop = new AbortController()
      let came = 0
      for await (const { id, data } of followEvents(client, `?after=${last}`, stop.signal)) {
        told.push(data.kind)
        last = id
        // In the middle of what is being sent.
        if (++came === 1 + (connections % 7) || told.length === kinds.length) break
      }
      stop.abort()
    }
    await keeping
    expect(told).toEqual(kinds)
  })
})

describe.each(sharedDatabases)('two processes on $name', ({ open }) => {
  test('one tells what the other keeps', async () => {
    await using database = await open()
    await using control = await runningControl({}, nearOnly, {}, database.url)
    await using other = await openStore(database.url)
    const { found } = await following(await control.listen(), '', 40)
    for (let i = 0; i < 20; i++)
      await Promise.all([keep(other, event(`other ${i}`)), keep(control.store, event(`own ${i}`))])
    const kinds = (await found).map(({ data }) => String(data.kind))
    const of = (whose: string) => kinds.filter((kind) => kind.startsWith(whose))
    for (const whose of ['other', 'own'])
      expect(of(whose)).toEqual(Array.from({ length: 20 }, (_, i) => `${whose} ${i}`))
  })
})
