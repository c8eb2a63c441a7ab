import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import twilio, { type Twilio } from 'twilio'
import type { CallInstance } from 'twilio/lib/rest/api/v2010/account/call.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, askJson, type Parameters } from '../api-client.ts'
import { openReceiver, type Receiver, twiml } from '../receiver.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

// Calls, their recordings and notifications, and caller ids, through the SDK and as curl would ask. Calls are answered at once and
// told to wait until somebody ends them; how long they lasted is what the clock was moved meanwhile.

const clock = { moved: 0, now: () => Date.now() + clock.moved }
let server: TestServer
let receiver: Receiver
let client: Twilio
beforeAll(async () => {
  ;[server, receiver] = await Promise.all([
    startTestServer({ clock, env: { TRUNKLINE_SIMULATOR_ANSWER: '0' } }),
    openReceiver(({ url }) => (new URL(url).pathname === '/voice' ? twiml('<Pause length="3600"/>') : {})),
  ])
  url = `${receiver.url}/voice`
  client = clientOf(server)
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

function clientOf({ url, account }: TestServer): Twilio {
  const made = twilio(account.sid, account.token)
  made.api.baseUrl = url
  return made
}

const to = '+14155552345'
let url: string
const create = (values: object = {}) => client.calls.create({ to, from: server.numbers[0], url, ...values })
const post = (path: string, parameters: Parameters = {}) => askJson(server, { method: 'POST', path, parameters })
const behave = (phoneNumber: string, behaviour: string) =>
  fetch(`${server.url}/_trunkline/v1/phones/${encodeURIComponent(phoneNumber)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ behaviour }),
  })

/** Waits until something is as it is wanted. */
async function until<T>(look: () => Promise<T>, wanted: (found: T) => boolean): Promise<T> {
  const end = performance.now() + 10_000
  for (;;) {
    const found = await look()
    if (wanted(found)) return found
    if (performance.now() > end) throw new Error(`Waited in vain: ${JSON.stringify(found)}`)
    await pause(10)
  }
}
const inStatus = (sid: string, status: string): Promise<CallInstance> =>
  until(
    () => client.calls(sid).fetch(),
    (call) => call.status === status,
  )
async function liveCall(values: object = {}): Promise<CallInstance> {
  const { sid } = await create(values)
  return inStatus(sid, 'in-progress')
}

describe('a call', () => {
  test('is made, answered and ended, and shows at each step what is known', async () => {
    const made = await post('/Calls.json', { To: '(415) 555-2345', From: server.numbers[0], Url: url })
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({
      date_created: null,
      date_updated: null,
      start_time: null,
      end_time: null,
      duration: null,
      price: null,
      price_unit: 'USD',
      queue_time: '0',
      annotation: null,
      status: 'queued',
      direction: 'outbound-api',
      api_version: '2010-04-01',
      to,
      to_formatted: '(415) 555-2345',
      from_formatted: expect.stringMatching(/^\(\d{3}\) \d{3}-\d{4}$/),
      phone_number_sid: expect.stringMatching(/^PN/),
    })
    const sid = String(made.json.sid)
    const live = await inStatus(sid, 'in-progress')
    expect(live.startTime).toBeInstanceOf(Date)
    expect(live.dateCreated).toBeInstanceOf(Date)
    clock.moved += 61_000
    const ended = await client.calls(sid).update({ status: 'completed' })
    expect(ended).toMatchObject({ status: 'completed', price: '-0.02800', priceUnit: 'USD' })
    expect(Number(ended.duration)).toBeGreaterThanOrEqual(61)
    expect((await client.calls(sid).fetch()).endTime).toBeInstanceOf(Date)
    expect(await client.calls(sid).remove()).toBe(true)
    await expect(client.calls(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
  })

  test('is shown in XML in the order of the page on test credentials', async () => {
    const { text } = await ask(server, {
      method: 'POST',
      path: '/Calls',
      parameters: { To: to, From: server.numbers[0], Twiml: '<Response/>' },
    })
    const call = readXml(text).children[0]
    expect(call?.name).toBe('Call')
    const documented =
      'Sid DateCreated DateUpdated ParentCallSid AccountSid To ToFormatted From FromFormatted PhoneNumberSid Status StartTime ' +
      'EndTime Duration Price Direction AnsweredBy ApiVersion Annotation ForwardedFrom GroupSid CallerName Uri SubresourceUris'
    const since = new Set(['PriceUnit', 'QueueTime', 'TrunkSid'])
    expect(call?.children.map(({ name }) => name).filter((name) => !since.has(name))).toEqual(documented.split(' '))
    await client.calls(call!.children[0]!.text).update({ status: 'completed' })
  })

  test('reports its steps, signed', async () => {
    const call = await liveCall({
      statusCallback: `${receiver.url}/steps`,
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    })
    await client.calls(call.sid).update({ status: 'completed' })
    const told = () =>
      receiver.received.filter(({ url, parameters }) => url.endsWith('/steps') && parameters.CallSid === call.sid)
    await receiver.until(() => told().length === 4)
    const inOrder = told().sort((a, b) => Number(a.parameters.SequenceNumber) - Number(b.parameters.SequenceNumber))
    expect(inOrder.map(({ parameters }) => parameters.CallStatus)).toEqual([
      'initiated',
      'ringing',
      'in-progress',
      'completed',
    ])
    for (const { headers, url, parameters } of inOrder)
      expect(
        twilio.validateRequest(server.account.token, String(headers['x-twilio-signature']), url, { ...parameters }),
      ).toBe(true)
  })

  test.each([
    ['busy', 'busy'],
    ['rejects', 'busy'],
    ['offline', 'no-answer'],
    ['unassigned', 'failed'],
  ])('to a phone that is %s ends as %s', async (behaviour, status) => {
    const phone = `+1415555${6000 + behaviour.length}`
    expect((await behave(phone, behaviour)).status).toBe(200)
    const { sid } = await create({ to: phone })
    expect(await inStatus(sid, status)).toMatchObject({ price: null, endTime: null })
  })

  test('that rings in vain ends when its Timeout is over', async () => {
    await behave('+14155556100', 'no-answer')
    const { sid } = await create({ to: '+14155556100', timeout: 1 })
    await inStatus(sid, 'ringing')
    clock.moved += 1000
    await inStatus(sid, 'no-answer')
  })

  test('is canceled while it rings, redirected while it is live, and neither when it has ended', async () => {
    await behave('+14155556101', 'no-answer')
    const { sid } = await create({ to: '+14155556101' })
    await inStatus(sid, 'ringing')
    await expect(client.calls(sid).update({ url })).rejects.toMatchObject({
      status: 400,
      code: 21220,
      message: 'Call is not in-progress. Cannot redirect.',
    })
    await expect(client.calls(sid).remove()).rejects.toMatchObject({ status: 409, code: 20009 })
    expect((await client.calls(sid).update({ status: 'canceled' })).status).toBe('canceled')
    await expect(client.calls(sid).update({ status: 'completed' })).rejects.toMatchObject({ code: 21220 })
    const live = await liveCall()
    expect((await client.calls(live.sid).update({ twiml: '<Response><Pause length="3600"/></Response>' })).status).toBe(
      'in-progress',
    )
    expect((await client.calls(live.sid).update({ timeLimit: 5 })).status).toBe('in-progress')
    clock.moved += 5000
    await inStatus(live.sid, 'completed')
    const other = await liveCall()
    await client.calls(other.sid).update({ twiml: '<Response><Hangup/></Response>' })
    await inStatus(other.sid, 'completed')
  })

  test.each<[name: string, parameters: Parameters, code: number, message: string]>([
    ['without To', { To: '' }, 21201, "No 'To' number is specified"],
    ['without From', { From: '' }, 21213, "No 'From' number is specified"],
    ['to no number', { To: '12' }, 13223, 'The phone number you are attempting to call, 12, is not valid.'],
    ['from too few digits', { From: '+123' }, 21212, 'From is not a valid phone number: +123'],
    [
      'from a number of nobody',
      { From: '+12025550143' },
      21210,
      "The source phone number provided, +12025550143, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.",
    ],
    ['without anything to do', { Url: '' }, 21205, 'Url parameter is required.'],
    ['with a Url that is none', { Url: 'nowhere' }, 21205, 'Url is not a valid URL: nowhere'],
    ['with a FallbackUrl that is none', { FallbackUrl: 'x' }, 21205, 'FallbackUrl is not a valid URL: x'],
    ['with a method that is none', { Method: 'PUT' }, 21209, 'Invalid Method'],
    [
      'with a StatusCallback that is none',
      { StatusCallback: 'x' },
      21609,
      'The StatusCallback URL x is not a valid URL.',
    ],
    ['with a strange event', { StatusCallbackEvent: 'over' }, 21626, "Invalid 'StatusCallbackEvent'"],
    ['with strange keys', { SendDigits: 'abc' }, 21206, 'Invalid SendDigits'],
    ['with a long Timeout', { Timeout: '601' }, 21208, 'Invalid Timeout'],
    ['with an application of nobody', { ApplicationSid: `AP${'1'.repeat(32)}` }, 21218, 'Invalid ApplicationSid'],
    [
      'with a MachineDetection that is none',
      { MachineDetection: 'maybe' },
      21263,
      'Invalid Answering Machine Detection Parameters',
    ],
  ])('%s is refused', async (_, parameters, code, message) => {
    const { status, json } = await post('/Calls.json', { To: to, From: server.numbers[0], Url: url, ...parameters })
    expect([status, json.code, json.message]).toEqual([400, code, message])
  })

  test('names an application instead of an address, which is told', async () => {
    const { json } = await post('/Applications.json', {
      FriendlyName: 'calls',
      VoiceUrl: url,
      StatusCallback: `${receiver.url}/app`,
    })
    const { sid } = await create({ url: undefined, applicationSid: String(json.sid) })
    await inStatus(sid, 'in-progress')
    await client.calls(sid).update({ status: 'completed' })
    const about = () => receiver.received.filter(({ parameters }) => parameters.CallSid === sid)
    await receiver.until(() => about().length === 2)
    expect(about().map(({ url: asked }) => new URL(asked).pathname)).toEqual(['/voice', '/app'])
  })

  test('is found among others by what it is, page by page', async () => {
    await using other = await startTestServer({ env: { TRUNKLINE_SIMULATOR_ANSWER: '0' } })
    const calls = clientOf(other).calls
    const [first, second] = other.numbers
    const sids: string[] = []
    for (const [number, from] of [
      ['+14155550101', first],
      ['+14155550102', second],
      ['+14155550101', second],
    ] as const)
      sids.unshift((await calls.create({ to: number, from, twiml: '<Response/>' })).sid)
    const listed = async (filter: object) => (await calls.list(filter)).map(({ sid }) => sids.indexOf(sid))
    await until(
      () => listed({ status: 'completed' }),
      ({ length }) => length === 3,
    )
    expect(await listed({})).toEqual([0, 1, 2])
    expect(await listed({ pageSize: 1, limit: 3 })).toEqual([0, 1, 2])
    expect(await listed({ to: '(415) 555-0101' })).toEqual([0, 2])
    expect(await listed({ from: second, to: '+14155550101' })).toEqual([0])
    expect(await listed({ status: 'queued' })).toEqual([])
    expect(await listed({ parentCallSid: sids[0] })).toEqual([])
    const [yesterday, tomorrow] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000))
    expect(await listed({ startTimeAfter: yesterday, endTimeBefore: tomorrow })).toEqual([0, 1, 2])
    expect(await listed({ startTimeAfter: tomorrow })).toEqual([])
    expect(await listed({ endTimeBefore: yesterday })).toEqual([])
    const page = await calls.page({ pageSize: 2 })
    expect(page.instances.map(({ sid }) => sids.indexOf(sid))).toEqual([0, 1])
    expect((await page.nextPage())?.instances.map(({ sid }) => sids.indexOf(sid))).toEqual([2])
  })
})

describe('a recording', () => {
  test('is begun, paused, gone on with and stopped in a call that is live, and can be heard', async () => {
    const call = await liveCall()
    const recordings = client.calls(call.sid).recordings
    const begun = await recordings.create({
      recordingStatusCallback: `${receiver.url}/recorded`,
      recordingStatusCallbackEvent: ['in-progress', 'completed'],
    })
    expect(begun).toMatchObject({ status: 'in-progress', source: 'StartCallRecordingAPI', duration: null, channels: 1 })
    const soundOf = () => fetch(`${server.url}/2010-04-01/Accounts/${call.accountSid}/Recordings/${begun.sid}`, as)
    const as = { headers: { authorization: server.account.basic } }
    expect((await soundOf()).status).toBe(404)
    clock.moved += 2000
    const current = recordings('Twilio.CURRENT')
    expect((await current.update({ status: 'paused', pauseBehavior: 'skip' })).status).toBe('paused')
    clock.moved += 60_000
    expect((await current.fetch()).sid).toBe(begun.sid)
    await current.update({ status: 'in-progress' })
    clock.moved += 2000
    const stopped = await recordings(begun.sid).update({ status: 'stopped' })
    expect(stopped).toMatchObject({ status: 'stopped', duration: '4' })
    await expect(current.fetch()).rejects.toMatchObject({ status: 404 })
    await until(
      () => client.recordings(begun.sid).fetch(),
      ({ status }) => status === 'completed',
    )
    const told = () => receiver.received.filter(({ parameters }) => parameters.RecordingSid === begun.sid)
    await receiver.until(() => told().length === 2)
    const completed = told().find(({ parameters }) => parameters.RecordingStatus === 'completed')
    expect(completed?.parameters).toMatchObject({
      CallSid: call.sid,
      RecordingDuration: '4',
      RecordingUrl: `${server.url}/2010-04-01/Accounts/${call.accountSid}/Recordings/${begun.sid}`,
    })

    for (const suffix of ['', '.wav']) {
      const answer = await fetch(completed!.parameters.RecordingUrl + suffix, as)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'audio/x-wav'])
      const bytes = Buffer.from(await answer.arrayBuffer())
      expect(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 12)).toBe('RIFFWAVE')
      expect(bytes.readUInt32LE(40) / bytes.readUInt32LE(28)).toBe(4)
    }
    const { json } = await askJson(server, { method: 'GET', path: `/Recordings/${begun.sid}.json` })
    expect(json).toMatchObject({
      media_url: `${server.url}/2010-04-01/Accounts/${call.accountSid}/Recordings/${begun.sid}`,
      price: '-0.00250',
      api_version: '2010-04-01',
      conference_sid: null,
    })
    await client.calls(call.sid).update({ status: 'completed' })
  })

  test('is listed by call and account, outlives its call, and is deleted', async () => {
    const call = await liveCall({ record: true, recordingChannels: 'dual' })
    await client.calls(call.sid).update({ status: 'completed' })
    const [one, ...others] = await client.recordings.list({ callSid: call.sid })
    expect(others).toEqual([])
    expect(one).toMatchObject({ source: 'OutboundAPI', channels: 2 })
    expect((await client.calls(call.sid).recordings.list()).map(({ sid }) => sid)).toEqual([one?.sid])
    const tomorrow = new Date(clock.now() + 86_400_000)
    expect(await client.recordings.list({ callSid: call.sid, dateCreatedAfter: tomorrow })).toEqual([])
    expect(await client.recordings.list({ conferenceSid: `CF${'0'.repeat(32)}` })).toEqual([])
    await client.calls(call.sid).remove()
    expect((await client.recordings(one!.sid).fetch()).callSid).toBe(call.sid)
    expect(await client.recordings(one!.sid).remove()).toBe(true)
    await expect(client.recordings(one!.sid).fetch()).rejects.toMatchObject({ status: 404 })
    const below = await ask(server, { method: 'GET', path: `/Calls/${call.sid}/Recordings.json` })
    expect(below.status).toBe(404)
  })

  test('is not begun in a call that is not live', async () => {
    const call = await liveCall()
    await client.calls(call.sid).update({ status: 'completed' })
    await expect(client.calls(call.sid).recordings.create()).rejects.toMatchObject({ status: 400, code: 21220 })
    const nobody = `CA${'0'.repeat(32)}`
    await expect(client.calls(nobody).recordings.create()).rejects.toMatchObject({ status: 404 })
    await expect(
      client.calls(call.sid).recordings('Twilio.CURRENT').update({ status: 'stopped' }),
    ).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('a notification', () => {
  test('tells of a callback that failed: of a call, and of a message', async () => {
    const broken = createServer((_, response) => void response.writeHead(500, { 'x-why': 'a b' }).end('broken'))
    broken.listen(0, '127.0.0.1')
    await once(broken, 'listening')
    const address = `http://127.0.0.1:${(broken.address() as AddressInfo).port}`
    const call = await liveCall({ statusCallback: `${address}/call` })
    await client.calls(call.sid).update({ status: 'completed' })
    const ofCall = client.calls(call.sid).notifications
    const [listed] = await until(
      () => ofCall.list(),
      ({ length }) => length === 1,
    )
    expect(listed).toMatchObject({
      callSid: call.sid,
      errorCode: '11200',
      log: '0',
      requestMethod: 'POST',
      requestUrl: `${address}/call`,
      moreInfo: 'https://www.twilio.com/docs/errors/11200',
    })
    expect(Object.fromEntries(new URLSearchParams(listed?.messageText))).toMatchObject({
      LogLevel: 'ERROR',
      ErrorCode: '11200',
      httpResponse: '500',
      url: `${address}/call`,
    })
    const { json } = await askJson(server, { method: 'GET', path: '/Notifications.json' })
    const [row] = json.notifications as Readonly<Record<string, unknown>>[]
    for (const name of ['request_variables', 'response_headers', 'response_body']) expect(row).not.toHaveProperty(name)
    const whole = await client.notifications(listed!.sid).fetch()
    expect(whole.responseBody).toBe('broken')
    expect(new URLSearchParams(whole.responseHeaders).get('x-why')).toBe('a b')
    expect(new URLSearchParams(whole.requestVariables).get('CallSid')).toBe(call.sid)
    expect((await ofCall(listed!.sid).fetch()).responseBody).toBe('broken')

    const message = await client.messages.create({
      to,
      from: server.numbers[0],
      body: 'hi',
      statusCallback: `${address}/message`,
    })
    const others = await until(
      () => client.notifications.list({ log: 0 }),
      ({ length }) => length === 3,
    )
    const found = await client.notifications(others[0]!.sid).fetch()
    expect(found).toMatchObject({ callSid: null, requestUrl: `${address}/message` })
    expect(new URLSearchParams(found.requestVariables).get('MessageSid')).toBe(message.sid)
    expect(await client.notifications.list({ log: 1 })).toEqual([])
    const [yesterday, tomorrow] = [-1, 1].map((days) => new Date(clock.now() + days * 86_400_000))
    expect(await client.notifications.list({ messageDateAfter: yesterday, messageDateBefore: tomorrow })).toHaveLength(
      3,
    )
    expect(await client.notifications.list({ messageDateAfter: tomorrow })).toEqual([])

    const xml = await ask(server, { method: 'GET', path: `/Notifications/${found.sid}.xml` })
    expect(readXml(xml.text).children[0]?.children.map(({ name }) => name)).toEqual(
      (
        'Sid AccountSid CallSid Log ErrorCode MoreInfo MessageText MessageDate ResponseBody RequestMethod RequestUrl ' +
        'RequestVariables ResponseHeaders DateCreated ApiVersion DateUpdated Uri'
      ).split(' '),
    )
    const path = `/Notifications/${found.sid}.json`
    expect((await ask(server, { method: 'DELETE', path })).status).toBe(204)
    expect((await ask(server, { method: 'GET', path })).status).toBe(404)
    broken.closeAllConnections()
    broken.close()
  })
})

describe('a caller id', () => {
  test('is verified by a code that is pressed on the phone, and may be called from', async () => {
    const phoneNumber = '+14155557001'
    const asked = await post('/OutgoingCallerIds.json', {
      PhoneNumber: '415-555-7001',
      FriendlyName: 'My phone',
      StatusCallback: `${receiver.url}/verified`,
    })
    expect(asked.status).toBe(200)
    expect(asked.json).toEqual({
      account_sid: server.account.sid,
      call_sid: expect.stringMatching(/^CA[0-9a-f]{32}$/),
      friendly_name: 'My phone',
      phone_number: phoneNumber,
      validation_code: expect.stringMatching(/^\d{6}$/),
    })
    const [callerId] = await until(
      () => client.outgoingCallerIds.list({ phoneNumber }),
      ({ length }) => length === 1,
    )
    expect(callerId).toMatchObject({ phoneNumber, friendlyName: 'My phone', accountSid: server.account.sid })
    await receiver.until((received) => received.some(({ parameters }) => parameters.VerificationStatus !== undefined))
    expect(receiver.received.find(({ parameters }) => parameters.VerificationStatus)?.parameters).toMatchObject({
      VerificationStatus: 'success',
      OutgoingCallerIdSid: callerId?.sid,
      CallSid: asked.json.call_sid,
    })
    await expect(client.validationRequests.create({ phoneNumber })).rejects.toMatchObject({ status: 400, code: 21450 })
    const call = await liveCall({ from: phoneNumber })
    expect(call.phoneNumberSid).toBe(callerId?.sid)
    await client.calls(call.sid).update({ status: 'completed' })
    const renamed = await client.outgoingCallerIds(callerId!.sid).update({ friendlyName: 'Home' })
    expect(renamed.friendlyName).toBe('Home')
    expect((await client.outgoingCallerIds.list({ friendlyName: 'Home' })).map(({ sid }) => sid)).toEqual([
      callerId?.sid,
    ])
    expect(await client.outgoingCallerIds(callerId!.sid).remove()).toBe(true)
    await expect(create({ from: phoneNumber })).rejects.toMatchObject({ code: 21210 })
  })

  test('is asked for in XML as the old documents show it', async () => {
    await behave('+14155557002', 'busy')
    const { text } = await ask(server, {
      method: 'POST',
      path: '/OutgoingCallerIds',
      parameters: { PhoneNumber: '+14155557002' },
    })
    const [request] = readXml(text).children
    expect([request?.name, request?.children.map(({ name }) => name)]).toEqual([
      'ValidationRequest',
      ['AccountSid', 'PhoneNumber', 'FriendlyName', 'ValidationCode', 'CallSid'],
    ])
    const callSid = request?.children.at(-1)?.text ?? ''
    await inStatus(callSid, 'busy')
    expect(await client.outgoingCallerIds.list({ phoneNumber: '+14155557002' })).toEqual([])
  })
})
