import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Json, askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { openMediaServer, pixel } from '../media-server.ts'
import { type Receiver, openReceiver, twiml } from '../receiver.ts'
import { type TestServer, startTestServer } from '../server.ts'

let server: TestServer
let receiver: Receiver
/** A number of the account, whose application says again what it is told. */
let own: string

beforeAll(async () => {
  server = await startTestServer({ env: { TRUNKLINE_SIMULATOR_ANSWER: '0' } })
  receiver = await openReceiver(({ url, parameters }) =>
    url.endsWith('/voice')
      ? twiml('<Gather numDigits="1" action="/pressed"/>')
      : twiml(parameters.Body ? `<Message>You said ${parameters.Body}</Message>` : ''),
  )
  own = server.numbers[0]
  const { json } = await askJson(server, {
    method: 'GET',
    path: '/IncomingPhoneNumbers.json',
    parameters: { PhoneNumber: own },
  })
  const [number] = json.incoming_phone_numbers as { sid: string }[]
  await askJson(server, {
    method: 'POST',
    path: `/IncomingPhoneNumbers/${number?.sid}.json`,
    parameters: { SmsUrl: `${receiver.url}/sms`, VoiceUrl: `${receiver.url}/voice` },
  })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, values?: object) =>
  askControl(server, method, path, values)
const aPhone = async (values: object = {}) => String((await ask('POST', '/phones', values)).json.phoneNumber)
const messagesOf = async (phone: string, query = '') =>
  (await ask('GET', `/phones/${phone}/messages${query}`)).json.messages as Json[]
const sendTo = (To: string, Body: string) =>
  askJson(server, { method: 'POST', path: '/Messages.json', parameters: { To, From: own, Body } })

describe('setting phones up', () => {
  test('a phone without a number gets one that is nobody’s', async () => {
    const { status, json } = await ask('POST', '/phones', { name: 'Ann', behaviour: 'slow', answers: 'by-hand' })
    expect([status, json]).toEqual([
      201,
      { phoneNumber: expect.stringMatching(/^\+1555\d{7}$/), name: 'Ann', behaviour: 'slow', answers: 'by-hand' },
    ])
    expect(await aPhone()).not.toBe(json.phoneNumber)
  })

  test('a phone is set up once, and made one that nobody touched', async () => {
    const number = '+15558670001'
    expect((await ask('POST', '/phones', { number: '(555) 867-0001', behaviour: 'busy' })).json).toMatchObject({
      phoneNumber: number,
    })
    expect(await ask('POST', '/phones', { number })).toMatchObject({
      status: 409,
      json: { error: `the phone ${number} is there already: change it with PUT /phones/${number}` },
    })
    expect((await ask('DELETE', `/phones/${number}`)).status).toBe(204)
    expect((await ask('GET', `/phones/${number}`)).json).toMatchObject({ behaviour: 'online', name: '' })
    expect((await ask('DELETE', `/phones/${number}`)).status).toBe(404)
  })
})

describe('texts', () => {
  test('who waits for a text gets it as soon as it is there', async () => {
    const phone = await aPhone()
    const waiting = messagesOf(phone, '?wait=60')
    await sendTo(phone, 'first')
    const [first] = await waiting
    expect(first).toMatchObject({ direction: 'received', from: own, to: phone, body: 'first' })
    const next = messagesOf(phone, `?wait=60&after=${String(first?.id)}`)
    await sendTo(phone, 'second')
    expect((await next).map(({ body }) => body)).toEqual(['second'])
  })

  test('who waits in vain is answered when the time is over', async () => {
    const before = performance.now()
    expect(await messagesOf(await aPhone(), '?wait=1')).toEqual([])
    expect(performance.now() - before).toBeGreaterThan(900)
    expect((await ask('GET', '/phones/+15558670002/messages?wait=61')).status).toBe(400)
  })

  test('a text from a phone reaches the application, whose reply comes back', async () => {
    const phone = await aPhone()
    const { status, json } = await ask('POST', `/phones/${phone}/messages`, { to: own, body: 'ahoy' })
    expect([status, json]).toEqual([201, { id: expect.stringMatching(/^EV/), from: phone, to: own }])
    const [reply] = await messagesOf(phone, '?wait=60')
    expect(reply).toMatchObject({ body: 'You said ahoy', from: own })
    const both = await messagesOf(phone, '?direction=all')
    expect(both.map(({ direction, body }) => [direction, body])).toEqual([
      ['sent', 'ahoy'],
      ['received', 'You said ahoy'],
    ])
    expect(both[0]?.id).toBe(json.id)
  })

  test('who sent a text learns what became of it', async () => {
    const phone = await aPhone()
    const outcome = async (to: string, values: object) => {
      const { json } = await ask('POST', `/phones/${phone}/messages`, { to, ...values })
      return (await ask('GET', `/phones/${phone}/messages/${String(json.id)}/outcome?wait=60`)).json
    }
    expect(await outcome(own, { body: 'well?' })).toMatchObject({
      settled: true,
      stray: false,
      messageSid: expect.stringMatching(/^SM/),
      webhooks: [{ kind: 'message', responseStatus: 200, responseBody: expect.stringContaining('You said well?') }],
      replies: [{ body: 'You said well?', from: own, to: phone, direction: 'outbound-reply' }],
      alerts: [],
    })
    expect(await outcome('+15558679997', { body: 'anybody?' })).toMatchObject({
      settled: true,
      stray: true,
      replies: [],
    })
    expect(await outcome(own, { body: 'lost', lostSegment: 1 })).toMatchObject({
      settled: true,
      stray: false,
      messageSid: null,
      webhooks: [],
    })
    const { status, json } = await ask('GET', `/phones/${phone}/messages/EV1/outcome`)
    expect([status, json.error]).toEqual([404, `the phone ${phone} sent no text EV1`])
  })

  test('an application that sends its caller on, or fails, is waited for to the end', async () => {
    const { json: account } = await ask('POST', '/accounts', {})
    const as = { sid: String(account.sid), token: String(account.authToken) }
    const [number = ''] = account.phoneNumbers as string[]
    await using elsewhere = await openReceiver(({ url }) =>
      url.endsWith('/first')
        ? twiml('<Message>one</Message><Redirect>/second</Redirect>')
        : { status: 500, body: 'no' },
    )
    const outcome = async () => {
      const phone = await aPhone()
      const { json } = await ask('POST', `/phones/${phone}/messages`, { to: number, body: 'go' })
      return (await ask('GET', `/phones/${phone}/messages/${String(json.id)}/outcome?wait=60`)).json
    }
    expect(await outcome()).toMatchObject({ settled: true, stray: false, webhooks: [], replies: [] })
    const { json } = await askJson(server, { method: 'GET', path: '/IncomingPhoneNumbers.json', as })
    const [{ sid = '' } = {}] = json.incoming_phone_numbers as { sid?: string }[]
    const parameters = { SmsUrl: `${elsewhere.url}/first` }
    await askJson(server, { method: 'POST', path: `/IncomingPhoneNumbers/${sid}.json`, parameters, as })
    expect(await outcome()).toMatchObject({
      settled: true,
      webhooks: [{ responseStatus: 200 }, { responseStatus: 500 }],
      replies: [{ body: 'one', from: number }],
      alerts: [{ errorCode: 11200 }],
    })
  })

  test('media travel, given here or lying elsewhere', async () => {
    await using elsewhere = await openMediaServer()
    const phone = await aPhone()
    const media = [
      { url: elsewhere.put('/pixel.gif', { contentType: 'image/gif', bytes: pixel }) },
      { contentType: 'image/gif', base64: pixel.toString('base64') },
    ]
    expect((await ask('POST', `/phones/${phone}/messages`, { to: own, body: 'see', media })).status).toBe(201)
    await messagesOf(phone, '?wait=60')
    const told = receiver.received.find(({ parameters }) => parameters.From === phone)?.parameters
    expect(told).toMatchObject({ NumMedia: '2', MediaContentType0: 'image/gif', MediaContentType1: 'image/gif' })
    for (const url of [told?.MediaUrl0, told?.MediaUrl1])
      expect(Buffer.from(await (await fetch(url!)).arrayBuffer())).toEqual(pixel)
  })

  test.each([
    [{ to: '+15550000000' }, 'send body, media, or both'],
    [{ body: 'Hi' }, 'to is a number such as'],
    [{ to: '+15550000000', body: 'x'.repeat(1601) }, 'body is a text of at most 1600'],
    [{ to: '+15550000000', media: [{}] }, 'media is a list of at most 10'],
    [{ to: '+15550000000', media: Array.from({ length: 11 }, () => ({ url: 'http://x' })) }, 'media is a list'],
    [{ to: '+15550000000', media: [{ contentType: 'text/html', base64: '' }] }, 'of the type text/html do not travel'],
    [{ to: '+15550000000', media: [{ contentType: 'image/png', base64: '???' }] }, 'media is a list'],
    [
      { to: '+15550000000', media: [{ url: 'http://127.0.0.1:1/' }] },
      'the medium at http://127.0.0.1:1/ cannot be had',
    ],
  ])('%j is refused', async (values, words) => {
    const { status, json } = await ask('POST', '/phones/+15558670003/messages', values)
    expect([status, json.error]).toEqual([400, expect.stringContaining(words)])
  })

  test('media have 5 MB together at most', async () => {
    const media = [1, 2].map(() => ({ contentType: 'image/gif', base64: Buffer.alloc(2_700_000).toString('base64') }))
    const { status, json } = await ask('POST', '/phones/+15558670003/messages', { to: own, media })
    expect([status, json.error]).toEqual([400, 'the media have 5 MB at most together'])
  })

  test('a text to a number that nobody owns is found among the strays', async () => {
    const phone = await aPhone()
    await ask('POST', `/phones/${phone}/messages`, { to: '+15558679999', body: 'anybody?' })
    const strays = async () => (await ask('GET', '/strays?limit=1')).json
    await expect
      .poll(strays, { timeout: 10_000 })
      .toMatchObject({ strays: [{ from: phone, to: '+15558679999', body: 'anybody?', numMedia: 0 }] })
  })
})

describe('calls', () => {
  const callsOf = async (phone: string) => (await ask('GET', `/phones/${phone}/calls`)).json.calls as Json[]

  test('a phone calls a number, presses keys, speaks and hangs up', async () => {
    const phone = await aPhone()
    const { status, json } = await ask('POST', `/phones/${phone}/calls`, { to: own })
    expect(status).toBe(201)
    const call = `/phones/${phone}/calls/${String(json.callSid)}`
    await expect
      .poll(() => callsOf(phone), { timeout: 10_000 })
      .toMatchObject([{ status: 'in-progress', from: phone, to: own }])
    await expect
      .poll(() => ask('POST', `${call}/digits`, { digits: '1' }), { timeout: 10_000 })
      .toMatchObject({ status: 204 })
    await receiver.until((all) => all.some(({ parameters }) => parameters.Digits === '1'))
    await expect
      .poll(async () => ((await ask('GET', `/calls/${String(json.callSid)}`)).json.call as Json).status, {
        timeout: 10_000,
      })
      .toBe('completed')
    for (const [act, values] of [['speech', { words: 'hello' }], ['hang-up'], ['answer'], ['reject']] as const)
      expect((await ask('POST', `${call}/${act}`, values)).status).toBe(409)
    expect(await callsOf(phone)).toEqual([])
  })

  test('a phone that is answered by hand rings until somebody takes the call', async () => {
    const phone = await aPhone({ answers: 'by-hand' })
    const parameters = { To: phone, From: own, Twiml: '<Response><Pause length="60"/></Response>' }
    const { json } = await askJson(server, { method: 'POST', path: '/Calls.json', parameters })
    const call = `/phones/${phone}/calls/${String(json.sid)}`
    await expect.poll(() => callsOf(phone), { timeout: 10_000 }).toMatchObject([{ sid: json.sid, status: 'ringing' }])
    expect((await ask('POST', `${call}/answer`)).status).toBe(204)
    await expect.poll(() => callsOf(phone), { timeout: 10_000 }).toMatchObject([{ status: 'in-progress' }])
    expect((await ask('POST', `${call}/hang-up`)).status).toBe(204)
    await expect.poll(() => callsOf(phone), { timeout: 10_000 }).toEqual([])
  })

  test('what is asked of a call that cannot be is refused', async () => {
    expect((await ask('POST', '/phones/+15558670004/calls', { to: '+15558679998' })).json).toEqual({
      error: 'nobody owns the number +15558679998',
    })
    const nothing = `/phones/+15558670004/calls/CA${'0'.repeat(32)}`
    expect((await ask('POST', `${nothing}/answer`)).status).toBe(409)
    expect((await ask('POST', `${nothing}/digits`, { digits: 'one' })).json.error).toContain('digits, * and #')
  })
})

test('a message is listed, and shown with what went wrong about it', async () => {
  const phone = await aPhone()
  const parameters = { To: phone, From: own, Body: 'told', StatusCallback: 'http://127.0.0.1:1/status' }
  const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
  const listed = (await ask('GET', `/messages?to=${encodeURIComponent(phone)}&direction=outbound-api`)).json
  expect(listed).toMatchObject({ messages: [{ sid: json.sid, body: 'told' }], before: null })
  const alerts = async () => (await ask('GET', `/messages/${String(json.sid)}`)).json.alerts
  await expect
    .poll(alerts, { timeout: 10_000 })
    .toContainEqual(
      expect.objectContaining({ level: 'error', errorCode: 11205, requestUrl: parameters.StatusCallback }),
    )
  expect((await ask('GET', '/messages?status=lost')).status).toBe(400)
})

test('what people said is not kept of webhooks where that is set', async () => {
  await using careful = await startTestServer({ env: { TRUNKLINE_WEBHOOK_BODIES: 'redact' } })
  const path = `/IncomingPhoneNumbers.json`
  const { json } = await askJson(careful, { method: 'GET', path, parameters: { PhoneNumber: careful.numbers[0] } })
  const [number] = json.incoming_phone_numbers as { sid: string }[]
  const at = `/IncomingPhoneNumbers/${number?.sid}.json`
  await askJson(careful, { method: 'POST', path: at, parameters: { SmsUrl: `${receiver.url}/sms` } })
  const to = careful.numbers[0]
  await askControl(careful, 'POST', '/phones/+15558670005/messages', { to, body: 'a secret' })
  await askControl(careful, 'GET', '/phones/+15558670005/messages?wait=60')
  const { webhooks } = (await askControl(careful, 'GET', '/webhooks?kind=message')).json as { webhooks: Json[] }
  const { json: attempt } = await askControl(careful, 'GET', `/webhooks/${String(webhooks[0]?.id)}`)
  expect(attempt).toMatchObject({ responseStatus: 200, responseBody: '' })
  expect(attempt.parameters).toContainEqual(['Body', '[redacted]'])
  expect(JSON.stringify(attempt)).not.toContain('secret')
})
