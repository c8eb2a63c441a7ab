import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InboundMedium } from '../../src/domain/carrier.ts'
import { askJson, ask, type Credentials, type Json, type Parameters } from '../api-client.ts'
import { majors, sdk, sdkClient } from '../conformance/sdk.ts'
import { phoneCarrier } from '../phone-carrier.ts'
import { type ApplicationAnswer, openReceiver, type Received, type Receiver, twiml } from '../receiver.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

// Messages that come in, as the API shows them and as applications are asked about them.

const carrier = phoneCarrier()
let server: TestServer
let receiver: Receiver
let answer: (received: Received) => ApplicationAnswer
let ours: string
beforeAll(async () => {
  receiver = await openReceiver((received) => answer(received))
  server = await startTestServer({ carrier })
  ours = server.numbers[0]
  await configure(ours, { SmsUrl: `${receiver.url}/sms` })
})
beforeEach(() => {
  answer = () => ({})
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const post = async (path: string, parameters: Parameters = {}, as?: Credentials) =>
  (await askJson(server, { method: 'POST', path, parameters, ...(as && { as }) })).json
const read = async (path: string, as?: Credentials) =>
  (await askJson(server, { method: 'GET', path, ...(as && { as }) })).json
const sidOf = async (number: string, as?: Credentials) => {
  const { incoming_phone_numbers: found } = await read(
    `/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(number)}`,
    as,
  )
  return String((found as Json[])[0]?.sid)
}
const configure = async (number: string, settings: Parameters, as?: Credentials) =>
  post(`/IncomingPhoneNumbers/${await sidOf(number, as)}.json`, settings, as)

let lastPhone = 0
/** A phone of its own, so that each test sees only what it wrote. */
const aPhone = () => `+1415555${String(++lastPhone + 2000)}`
const listed = async (filter: Parameters, as?: Credentials) =>
  (await read(`/Messages.json?${new URLSearchParams(filter as Record<string, string>).toString()}`, as))
    .messages as Json[]

/** Writes to the number, and waits until that is received. */
async function written(
  values: { from?: string; to?: string; body?: string; media?: readonly InboundMedium[] } = {},
  as?: Credentials,
): Promise<Json> {
  const message = { from: aPhone(), to: ours, body: 'hello', ...values }
  await carrier.write(message)
  const [found] = await listed({ From: message.from, To: message.to }, as)
  const [received] = await settled(server, [String(found?.sid)], as)
  return received!
}
/** Looks until something is found. */
async function eventually<T>(find: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 10_000
  for (;;) {
    const found = await find()
    if (found !== undefined) return found
    if (performance.now() > end) throw new Error('Looked in vain.')
    await pause(10)
  }
}
/** What answers it, sent. */
async function replyTo({ from }: Json): Promise<Json> {
  const reply = await eventually(async () => (await listed({ To: String(from) }))[0])
  return (await settled(server, [String(reply.sid)]))[0]!
}
/** What the application was asked about it, as soon as it was: a message is received the moment before. */
async function askedOf({ sid }: Json): Promise<readonly Received[]> {
  const about = () => receiver.received.filter(({ parameters }) => parameters.SmsSid === sid)
  await receiver.until(() => about().length > 0)
  return about()
}
const placesOf = async (message: Json) => (await askedOf(message)).map(({ url }) => url.slice(receiver.url.length))
const pixel: InboundMedium = { contentType: 'image/png', bytes: Buffer.from('89504e470d0a1a0a', 'hex') }

describe.each(majors)('with %s, a message that came in', (major) => {
  test('is fetched, and listed by who wrote and to whom', async () => {
    const { sid, from } = await written({ body: 'where is my order?' })
    const client = sdkClient(major, server)
    const message = await client.messages(String(sid)).fetch()
    expect(message).toMatchObject({
      sid,
      from,
      to: ours,
      body: 'where is my order?',
      status: 'received',
      direction: 'inbound',
      numSegments: '1',
      numMedia: '0',
      price: '-0.00750',
      priceUnit: 'USD',
      errorCode: null,
      messagingServiceSid: null,
      apiVersion: '2010-04-01',
    })
    expect(message.dateSent).toBeInstanceOf(Date)
    const sids = async (filter: Readonly<Record<string, unknown>>) =>
      (await client.messages.list(filter)).map((one) => one.sid)
    expect(await sids({ to: ours, from })).toEqual([sid])
    expect(await sids({ from })).toEqual([sid])
    expect(await sids({ to: from })).toEqual([])
    expect(await sids({ to: ours, limit: 1 })).toEqual([sid])
  })

  test('whose application failed is told of by an alert, with what was asked and answered', async () => {
    answer = () => ({ status: 500, headers: { 'content-type': 'text/plain' }, body: 'out of order' })
    const { sid } = await written({ body: 'anybody there?' })
    const client = sdk(major)(server.account.sid, server.account.token) as unknown as {
      monitor: {
        baseUrl: string
        v1: {
          alerts: {
            (sid: string): { fetch(): Promise<object> }
            list(): Promise<{ sid: string; resourceSid: string }[]>
          }
        }
      }
    }
    client.monitor.baseUrl = server.url
    const { alerts } = client.monitor.v1
    const alert = await eventually(async () => (await alerts.list()).find(({ resourceSid }) => resourceSid === sid))
    expect(await alerts(alert.sid).fetch()).toMatchObject({
      logLevel: 'error',
      errorCode: '11200',
      requestMethod: 'POST',
      requestUrl: `${receiver.url}/sms`,
      requestVariables: expect.stringContaining('Body=anybody+there%3F'),
      requestHeaders: expect.stringMatching(/x-twilio-signature=/i),
      responseHeaders: expect.stringContaining('content-type=text%2Fplain'),
      responseBody: 'out of order',
    })
  })
})

describe('a message that came in', () => {
  test('is told to the application, and a document with faults leaves warnings beside its replies', async () => {
    answer = () => twiml('<Say>hi</Say><Message>thanks</Message><Message/>')
    const message = await written()
    expect(await replyTo(message)).toMatchObject({ body: 'thanks', direction: 'outbound-reply', status: 'delivered' })
    const { notifications } = (await read('/Notifications.json?Log=1')) as { notifications: Json[] }
    const { alerts } = (await read('/v1/Alerts?LogLevel=warning')) as { alerts: Json[] }
    const about = alerts.filter(({ resource_sid }) => resource_sid === message.sid)
    expect(about.map(({ error_code }) => String(error_code)).toSorted()).toEqual(['12200', '14103'])
    const warnings = notifications.filter(({ sid }) => about.some((one) => one.sid === sid))
    expect(warnings.map(({ log, error_code }) => `${String(log)} ${String(error_code)}`).toSorted()).toEqual([
      '1 12200',
      '1 14103',
    ])
    expect(warnings).toEqual(
      Array(2).fill(
        expect.objectContaining({
          call_sid: null,
          message_text: expect.stringContaining('LogLevel=WARN'),
          request_url: `${receiver.url}/sms`,
        }),
      ),
    )
  })

  test('is in XML what it is in JSON', async () => {
    const { sid, from } = await written()
    const { text } = await ask(server, { method: 'GET', path: `/Messages/${String(sid)}` })
    const said = Object.fromEntries(readXml(text).children[0]?.children.map((one) => [one.name, one.text]) ?? [])
    expect(said).toMatchObject({ Sid: sid, From: from, To: ours, Status: 'received', Direction: 'inbound' })
  })

  test('is redacted and deleted as any other', async () => {
    const { sid } = await written({ body: 'my secret' })
    const path = `/Messages/${String(sid)}.json`
    expect(await post(path, { Body: '' })).toMatchObject({ sid, body: '', status: 'received', direction: 'inbound' })
    expect((await ask(server, { method: 'DELETE', path })).status).toBe(204)
    expect(await read(path)).toMatchObject({ code: 20404 })
  })

  test('takes no feedback, and is not canceled', async () => {
    const { sid } = await written()
    expect(await post(`/Messages/${String(sid)}/Feedback.json`, { Outcome: 'confirmed' })).toMatchObject({
      code: 20404,
    })
    expect(await post(`/Messages/${String(sid)}.json`, { Status: 'canceled' })).toMatchObject({ code: 30409 })
  })

  test('has its media where the application is told, and keeps them when it is deleted', async () => {
    const text = { contentType: 'text/plain', bytes: Buffer.from('see above') }
    const { sid, subresource_uris } = await written({ body: '', media: [pixel, text] })
    expect(sid).toMatch(/^MM/)
    const { media_list: list } = (await read(`/Messages/${String(sid)}/Media.json`)) as { media_list: Json[] }
    expect(new Set(list.map(({ content_type }) => content_type))).toEqual(new Set(['image/png', 'text/plain']))
    expect(list).toEqual(Array(2).fill(expect.objectContaining({ parent_sid: sid, account_sid: server.account.sid })))
    expect(subresource_uris).toEqual({
      media: `/2010-04-01/Accounts/${server.account.sid}/Messages/${String(sid)}/Media.json`,
    })
    const [told] = await askedOf({ sid })
    expect(told?.parameters).toMatchObject({ NumMedia: '2', MediaContentType0: 'image/png', Body: '' })
    await ask(server, { method: 'DELETE', path: `/Messages/${String(sid)}.json` })
    const file = await fetch(String(told?.parameters.MediaUrl0), { headers: { authorization: server.account.basic } })
    expect(file.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await file.arrayBuffer())).toEqual(pixel.bytes)
  })
})

describe('in the words of SMS/Messages, a message that came in', () => {
  const first = async (path: string) => {
    const { text } = await ask(server, { method: 'GET', path: `/2008-08-01/Accounts/${server.account.sid}${path}` })
    const [top] = readXml(text).children
    const rows = top?.name === 'SMSMessages' ? top.children : top ? [top] : []
    return rows.map(({ children }) => Object.fromEntries(children.map(({ name, text }) => [name, text])))
  }
  const bare = (number: unknown) => String(number).replace('+1', '')

  test('is received in 2010, and sent with a flag of 1 in 2008; the reply is outbound, with a flag of 2', async () => {
    answer = () => twiml('<Sms>pong</Sms>')
    const message = await written({ body: 'ping' })
    const reply = await replyTo(message)
    expect(await read(`/SMS/Messages/${String(message.sid)}.json`)).toMatchObject({
      status: 'received',
      direction: 'inbound',
      price: '-0.00750',
    })
    expect(await read(`/SMS/Messages/${String(reply.sid)}.json`)).toMatchObject({
      status: 'sent',
      direction: 'outbound-reply',
    })
    const [theirs, ours2008] = [bare(message.from), bare(ours)]
    expect(await first(`/SMS/Messages/${String(message.sid)}`)).toEqual([
      expect.objectContaining({ From: theirs, To: ours2008, Body: 'ping', Status: 'sent', Flags: '1' }),
    ])
    expect(await first(`/SMS/Messages?To=${theirs}`)).toEqual([
      expect.objectContaining({ From: ours2008, To: theirs, Body: 'pong', Status: 'sent', Flags: '2' }),
    ])
    expect(await first(`/SMS/Messages?From=${theirs}`)).toEqual([expect.objectContaining({ Sid: message.sid })])
  })

  test('that has media, or more than 160 characters, is there as well', async () => {
    const { sid, from } = await written({ body: 'x'.repeat(200), media: [pixel] })
    const { sms_messages: rows } = (await read(`/SMS/Messages.json?From=${encodeURIComponent(String(from))}`)) as {
      sms_messages: Json[]
    }
    expect(rows).toEqual([expect.objectContaining({ sid, body: 'x'.repeat(200), status: 'received' })])
  })

  test('to a number of the first version is of it, as are its replies and what its application is told', async () => {
    answer = () => twiml('<Sms>pong</Sms>')
    await configure(ours, { ApiVersion: '2008-08-01' })
    try {
      const message = await written()
      expect(message.api_version).toBe('2008-08-01')
      expect(await replyTo(message)).toMatchObject({ api_version: '2008-08-01', direction: 'outbound-reply' })
      const [told] = await askedOf(message)
      expect(told?.names.slice(0, 5)).toEqual(['SmsSid', 'AccountSid', 'From', 'To', 'Body'])
      expect(told?.parameters.From).toBe(bare(message.from))
    } finally {
      await configure(ours, { ApiVersion: '2010-04-01' })
    }
  })
})

describe('a number', () => {
  const buy = async (settings: Parameters, as?: Credentials) =>
    String((await post('/IncomingPhoneNumbers.json', { AreaCode: '415', ...settings }, as)).phone_number)
  const subaccount = async () => {
    const { sid, auth_token } = await post('/2010-04-01/Accounts.json')
    return { sid: String(sid), token: String(auth_token) }
  }

  test('that names an application is told where and in which version the application says', async () => {
    const application = await post('/Applications.json', {
      SmsUrl: `${receiver.url}/application`,
      ApiVersion: '2008-08-01',
    })
    const number = await buy({ SmsUrl: `${receiver.url}/number`, SmsApplicationSid: String(application.sid) })
    const message = await written({ to: number })
    expect(message.api_version).toBe('2008-08-01')
    expect(await placesOf(message)).toEqual(['/application'])
    // Without the application, the number speaks for itself.
    await ask(server, { method: 'DELETE', path: `/Applications/${String(application.sid)}.json` })
    const next = await written({ to: number })
    expect(next.api_version).toBe('2010-04-01')
    expect(await placesOf(next)).toEqual(['/number'])
  })

  test('that was released gets nothing any more, and another account that buys it gets what comes then', async () => {
    const number = await buy({})
    await written({ to: number })
    await ask(server, { method: 'DELETE', path: `/IncomingPhoneNumbers/${await sidOf(number)}.json` })
    const from = aPhone()
    await carrier.write({ from, to: number, body: 'too late' })
    expect(await listed({ From: from })).toEqual([])
    const as = await subaccount()
    await buy({ PhoneNumber: number, AreaCode: '' }, as)
    const next = await written({ to: number }, as)
    expect(next).toMatchObject({ to: number, account_sid: as.sid })
    expect((await listed({ To: number })).map(({ body }) => body)).toEqual(['hello'])
  })

  test('that moves to another account is answered there from then on', async () => {
    const [as, number] = [await subaccount(), await buy({ SmsUrl: `${receiver.url}/parent` })]
    const before = await written({ to: number })
    await configure(number, { AccountSid: as.sid })
    await configure(number, { SmsUrl: `${receiver.url}/child` }, as)
    const after = await written({ to: number }, as)
    expect([before.account_sid, after.account_sid]).toEqual([server.account.sid, as.sid])
    expect([await placesOf(before), await placesOf(after)]).toEqual([['/parent'], ['/child']])
    expect(await read(`/Messages/${String(before.sid)}.json`, as)).toMatchObject({ code: 20404 })
  })

  test('that moves between services is answered by the one in whose pool it is', async () => {
    const number = await buy({ SmsUrl: `${receiver.url}/number` })
    const PhoneNumberSid = await sidOf(number)
    const service = async (name: string) =>
      String((await post('/v1/Services', { FriendlyName: name, InboundRequestUrl: `${receiver.url}/${name}` })).sid)
    const [one, other] = [await service('one'), await service('other')]
    const asked: (readonly [unknown, readonly string[]])[] = []
    const tell = async () => {
      const message = await written({ to: number })
      asked.push([message.messaging_service_sid, await placesOf(message)])
    }
    await post(`/v1/Services/${one}/PhoneNumbers`, { PhoneNumberSid })
    await tell()
    await ask(server, { method: 'DELETE', path: `/v1/Services/${one}/PhoneNumbers/${PhoneNumberSid}` })
    await tell()
    await post(`/v1/Services/${other}/PhoneNumbers`, { PhoneNumberSid })
    await tell()
    await post(`/v1/Services/${other}`, { UseInboundWebhookOnNumber: 'true' })
    await tell()
    expect(asked).toEqual([
      [one, ['/one']],
      [null, ['/number']],
      [other, ['/other']],
      [other, ['/number']],
    ])
  })
})
