import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { ask, askJson, type Json, type Parameters } from '../api-client.ts'
import { openReceiver, type Receiver } from '../receiver.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

let server: TestServer
let receiver: Receiver
beforeAll(async () => {
  receiver = await openReceiver()
  server = await startTestServer()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const post = (path: string, parameters: Parameters = {}, as = server.account) =>
  askJson(server, { method: 'POST', path, parameters, as })
const get = (path: string, parameters: Parameters = {}) => askJson(server, { method: 'GET', path, parameters })

async function anApplication(parameters: Parameters = {}): Promise<Json & { sid: string }> {
  const { status, json, text } = await post('/Applications.json', parameters)
  expect(status, text).toBe(201)
  return json as Json & { sid: string }
}

async function ownNumber(): Promise<Json> {
  const { json } = await get('/IncomingPhoneNumbers.json', { PhoneNumber: server.numbers[0] })
  return (json.incoming_phone_numbers as Json[])[0]!
}

const url = 'https://shop.example/hook'
const everything = {
  FriendlyName: 'Shop',
  ApiVersion: '2008-08-01',
  VoiceUrl: `${url}/voice`,
  VoiceMethod: 'GET',
  VoiceFallbackUrl: `${url}/voice-fallback`,
  VoiceFallbackMethod: 'GET',
  StatusCallback: `${url}/status`,
  StatusCallbackMethod: 'GET',
  VoiceCallerIdLookup: 'true',
  SmsUrl: `${url}/sms`,
  SmsMethod: 'GET',
  SmsFallbackUrl: `${url}/sms-fallback`,
  SmsFallbackMethod: 'GET',
  SmsStatusCallback: `${url}/sms-status`,
  MessageStatusCallback: `${url}/message-status`,
  PublicApplicationConnectEnabled: 'true',
}
/** `VoiceUrl` as JSON has it. */
const inJson = (parameters: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name.replace(/(?<=.)[A-Z]/g, (letter) => `_${letter}`).toLowerCase(),
      value === 'true' ? true : value,
    ]),
  )

describe('an application', () => {
  test('keeps everything that is said of it, and shows it in JSON', async () => {
    const made = await anApplication(everything)
    expect(made).toEqual({
      ...inJson(everything),
      sid: expect.stringMatching(/^AP[0-9a-f]{32}$/) as string,
      account_sid: server.account.sid,
      date_created: expect.stringMatching(/\+0000$/) as string,
      date_updated: made.date_created,
      uri: `/2010-04-01/Accounts/${server.account.sid}/Applications/${made.sid}.json`,
    })
    expect((await get(`/Applications/${made.sid}.json`)).json).toEqual(made)
  })

  test('of which nothing is said has no addresses, and POST as its methods', async () => {
    const made = await anApplication()
    expect(made).toMatchObject({
      friendly_name: null,
      api_version: '2010-04-01',
      voice_url: null,
      voice_method: 'POST',
      sms_url: null,
      sms_fallback_method: 'POST',
      message_status_callback: null,
      voice_caller_id_lookup: false,
      public_application_connect_enabled: false,
    })
  })

  test('is changed where something is said, and cleared where it is empty', async () => {
    const made = await anApplication(everything)
    const path = `/Applications/${made.sid}.json`
    const changed = await post(path, { FriendlyName: 'Store', SmsUrl: '', VoiceMethod: 'POST' })
    expect(changed.status).toBe(200)
    expect(changed.json).toEqual({
      ...made,
      friendly_name: 'Store',
      sms_url: null,
      voice_method: 'POST',
      date_updated: changed.json.date_updated,
    })
    expect((await get(path)).json).toEqual(changed.json)
  })

  test('is shown in XML in the order of the documents', async () => {
    const { sid } = await anApplication(everything)
    const [application] = readXml((await ask(server, { method: 'GET', path: `/Applications/${sid}` })).text).children
    expect(application?.name).toBe('Application')
    expect(application?.children.map(({ name }) => name)).toEqual([
      'Sid',
      'DateCreated',
      'DateUpdated',
      'AccountSid',
      ...Object.keys(everything),
      'Uri',
    ])
  })

  test('is listed, newest first, by its name', async () => {
    const [first, second] = [
      await anApplication({ FriendlyName: 'Twin' }),
      await anApplication({ FriendlyName: 'Twin' }),
    ]
    await anApplication({ FriendlyName: 'twin' })
    const { json } = await get('/Applications.json', { FriendlyName: 'Twin', PageSize: '1' })
    expect((json.applications as Json[]).map(({ sid }) => sid)).toEqual([second.sid])
    const next = await askJson(server, { method: 'GET', path: String(json.next_page_uri) })
    expect((next.json.applications as Json[]).map(({ sid }) => sid)).toEqual([first.sid])
    expect(next.json.next_page_uri).toBeNull()
  })

  test.each<[Parameters, number, string]>([
    [{ VoiceUrl: 'nonsense' }, 21402, 'VoiceUrl is not a valid URL: nonsense'],
    [{ SmsMethod: 'BREW' }, 21403, 'SmsMethod is not a valid method: BREW'],
    [{ FriendlyName: 'x'.repeat(65) }, 20002, 'Invalid FriendlyName'],
    [{ ApiVersion: '2099-01-01' }, 20001, 'Invalid value for ApiVersion'],
  ])('%j is refused with %d', async (parameters, code, message) => {
    expect((await post('/Applications.json', parameters)).json).toMatchObject({ code, message, status: 400 })
    const { sid } = await anApplication()
    expect((await post(`/Applications/${sid}.json`, parameters)).json).toMatchObject({ code, message })
  })

  test('is not found where there is none, nor by another account, nor with test credentials', async () => {
    const { sid } = await anApplication()
    const path = `/Applications/AP${'0'.repeat(32)}.json`
    for (const method of ['GET', 'POST', 'DELETE'] as const)
      expect((await askJson(server, { method, path })).json).toMatchObject({ code: 20404 })
    const { json: sub } = await post('/2010-04-01/Accounts.json')
    const foreign = `/2010-04-01/Accounts/${String(sub.sid)}/Applications/${sid}.json`
    expect((await get(foreign)).json).toMatchObject({ code: 20404 })
    expect((await askJson(server, { method: 'POST', path: '/Applications.json', as: server.test })).json).toMatchObject(
      {
        code: 20008,
      },
    )
  })

  test('is one of a thousand at most', async () => {
    const { json: sub } = await post('/2010-04-01/Accounts.json')
    const as = { sid: String(sub.sid), token: String(sub.auth_token), basic: '' }
    for (let i = 0; i < 1000; i += 50)
      await Promise.all(Array.from({ length: 50 }, () => post('/Applications.json', {}, as)))
    expect((await post('/Applications.json', {}, as)).json).toMatchObject({
      code: 21301,
      message: 'Cannot create application: application limit exceeded',
    })
  })
})

describe('who refers to an application', () => {
  test('must own it, or is refused with 21420', async () => {
    const number = await ownNumber()
    const { sid } = await anApplication()
    const unknown = `AP${'0'.repeat(32)}`
    const path = `/IncomingPhoneNumbers/${String(number.sid)}.json`
    const refused = { code: 21420, message: 'ApplicationSid is not accessible', status: 400 }
    expect((await post(path, { SmsApplicationSid: unknown })).json).toMatchObject(refused)
    expect((await post(path, { VoiceApplicationSid: unknown })).json).toMatchObject(refused)
    const bought = await post('/IncomingPhoneNumbers.json', { AreaCode: '312', SmsApplicationSid: unknown })
    expect(bought.json).toMatchObject(refused)
    const sent = await post('/Messages.json', {
      From: server.numbers[0],
      To: '+14155552345',
      Body: 'hi',
      ApplicationSid: unknown,
    })
    expect(sent.json).toMatchObject(refused)
    const set = await post(path, { SmsApplicationSid: sid, VoiceApplicationSid: sid })
    expect(set.json).toMatchObject({ sms_application_sid: sid, voice_application_sid: sid })
    expect((await post(path, { VoiceApplicationSid: '' })).json).toMatchObject({
      sms_application_sid: sid,
      voice_application_sid: '',
    })
  })

  test('loses it when it is deleted', async () => {
    const number = await ownNumber()
    const { sid } = await anApplication()
    const path = `/IncomingPhoneNumbers/${String(number.sid)}.json`
    await post(path, { SmsApplicationSid: sid })
    expect((await askJson(server, { method: 'DELETE', path: `/Applications/${sid}.json` })).status).toBe(204)
    expect((await get(`/Applications/${sid}.json`)).status).toBe(404)
    expect((await get(path)).json).toMatchObject({ sms_application_sid: '', voice_application_sid: '' })
  })
})

describe('a message that names an application', () => {
  const send = async (parameters: Parameters) => {
    const { json, text } = await post('/Messages.json', {
      From: server.numbers[0],
      To: '+14155552345',
      Body: 'hi',
      ...parameters,
    })
    expect(json.sid, text).toBeDefined()
    await settled(server, [String(json.sid)])
    await receiver.until((all) => all.some(({ parameters: { MessageSid } }) => MessageSid === json.sid))
    return receiver.received.find(({ parameters: { MessageSid } }) => MessageSid === json.sid)!.url
  }

  test('tells its steps where the application says, unless it says itself', async () => {
    const one = (path: string) => `${receiver.url}/${path}`
    const both = await anApplication({ MessageStatusCallback: one('message'), SmsStatusCallback: one('sms') })
    const old = await anApplication({ SmsStatusCallback: one('sms') })
    const none = await anApplication()
    expect(await send({ ApplicationSid: both.sid })).toBe(one('message'))
    expect(await send({ ApplicationSid: old.sid })).toBe(one('sms'))
    expect(await send({ ApplicationSid: both.sid, StatusCallback: one('own') })).toBe(one('own'))
    expect(await send({ ApplicationSid: none.sid, StatusCallback: one('own') })).toBe(one('own'))
  })
})

test('the SDK makes, changes, lists and deletes applications', async () => {
  const client = twilio(server.account.sid, server.account.token)
  client.api.baseUrl = server.url
  const made = await client.applications.create({ friendlyName: 'SDK', voiceUrl: url, voiceMethod: 'GET' })
  expect([made.voiceUrl, made.voiceMethod, made.dateCreated]).toEqual([url, 'GET', expect.any(Date)])
  const changed = await client.applications(made.sid).update({ messageStatusCallback: url })
  expect(changed.messageStatusCallback).toBe(url)
  const [listed] = await client.applications.list({ friendlyName: 'SDK' })
  expect(listed?.sid).toBe(made.sid)
  expect(await client.applications(made.sid).remove()).toBe(true)
  expect(await client.applications.list({ friendlyName: 'SDK' })).toEqual([])
})
