import { expect, test, vi } from 'vitest'
import { ask, askJson, type Json, type Parameters } from '../api-client.ts'
import { startTestServer, type TestServer } from '../server.ts'

/** A segment a second, and five of them may wait. */
const short = { TRUNKLINE_SENDER_RATE: '1', TRUNKLINE_SENDER_QUEUE: '5s' }

const full = { code: 21611, status: 429, message: 'SMS queue is full.' }

async function send(server: TestServer, parameters: Parameters = {}): Promise<Json> {
  const form = { From: server.numbers[0], To: '+14155552345', Body: 'hi', ...parameters }
  return (await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })).json
}

test('a sender whose queue is full is told so, in JSON and XML, and others send on', async () => {
  await using server = await startTestServer({ env: short })
  for (let i = 0; i < 5; i++) expect(await send(server)).toMatchObject({ status: 'queued' })
  expect(await send(server)).toMatchObject(full)
  const parameters = { From: server.numbers[0], To: '+14155552345', Body: 'hi' }
  const { status, text } = await ask(server, { method: 'POST', path: '/Messages', parameters })
  expect([status, /<Code>(\d+)</.exec(text)?.[1]]).toEqual([429, '21611'])
  expect(await send(server, { From: server.numbers[1] })).toMatchObject({ status: 'queued' })
  const { json } = await askJson(server, { method: 'GET', path: '/Messages.json' })
  expect(json.messages).toHaveLength(6)
})

test('a queue is counted in segments', async () => {
  await using server = await startTestServer({ env: short })
  const threeSegments = { Body: 'x'.repeat(400) }
  expect(await send(server, threeSegments)).toMatchObject({ status: 'queued', num_segments: '3' })
  expect(await send(server, threeSegments)).toMatchObject(full)
  expect(await send(server, { Body: 'x'.repeat(161) })).toMatchObject({ status: 'queued', num_segments: '2' })
  expect(await send(server)).toMatchObject(full)
})

test('a queue has room again as its messages are sent', async () => {
  await using server = await startTestServer({ env: { TRUNKLINE_SENDER_RATE: '20', TRUNKLINE_SENDER_QUEUE: '100ms' } })
  for (let i = 0; i < 2; i++) expect(await send(server)).toMatchObject({ status: 'queued' })
  await vi.waitFor(async () => expect(await send(server)).toMatchObject({ status: 'queued' }))
})

test('a queue without a bound is never full', async () => {
  await using server = await startTestServer({ env: { TRUNKLINE_SENDER_RATE: '1', TRUNKLINE_SENDER_QUEUE: '0' } })
  for (let i = 0; i < 20; i++) expect(await send(server)).toMatchObject({ status: 'queued' })
})

test('what is sent through a messaging service is accepted, and fails when the queue of its sender is full', async () => {
  await using server = await startTestServer({ env: short })
  const post = async (path: string, form: Record<string, string>) => {
    const headers = { authorization: server.account.basic }
    const response = await fetch(server.url + path, { method: 'POST', headers, body: new URLSearchParams(form) })
    return (await response.json()) as Json
  }
  const { json } = await askJson(server, { method: 'GET', path: '/IncomingPhoneNumbers.json' })
  const [number] = json.incoming_phone_numbers as Json[]
  const service = await post('/v1/Services', { FriendlyName: 'Shop' })
  await post(`/v1/Services/${String(service.sid)}/PhoneNumbers`, { PhoneNumberSid: String(number?.sid) })
  const sixSegments = { MessagingServiceSid: String(service.sid), From: '', Body: 'x'.repeat(6 * 153) }
  const accepted = await send(server, sixSegments)
  expect(accepted).toMatchObject({ status: 'accepted', from: null })
  await vi.waitFor(async () => {
    const message = await askJson(server, { method: 'GET', path: `/Messages/${String(accepted.sid)}.json` })
    expect(message.json).toMatchObject({ status: 'failed', error_code: 30001, error_message: 'Queue overflow' })
  })
})
