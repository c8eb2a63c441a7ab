import { setTimeout as pause } from 'node:timers/promises'
import twilio, { type Twilio } from 'twilio'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ApplicationAnswer, openReceiver, type Receiver, twiml } from '../receiver.ts'
import { startTestServer, type TestServer } from '../server.ts'

// Calls that carry out what an application tells them over HTTP, seen through the SDK and the control API. Phones answer at once.

const { VoiceResponse } = twilio.twiml
const clock = { moved: 0, now: () => Date.now() + clock.moved }
const answers = new Map<string, ApplicationAnswer>()
let server: TestServer
let receiver: Receiver
let client: Twilio
beforeAll(async () => {
  ;[server, receiver] = await Promise.all([
    startTestServer({ clock, env: { TRUNKLINE_SIMULATOR_ANSWER: '0', TRUNKLINE_CALL_LENGTH: '0' } }),
    openReceiver(({ url }) => answers.get(new URL(url).pathname) ?? {}),
  ])
  client = twilio(server.account.sid, server.account.token)
  client.api.baseUrl = server.url
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})
beforeEach(() => answers.clear())

let last = 4155558000
const says = (path: string, build: (response: InstanceType<typeof VoiceResponse>) => void) => {
  const response = new VoiceResponse()
  build(response)
  answers.set(path, { status: 200, headers: { 'content-type': 'text/xml' }, body: response.toString() })
}
const make = (values: object = {}) =>
  client.calls.create({ to: `+1${++last}`, from: server.numbers[0], url: `${receiver.url}/voice`, ...values })
const asked = (path: string, sid: string) =>
  receiver.received.filter(({ url, parameters }) => new URL(url).pathname === path && parameters.CallSid === sid)

async function until<T>(look: () => Promise<T>, wanted: (found: T) => boolean): Promise<T> {
  const end = performance.now() + 15_000
  for (;;) {
    const found = await look()
    if (wanted(found)) return found
    if (performance.now() > end) throw new Error(`Waited in vain: ${JSON.stringify(found)}`)
    await pause(10)
  }
}
interface Line {
  kind: string
  detail: Record<string, unknown>
}
async function transcript(sid: string): Promise<readonly Line[]> {
  const answer = await fetch(`${server.url}/_trunkline/v1/calls/${sid}`)
  return ((await answer.json()) as { transcript: Line[] }).transcript
}
const happened = (sid: string, wanted: string) =>
  until(
    () => transcript(sid),
    (lines) => lines.some(({ kind }) => kind === wanted),
  )
const ended = (sid: string) =>
  until(
    () => client.calls(sid).fetch(),
    ({ status }) => status === 'completed',
  )

test('a call carries out what it is told, and tells it all in its transcript', async () => {
  says('/voice', (response) => {
    response.say('Hello')
    response.redirect('/next')
  })
  says('/next', (response) => {
    response.pause({ length: 1 })
    response.hangup()
  })
  const { sid } = await make()
  await happened(sid, 'said')
  clock.moved += 400
  await happened(sid, 'paused')
  clock.moved += 1000
  expect(await ended(sid)).toMatchObject({ direction: 'outbound-api' })
  expect((await transcript(sid)).map(({ kind, detail }) => [kind, detail.status ?? detail.text ?? null])).toEqual([
    ['status', 'ringing'],
    ['status', 'in-progress'],
    ['asked', null],
    ['said', 'Hello'],
    ['redirected', null],
    ['asked', null],
    ['paused', null],
    ['hung-up', null],
    ['status', 'completed'],
  ])
  expect(asked('/next', sid)[0]?.parameters).toMatchObject({ CallStatus: 'in-progress', Direction: 'outbound-api' })
})

test('a running call is redirected and ended while it waits', async () => {
  const { sid } = await make({ twiml: '<Response><Gather timeout="600"/></Response>', url: undefined })
  await happened(sid, 'gathering')
  says('/elsewhere', (response) => void response.pause({ length: 600 }))
  await client.calls(sid).update({ url: `${receiver.url}/elsewhere` })
  await happened(sid, 'paused')
  expect((await client.calls(sid).update({ status: 'completed' })).status).toBe('completed')
})

test('a recording of a caller is a recording of the account, whose sound is where the action is told', async () => {
  says('/voice', (response) => void response.record({ action: '/recorded', timeout: 3 }))
  says('/recorded', (response) => void response.hangup())
  const { sid } = await make()
  await happened(sid, 'recording')
  clock.moved += 3000
  await ended(sid)
  const [recording] = await client.recordings.list({ callSid: sid })
  expect(recording).toMatchObject({ source: 'RecordVerb', callSid: sid })
  const told = asked('/recorded', sid)[0]?.parameters
  expect(told).toMatchObject({ RecordingSid: recording?.sid, Digits: '' })
  const sound = await fetch(told!.RecordingUrl!, { headers: { authorization: server.account.basic } })
  expect([sound.status, sound.headers.get('content-type')]).toEqual([200, 'audio/x-wav'])
})

test('a number that is dialed is a call of its own, found by the one that made it', async () => {
  says('/voice', (response) => void response.dial({ action: '/dialed' }, `+1${++last}`))
  says('/dialed', (response) => void response.hangup())
  const { sid } = await make()
  await ended(sid)
  const children = await client.calls.list({ parentCallSid: sid })
  expect(children).toMatchObject([{ direction: 'outbound-dial', parentCallSid: sid, status: 'completed' }])
  expect(asked('/dialed', sid)[0]?.parameters).toMatchObject({
    DialCallStatus: 'completed',
    DialCallSid: children[0]?.sid,
  })
})

test('a message that a call sends is a message of the call, and arrives', async () => {
  says('/voice', (response) => void response.sms('See you at nine'))
  const { sid, to } = await make()
  await ended(sid)
  const [message] = await until(
    () => client.messages.list({ to }),
    (found) => found[0]?.status === 'delivered',
  )
  expect(message).toMatchObject({ body: 'See you at nine', direction: 'outbound-call', from: server.numbers[0] })
})

test('what is not simulated is a warning among the notifications of the call', async () => {
  answers.set('/voice', twiml('<Enqueue>support</Enqueue>'))
  const { sid } = await make()
  await ended(sid)
  const [warning, ...others] = await client.calls(sid).notifications.list()
  expect(others).toEqual([])
  expect(warning).toMatchObject({ errorCode: '13750', log: '1', requestUrl: `${receiver.url}/voice` })
  expect((await transcript(sid)).find(({ kind }) => kind === 'not-simulated')?.detail).toEqual({ name: 'Enqueue' })
})

test('a call without instructions to be had ends, with a notification of why', async () => {
  answers.set('/voice', { status: 503 })
  const { sid } = await make()
  await happened(sid, 'said')
  clock.moved += 3600
  await ended(sid)
  expect(await client.calls(sid).notifications.list()).toMatchObject([{ errorCode: '11200', log: '0' }])
})
