import { request as httpRequest } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, ask, askJson, type Credentials, type Json, type Parameters } from '../api-client.ts'
import { majors, type SdkList, type SdkMessage, type SdkOne, sdk } from '../conformance/sdk.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { shopsOf } from './shop.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const { get, post, remove, refused, aService, aNumber, aShop, openSubaccount } = shopsOf(() => server)

/** Asks as a client does whose TLS ended before the server. */
async function askAt(host: string, path: string): Promise<Json> {
  const { hostname, port } = new URL(server.url)
  const { basic } = server.account
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    httpRequest({ hostname, port, path, headers: { host, authorization: basic } }, resolve)
      .on('error', reject)
      .end()
  })
  return JSON.parse(await text(response)) as Json
}

describe('a messaging service', () => {
  test('needs a name only, and begins as the API description says', async () => {
    const service = await post('/v1/Services', { FriendlyName: 'My Service!' })
    const url = `${server.url}/v1/Services/${String(service.sid)}`
    expect(service).toEqual({
      account_sid: server.account.sid,
      sid: expect.stringMatching(/^MG[0-9a-f]{32}$/),
      date_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      date_updated: service.date_created,
      friendly_name: 'My Service!',
      inbound_request_url: null,
      inbound_method: 'POST',
      fallback_url: null,
      fallback_method: 'POST',
      status_callback: null,
      sticky_sender: true,
      smart_encoding: true,
      mms_converter: true,
      fallback_to_long_code: true,
      scan_message_content: 'inherit',
      area_code_geomatch: true,
      validity_period: 36_000,
      synchronous_validation: false,
      usecase: 'undeclared',
      us_app_to_person_registered: false,
      use_inbound_webhook_on_number: false,
      links: {
        phone_numbers: `${url}/PhoneNumbers`,
        short_codes: `${url}/ShortCodes`,
        alpha_senders: `${url}/AlphaSenders`,
        messages: `${url}/Messages`,
        us_app_to_person: `${url}/Compliance/Usa2p`,
        us_app_to_person_usecases: `${url}/Compliance/Usa2p/Usecases`,
        channel_senders: `${url}/ChannelSenders`,
        destination_alpha_senders: `${url}/DestinationAlphaSenders`,
      },
      url,
    })
    expect(await get(`/v1/Services/${String(service.sid)}`)).toEqual(service)
  })

  test('keeps and shows whatever may be said of it, and changes what is said later', async () => {
    const everything = {
      FriendlyName: 'My Service!',
      InboundRequestUrl: 'https://www.example.com/',
      InboundMethod: 'GET',
      FallbackUrl: 'https://www.example.com',
      FallbackMethod: 'GET',
      StatusCallback: 'https://www.example.com/status',
      StickySender: 'false',
      MmsConverter: 'false',
      SmartEncoding: 'false',
      ScanMessageContent: 'enable',
      FallbackToLongCode: 'false',
      AreaCodeGeomatch: 'false',
      ValidityPeriod: '600',
      SynchronousValidation: 'true',
      Usecase: 'marketing',
      UseInboundWebhookOnNumber: 'true',
    }
    const shown = {
      friendly_name: 'My Service!',
      inbound_request_url: 'https://www.example.com/',
      inbound_method: 'GET',
      fallback_url: 'https://www.example.com',
      fallback_method: 'GET',
      status_callback: 'https://www.example.com/status',
      sticky_sender: false,
      mms_converter: false,
      smart_encoding: false,
      scan_message_content: 'enable',
      fallback_to_long_code: false,
      area_code_geomatch: false,
      validity_period: 600,
      synchronous_validation: true,
      usecase: 'marketing',
      use_inbound_webhook_on_number: true,
    }
    expect(await post('/v1/Services', everything)).toMatchObject(shown)
    const path = `/v1/Services/${await aService()}`
    expect(await post(path, everything)).toMatchObject(shown)
    const changed = { StatusCallback: '', ValidityPeriod: '36000' }
    expect(await post(path, changed)).toMatchObject({ ...shown, status_callback: null, validity_period: 36_000 })
    expect(await get(path)).toMatchObject({ ...shown, status_callback: null, validity_period: 36_000 })
  })

  test.each([
    ['no name', {}, 20001, 'Missing required parameter FriendlyName in the post body'],
    ['a name too long', { FriendlyName: 'x'.repeat(65) }, 20002, 'Invalid FriendlyName'],
    ['no time to be sent', { ValidityPeriod: '0' }, 21624, 'Invalid validity period value'],
    ['more than ten hours', { ValidityPeriod: '36001' }, 21624, 'Invalid validity period value'],
    ['an address that is none', { StatusCallback: 'x' }, 21402, 'StatusCallback is not a valid URL: x'],
    ['a method that is none', { InboundMethod: 'PUT' }, 21403, 'InboundMethod is not a valid method: PUT'],
    ['a flag that is none', { StickySender: 'maybe' }, 20001, 'Invalid value for StickySender'],
    ['a scan that is none', { ScanMessageContent: 'never' }, 20001, 'Invalid value for ScanMessageContent'],
    ['a use that is none', { Usecase: 'spam' }, 21713, 'Messaging Service Use Case is Invalid'],
  ])('is not made with %s', async (what, parameters, code, message) => {
    const given = { ...(what !== 'no name' && { FriendlyName: 'x' }), ...parameters } as Parameters
    expect(await refused({ method: 'POST', path: '/v1/Services', parameters: given })).toEqual({
      status: 400,
      code,
      message,
    })
  })

  test('is gone when it is deleted, and its numbers stay with the account', async () => {
    const { sid, numberSid } = await aShop()
    expect(await remove(`/v1/Services/${sid}`)).toBe(204)
    for (const path of [`/Services/${sid}`, `/Services/${sid}/PhoneNumbers`])
      expect(await refused({ method: 'GET', path: `/v1${path}` })).toEqual({
        status: 404,
        code: 20404,
        message: `The requested resource ${path} was not found`,
      })
    expect(await remove(`/v1/Services/${sid}`)).toBe(404)
    await post(`/v1/Services/${await aService()}/PhoneNumbers`, { PhoneNumberSid: numberSid })
  })
})

describe('a list of services', () => {
  test('tells of itself in meta, with whole URLs, and is walked forward and back by them', async () => {
    const sub = await openSubaccount()
    for (const name of ['1', '2', '3']) await post('/v1/Services', { FriendlyName: name }, sub)
    const page = async (path: string) => {
      const { json } = await askJson(server, { method: 'GET', path, as: sub })
      return json as { meta: Readonly<Record<string, string | null>>; services: Json[] }
    }
    const first = await page('/v1/Services?PageSize=2')
    const root = `${server.url}/v1/Services?PageSize=2`
    expect(first.meta).toEqual({
      page: 0,
      page_size: 2,
      first_page_url: `${root}&Page=0`,
      previous_page_url: null,
      url: `${root}&Page=0`,
      next_page_url: expect.stringMatching(/^http:.*\/v1\/Services\?PageSize=2&Page=1&PageToken=PAMG/),
      key: 'services',
    })
    const pathOf = (url: string | null | undefined) => String(url).slice(server.url.length)
    const second = await page(pathOf(first.meta.next_page_url))
    expect([...first.services, ...second.services].map(({ friendly_name }) => friendly_name)).toEqual(['3', '2', '1'])
    expect(second.meta).toMatchObject({ page: 1, next_page_url: null, url: first.meta.next_page_url })
    const back = await page(pathOf(second.meta.previous_page_url))
    expect(back.services).toEqual(first.services)
    expect((await page('/v1/Services?PageSize=1&Page=2')).services).toEqual(second.services)
    expect((await page('/v1/Services')).meta).toMatchObject({ page: 0, page_size: 50, next_page_url: null })
  })

  test('asked under its own host name, links there, over TLS', async () => {
    const { meta, services } = (await askAt('messaging.twilio.com', '/v1/Services?PageSize=1')) as {
      meta: Json
      services: { sid: string; url: string; links: { phone_numbers: string } }[]
    }
    const [{ sid, url, links } = { sid: '', url: '', links: { phone_numbers: '' } }] = services
    expect(meta.first_page_url).toBe('https://messaging.twilio.com/v1/Services?PageSize=1&Page=0')
    expect([url, links.phone_numbers]).toEqual([
      `https://messaging.twilio.com/v1/Services/${sid}`,
      `https://messaging.twilio.com/v1/Services/${sid}/PhoneNumbers`,
    ])
    expect(await askAt('messaging.twilio.com', `/v1/Services/MG${'0'.repeat(32)}`)).toMatchObject({
      code: 20404,
      message: `The requested resource /Services/MG${'0'.repeat(32)} was not found`,
    })
    expect(await askAt('api.twilio.com', '/v1/Services')).toMatchObject({ status: 404, code: 20404 })
  })
})

describe('who may ask', () => {
  test('another account, a parent or a subaccount, finds nothing: the caller is the account', async () => {
    const { sid, numberSid } = await aShop()
    const sub = await openSubaccount()
    const theirs = String((await post('/v1/Services', { FriendlyName: 'Theirs' }, sub)).sid)
    const theirNumber = String((await aNumber({ AreaCode: '212' }, sub)).sid)
    const cases: Ask[] = [
      { method: 'GET', path: `/v1/Services/${sid}`, as: sub },
      { method: 'POST', path: `/v1/Services/${sid}`, parameters: { FriendlyName: 'mine' }, as: sub },
      { method: 'DELETE', path: `/v1/Services/${sid}`, as: sub },
      { method: 'GET', path: `/v1/Services/${sid}/PhoneNumbers`, as: sub },
      { method: 'GET', path: `/v1/Services/${sid}/PhoneNumbers/${numberSid}`, as: sub },
      { method: 'DELETE', path: `/v1/Services/${sid}/PhoneNumbers/${numberSid}`, as: sub },
      { method: 'POST', path: `/v1/Services/${sid}/AlphaSenders`, parameters: { AlphaSender: 'Acme' }, as: sub },
      {
        method: 'POST',
        path: `/v1/Services/${theirs}/PhoneNumbers`,
        parameters: { PhoneNumberSid: numberSid },
        as: sub,
      },
      { method: 'GET', path: `/v1/Services/${theirs}` },
      { method: 'POST', path: `/v1/Services/${sid}/PhoneNumbers`, parameters: { PhoneNumberSid: theirNumber } },
    ]
    for (const one of cases)
      expect(await refused(one), `${one.method} ${one.path}`).toMatchObject({ status: 404, code: 20404 })
    const message = { To: '+14155552345', Body: 'hi', MessagingServiceSid: sid }
    expect(await refused({ method: 'POST', path: '/Messages.json', parameters: message, as: sub })).toMatchObject({
      status: 404,
      code: 21701,
    })
    expect(await get(`/v1/Services/${sid}/PhoneNumbers/${numberSid}`)).toMatchObject({ sid: numberSid })
  })

  test('nobody without credentials, and test credentials nothing', async () => {
    const path = `/v1/Services/${await aService()}`
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      expect(await refused({ method, path, as: null })).toMatchObject({ status: 401, code: 20003 })
      expect(await refused({ method, path, as: server.test })).toEqual({
        status: 403,
        code: 20008,
        message: 'Resource not accessible with Test Account Credentials',
      })
    }
  })

  test('only as JSON: no path has a suffix, and none takes PUT', async () => {
    const sid = await aService()
    for (const path of ['/v1/Services.json', `/v1/Services/${sid}.json`, `/v1/Services/${sid}.xml`])
      expect((await ask(server, { method: 'GET', path })).status, path).toBe(404)
    const answer = await askJson(server, { method: 'PUT', path: `/v1/Services/${sid}` })
    expect([answer.status, answer.json.code]).toEqual([405, 20004])
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST, DELETE, OPTIONS')
  })
})

describe('the pool', () => {
  test('takes numbers of the account, shows them, and lets them go', async () => {
    const { sid, number, numberSid } = await aShop()
    const path = `/v1/Services/${sid}/PhoneNumbers`
    const shown = await get(`${path}/${numberSid}`)
    expect(shown).toEqual({
      sid: numberSid,
      account_sid: server.account.sid,
      service_sid: sid,
      date_created: expect.stringMatching(/Z$/),
      date_updated: shown.date_created,
      phone_number: number,
      country_code: 'US',
      capabilities: ['Voice', 'SMS', 'MMS'],
      url: `${server.url}${path}/${numberSid}`,
    })
    expect(await get(path)).toMatchObject({ meta: { key: 'phone_numbers' }, phone_numbers: [shown] })
    expect(await remove(`${path}/${numberSid}`)).toBe(204)
    expect(await remove(`${path}/${numberSid}`)).toBe(404)
    expect(await get(path)).toMatchObject({ phone_numbers: [] })
    expect(await get(`/IncomingPhoneNumbers/${numberSid}.json`)).toMatchObject({ phone_number: number })
  })

  test('answers 201, and 409 for a number that is there or in another pool', async () => {
    const [sid, other, number] = await Promise.all([aService(), aService(), aNumber()])
    const put = (service: string, PhoneNumberSid: string) =>
      refused({ method: 'POST', path: `/v1/Services/${service}/PhoneNumbers`, parameters: { PhoneNumberSid } })
    expect((await put(sid, String(number.sid))).status).toBe(201)
    expect(await put(sid, String(number.sid))).toEqual({
      status: 409,
      code: 21710,
      message: 'Phone Number or Short Code is already in the Messaging Service.',
    })
    expect(await put(other, String(number.sid))).toEqual({
      status: 409,
      code: 21712,
      message: 'Phone Number or Short Code is associated with another Messaging Service.',
    })
    expect(await put(sid, '')).toEqual({
      status: 400,
      code: 20001,
      message: 'Missing required parameter PhoneNumberSid in the post body',
    })
    expect(await put(sid, `PN${'0'.repeat(32)}`)).toEqual({
      status: 404,
      code: 20404,
      message: `The requested resource /Services/${sid}/PhoneNumbers was not found`,
    })
  })

  test('takes a number once, however often the same request comes', async () => {
    const [sid, number] = await Promise.all([aService(), aNumber()])
    const put = () =>
      askJson(server, {
        method: 'POST',
        path: `/v1/Services/${sid}/PhoneNumbers`,
        parameters: { PhoneNumberSid: String(number.sid) },
        headers: { 'Idempotency-Key': 'once' },
      })
    const [first, again] = [await put(), await put()]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(again.json).toEqual(first.json)
  })

  test('loses a number that is released', async () => {
    const { sid, numberSid } = await aShop()
    expect(await remove(`/IncomingPhoneNumbers/${numberSid}.json`)).toBe(204)
    expect(await get(`/v1/Services/${sid}/PhoneNumbers`)).toMatchObject({ phone_numbers: [] })
  })

  test('takes alphanumeric names', async () => {
    const path = `/v1/Services/${await aService()}/AlphaSenders`
    const shown = await post(path, { AlphaSender: 'My Company' })
    expect(shown).toEqual({
      sid: expect.stringMatching(/^AI[0-9a-f]{32}$/),
      account_sid: server.account.sid,
      service_sid: path.split('/')[3],
      date_created: expect.stringMatching(/Z$/),
      date_updated: shown.date_created,
      alpha_sender: 'My Company',
      capabilities: ['SMS'],
      url: `${server.url}${path}/${String(shown.sid)}`,
    })
    expect(await get(path)).toMatchObject({ meta: { key: 'alpha_senders' }, alpha_senders: [shown] })
    expect(await get(`${path}/${String(shown.sid)}`)).toEqual(shown)
    expect(await remove(`${path}/${String(shown.sid)}`)).toBe(204)
    expect(await get(path)).toMatchObject({ alpha_senders: [] })
    const put = (AlphaSender: string) => refused({ method: 'POST', path, parameters: { AlphaSender } })
    expect(await put('')).toMatchObject({ status: 400, code: 21708 })
    expect(await put('TwelveLetter')).toMatchObject({ status: 400, code: 21709 })
  })

  test('takes short codes that the account was granted, and loses one that is taken away', async () => {
    const path = `/v1/Services/${await aService()}/ShortCodes`
    const senders = `${server.url}/_trunkline/v1/accounts/${server.account.sid}/senders`
    const grant = JSON.stringify({ sender: '24680@US' })
    await fetch(senders, { method: 'POST', headers: { 'content-type': 'application/json' }, body: grant })
    const { short_codes: granted } = await get('/SMS/ShortCodes.json', { ShortCode: '24680' })
    const [{ sid } = { sid: '' }] = granted as { sid: string }[]
    const shown = await post(path, { ShortCodeSid: sid })
    expect(shown).toMatchObject({ sid, short_code: '24680', country_code: 'US', url: `${server.url}${path}/${sid}` })
    expect(await get(path)).toMatchObject({ meta: { key: 'short_codes' }, short_codes: [shown] })
    expect(await get(`${path.replace('ShortCodes', 'PhoneNumbers')}`)).toMatchObject({ phone_numbers: [] })
    await fetch(`${senders}/24680`, { method: 'DELETE' })
    expect(await get(path)).toMatchObject({ short_codes: [] })
  })
})

interface SdkService {
  sid: string
  accountSid: string
  friendlyName: string
  stickySender: boolean
  validityPeriod: number
  dateCreated: Date
  links: Readonly<Record<string, string>>
}

interface SdkPoolNumber {
  sid: string
  serviceSid: string
  phoneNumber: string
  capabilities: string[]
}

interface SdkName {
  sid: string
  alphaSender: string
}

interface MessagingClient {
  api: { baseUrl: string }
  messaging: {
    baseUrl: string
    v1: { services: ((sid: string) => SdkOne<SdkService> & SdkPools) & SdkList<SdkService> }
  }
  messages: SdkList<SdkMessage>
}

interface SdkPools {
  phoneNumbers: SdkList<SdkPoolNumber>
  alphaSenders: SdkList<SdkName>
}

describe.each(majors)('the SDK %s', (major) => {
  const clientOf = ({ sid, token }: Credentials): MessagingClient => {
    const client = sdk(major)(sid, token) as unknown as MessagingClient
    client.api.baseUrl = server.url
    client.messaging.baseUrl = server.url
    return client
  }

  test('makes, lists, changes and deletes services and their pools', async () => {
    const sub = await openSubaccount()
    const { messaging } = clientOf(sub)
    const { services } = messaging.v1
    for (const friendlyName of ['1', '2', '3', '4', '5']) await services.create({ friendlyName })
    const found = await services.list({ pageSize: 2 })
    expect(found.map(({ friendlyName }) => friendlyName)).toEqual(['5', '4', '3', '2', '1'])
    expect(await services.list({ limit: 3, pageSize: 2 })).toHaveLength(3)
    const [{ sid } = { sid: '' }] = found

    const changed = await services(sid).update({ validityPeriod: 60, stickySender: false })
    expect(changed).toMatchObject({ validityPeriod: 60, stickySender: false, accountSid: sub.sid })
    expect((await services(sid).fetch()).dateCreated).toBeInstanceOf(Date)

    const bought = await Promise.all(['415', '212', '646'].map((AreaCode) => aNumber({ AreaCode }, sub)))
    const { phoneNumbers, alphaSenders } = services(sid)
    for (const number of bought) await phoneNumbers.create({ phoneNumberSid: String(number.sid) })
    expect((await phoneNumbers.list({ pageSize: 1 })).map(({ phoneNumber }) => phoneNumber)).toEqual(
      bought.map(({ phone_number }) => phone_number).reverse(),
    )
    const one = await phoneNumbers(String(bought[0]?.sid)).fetch()
    expect(one).toMatchObject({ serviceSid: sid, capabilities: ['Voice', 'SMS', 'MMS'] })
    expect(await phoneNumbers(one.sid).remove()).toBe(true)
    await expect(phoneNumbers(one.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
    await expect(phoneNumbers.create({ phoneNumberSid: String(bought[1]?.sid) })).rejects.toMatchObject({
      status: 409,
      code: 21710,
    })
    const name = await alphaSenders.create({ alphaSender: 'Acme' })
    expect((await alphaSenders.list()).map(({ alphaSender }) => alphaSender)).toEqual(['Acme'])
    expect(await alphaSenders(name.sid).remove()).toBe(true)
    expect(await services(sid).remove()).toBe(true)
    expect(await services.list()).toHaveLength(4)
  })

  test('sends through a service', async () => {
    const to = '+14155552345'
    const { sid: service, number } = await aShop()
    const { messages } = clientOf(server.account)
    const message = await messages.create({ to, body: 'hi', messagingServiceSid: service })
    expect(message).toMatchObject({ status: 'accepted', from: null, numSegments: '0', messagingServiceSid: service })
    await settled(server, [message.sid])
    expect(await messages(message.sid).fetch()).toMatchObject({ status: 'delivered', from: number, numSegments: '1' })
    const unknown = `MG${'0'.repeat(32)}`
    await expect(messages.create({ to, body: 'hi', messagingServiceSid: unknown })).rejects.toMatchObject({
      status: 404,
      code: 21701,
    })
  })
})
