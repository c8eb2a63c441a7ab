import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, type Parameters } from '../api-client.ts'
import { openMediaServer } from '../media-server.ts'
import { openReceiver } from '../receiver.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'
import { shopsOf } from './shop.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const { post, refused, aService, aShop } = shopsOf(() => server)
const to = '+14155552345'

describe('a message that is sent through a service', () => {
  test('is accepted, from nobody yet and with no segments, and then comes from a number of the pool', async () => {
    await using receiver = await openReceiver()
    const { sid: service, number } = await aShop({ StatusCallback: `${receiver.url}/status` })
    const message = await post('/Messages.json', { To: to, Body: 'hi', MessagingServiceSid: service })
    expect(message).toMatchObject({
      status: 'accepted',
      from: null,
      num_segments: '0',
      price: null,
      price_unit: null,
      messaging_service_sid: service,
      direction: 'outbound-api',
    })
    const [sent] = await settled(server, [String(message.sid)])
    expect(sent).toMatchObject({
      status: 'delivered',
      from: number,
      num_segments: '1',
      price: '-0.00750',
      price_unit: 'USD',
      messaging_service_sid: service,
    })
    await receiver.until((received) => received.length === 3)
    const told = receiver.received.map(({ parameters }) => parameters)
    const statuses = new Set(told.map(({ MessageStatus }) => MessageStatus))
    expect(statuses).toEqual(new Set(['queued', 'sent', 'delivered']))
    expect(told).toEqual(Array(3).fill(expect.objectContaining({ From: number, MessagingServiceSid: service })))
    const queued = receiver.received.find(({ parameters }) => parameters.MessageStatus === 'queued')
    expect(queued?.names).toEqual(
      'SmsSid SmsStatus MessageStatus To MessagingServiceSid MessageSid AccountSid From ApiVersion'.split(' '),
    )
  })

  test('shows an empty sender in XML until one is chosen', async () => {
    const { sid } = await aShop()
    const parameters = { To: to, Body: 'hi', MessagingServiceSid: sid }
    const answer = await ask(server, { method: 'POST', path: '/Messages', parameters })
    expect(answer.text).toContain('<From/>')
    const [message] = readXml(answer.text).children
    const said = Object.fromEntries(message?.children.map((one) => [one.name, one.text]) ?? [])
    expect(said).toMatchObject({
      From: '',
      Status: 'accepted',
      NumSegments: '0',
      PriceUnit: '',
      MessagingServiceSid: sid,
    })
  })

  test('tells its own application, where it says which', async () => {
    await using receiver = await openReceiver()
    const { sid } = await aShop({ StatusCallback: `${receiver.url}/service` })
    const own = { To: to, Body: 'hi', MessagingServiceSid: sid, StatusCallback: `${receiver.url}/own` }
    await post('/Messages.json', own)
    await receiver.until((received) => received.length === 3)
    expect(new Set(receiver.received.map(({ url }) => url))).toEqual(new Set([`${receiver.url}/own`]))
  })

  test('is smart about its text unless the service is not', async () => {
    const [smart, plain] = await Promise.all([aShop(), aShop({ SmartEncoding: 'false' })])
    const send = async (sid: string) => {
      const { sid: message } = await post('/Messages.json', {
        To: to,
        Body: `“${'x'.repeat(100)}”`,
        MessagingServiceSid: sid,
      })
      const [sent] = await settled(server, [String(message)])
      return [sent?.num_segments, String(sent?.body).charAt(0)]
    }
    expect(await send(smart.sid)).toEqual(['1', '"'])
    expect(await send(plain.sid)).toEqual(['2', '“'])
  })

  test('has its media fetched once a sender that carries them is chosen', async () => {
    await using files = await openMediaServer()
    const { sid, number } = await aShop()
    await post(`/v1/Services/${sid}/AlphaSenders`, { AlphaSender: 'Acme' })
    const media = { To: '+447700900123', Body: 'look', MediaUrl: files.put('/1.gif'), MessagingServiceSid: sid }
    const message = await post('/Messages.json', media)
    expect(message).toMatchObject({ sid: expect.stringMatching(/^MM/), status: 'accepted', num_media: '1' })
    expect(await settled(server, [String(message.sid)])).toMatchObject([
      { status: 'delivered', from: number, num_segments: '1', num_media: '1' },
    ])
    expect(files.asked.map(({ path }) => path)).toContain('/1.gif')
  })

  test('fails with 21703 when nobody in the pool can reach the phone, and at once where the service is to say so', async () => {
    const named = async (parameters: Parameters) => {
      const sid = await aService(parameters)
      await post(`/v1/Services/${sid}/AlphaSenders`, { AlphaSender: 'Acme' })
      return sid
    }
    const [later, atOnce] = [await named({}), await named({ SynchronousValidation: 'true' })]
    const { sid } = await post('/Messages.json', { To: to, Body: 'hi', MessagingServiceSid: later })
    expect(await settled(server, [String(sid)])).toMatchObject([
      {
        status: 'failed',
        error_code: 21703,
        error_message: 'The Messaging Service does not have a phone number available to send a message',
        from: null,
      },
    ])
    const parameters = { To: to, Body: 'hi', MessagingServiceSid: atOnce }
    expect(await refused({ method: 'POST', path: '/Messages.json', parameters })).toEqual({
      status: 400,
      code: 21703,
      message: 'The Messaging Service does not have a phone number available to send a message',
    })
    expect(
      await settled(server, [String((await post('/Messages.json', { ...parameters, To: '+447700900123' })).sid)]),
    ).toMatchObject([{ status: 'delivered', from: 'Acme' }])
  })

  test('is refused with 21704 when the pool is empty, and with 21711 from a sender that is not in it', async () => {
    const sid = await aService()
    const send = (parameters: Parameters) =>
      refused({
        method: 'POST',
        path: '/Messages.json',
        parameters: { To: to, Body: 'hi', MessagingServiceSid: sid, ...parameters },
      })
    expect(await send({})).toEqual({
      status: 400,
      code: 21704,
      message: 'The Messaging Service contains no phone numbers',
    })
    const { sid: shop } = await aShop()
    expect(await send({ MessagingServiceSid: shop, From: server.numbers[0] })).toEqual({
      status: 400,
      code: 21711,
      message: 'Phone Number, Shortcode, or AlphaSender is not associated to the specified Messaging Service.',
    })
  })

  test('may name the service as its sender, or a sender of the pool beside it', async () => {
    const { sid, number } = await aShop()
    const asSender = await post('/Messages.json', { To: to, Body: 'hi', From: sid })
    expect(asSender).toMatchObject({ status: 'accepted', from: null, messaging_service_sid: sid })
    const both = await post('/Messages.json', { To: to, Body: 'hi', From: number, MessagingServiceSid: sid })
    expect(both).toMatchObject({ status: 'accepted', from: number, num_segments: '0', messaging_service_sid: sid })
    const sent = await settled(server, [String(asSender.sid), String(both.sid)])
    expect(sent).toMatchObject(Array(2).fill({ status: 'delivered', from: number, num_segments: '1' }))
  })
})
