import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { silentLog } from '../../src/log.ts'
import { ask, askJson, type Credentials, type Json, type Parameters } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

const to = '+14155552345'
const british = '+447400123456'
const sim = `DE${'0123456789abcdef'.repeat(2)}`

async function send(server: TestServer, parameters: Parameters, as: Credentials = server.account) {
  const form = { To: to, Body: 'hi', ...parameters }
  return (await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form, as })).json
}

async function subaccountOf(server: TestServer): Promise<Credentials> {
  const { json } = await askJson(server, { method: 'POST', path: '/2010-04-01/Accounts.json' })
  return { sid: String(json.sid), token: String(json.auth_token) }
}

describe('senders that the settings grant', () => {
  let server: TestServer
  let tenant: Credentials
  beforeAll(async () => {
    const senders = `12345@US, 54321@GB, Acme, whatsapp:+14155238886, messenger:1234, sim:${sim}`
    server = await startTestServer({ env: { TRUNKLINE_SENDERS: senders, TRUNKLINE_OPEN_SENDERS: 'none' } })
    tenant = await subaccountOf(server)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test.each<[string, Parameters, string]>([
    ['a short code', { From: '12345' }, '12345'],
    ['a short code with media', { From: '12345', MediaUrl: 'https://shop.example/a.png' }, '12345'],
    ['a name', { From: 'Acme', To: british }, 'Acme'],
    ['WhatsApp', { From: 'whatsapp:+1 415 523 8886', To: `whatsapp:${to}` }, 'whatsapp:+14155238886'],
    ['Messenger', { From: 'messenger:1234', To: 'messenger:99' }, 'messenger:1234'],
    ['a SIM card', { From: `sim:${sim}` }, sim],
  ])('%s sends, and the message arrives', async (_, parameters, from) => {
    const sent = await send(server, parameters)
    expect(sent).toMatchObject({ status: 'queued', from })
    if (!('MediaUrl' in parameters)) {
      const [message] = await settled(server, [String(sent.sid)])
      expect(message).toMatchObject({ status: 'delivered', from })
    }
  })

  const fromRefused = (from: string) =>
    `The From phone number ${from} is not a valid, SMS-capable inbound phone number or short code for your account.`
  const unreachable = (from: string, number: string, medium = 'SMS') =>
    `The 'To' phone number: ${number}, is not currently reachable using the 'From' phone number: ${from} via ${medium}.`
  const noName = (from: string) =>
    `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`
  const noChannel = 'Twilio could not find a Channel with the specified From address'
  const otherChannel = 'Invalid From and To pair. From and To should be of the same channel'
  const media = 'https://shop.example/a.png'

  test.each<[string, Parameters, number, string]>([
    ['a short code of nobody', { From: '99999' }, 21606, fromRefused('99999')],
    ['a short code abroad', { From: '12345', To: british }, 21612, unreachable('12345', british)],
    ['a British short code in America', { From: '54321' }, 21612, unreachable('54321', to)],
    [
      'a British short code with media',
      { From: '54321', To: british, MediaUrl: media },
      21621,
      "The 'From' number has not been enabled for MMS",
    ],
    ['a name that was not granted', { From: 'Other', To: british }, 21212, noName('Other')],
    ['a name in other letters', { From: 'ACME', To: british }, 21212, noName('ACME')],
    ['a name to the United States', { From: 'Acme' }, 21612, unreachable('Acme', to)],
    ['a name to Canada', { From: 'Acme', To: '+14165550123' }, 21612, unreachable('Acme', '+14165550123')],
    ['a name to Puerto Rico', { From: 'Acme', To: '+17875550123' }, 21612, unreachable('Acme', '+17875550123')],
    ['a name with media', { From: 'Acme', To: british, MediaUrl: media }, 21612, unreachable('Acme', british, 'MMS')],
    ['WhatsApp of nobody', { From: 'whatsapp:+14155550100', To: `whatsapp:${to}` }, 63007, noChannel],
    ['Messenger of nobody', { From: 'messenger:9', To: 'messenger:99' }, 63007, noChannel],
    ['WhatsApp to a phone', { From: 'whatsapp:+14155238886' }, 21910, otherChannel],
    ['WhatsApp to Messenger', { From: 'whatsapp:+14155238886', To: 'messenger:99' }, 21910, otherChannel],
    ['a SIM card of nobody', { From: `sim:DE${'0'.repeat(32)}` }, 21606, fromRefused(`sim:DE${'0'.repeat(32)}`)],
    [
      'a SIM card with media',
      { From: `sim:${sim}`, MediaUrl: media },
      21621,
      "The 'From' number has not been enabled for MMS",
    ],
    ['no name at all', { From: '!!' }, 21212, noName('!!')],
  ])('%s is refused', async (_, parameters, code, message) => {
    expect(await send(server, parameters)).toMatchObject({ code, message, status: 400 })
  })

  test('are what lists can be filtered by', async () => {
    for (const [from, parameters] of [
      ['Acme', { To: british }],
      ['12345', {}],
    ] as const) {
      const { sid } = await send(server, { From: from, ...parameters })
      const request = { method: 'GET', path: '/Messages.json', parameters: { From: from, PageSize: '1' } } as const
      const { json } = await askJson(server, request)
      expect(json.messages).toMatchObject([{ from }])
      await settled(server, [String(sid)])
    }
  })

  test('belong to the first account only, and so does what it owns', async () => {
    const own = `whatsapp:${server.numbers[0]}`
    expect(await send(server, { From: own, To: `whatsapp:${to}` })).toMatchObject({ code: 63007 })
    expect(await send(server, { From: '12345' }, tenant)).toMatchObject({ code: 21606 })
    expect(await send(server, { From: 'Acme', To: british }, tenant)).toMatchObject({ code: 21212 })
    const whatsApp = { From: 'whatsapp:+14155238886', To: `whatsapp:${to}` }
    expect(await send(server, whatsApp, tenant)).toMatchObject({ code: 63007 })
    expect(await send(server, { From: `sim:${sim}` }, tenant)).toMatchObject({ code: 21606 })
  })

  test('can be granted and taken away while the server runs', async () => {
    const senders = `/accounts/${tenant.sid}/senders`
    expect(await send(server, { From: 'Tenant', To: british }, tenant)).toMatchObject({ code: 21212 })
    await askControl(server, 'POST', senders, { sender: 'Tenant' })
    await askControl(server, 'POST', senders, { sender: '77777@US' })
    expect(await send(server, { From: 'Tenant', To: british }, tenant)).toMatchObject({ status: 'queued' })
    expect(await send(server, { From: '77777' }, tenant)).toMatchObject({ status: 'queued' })
    await askControl(server, 'DELETE', `${senders}/Tenant`)
    await askControl(server, 'DELETE', `${senders}/77777`)
    expect(await send(server, { From: 'Tenant', To: british }, tenant)).toMatchObject({ code: 21212 })
    expect(await send(server, { From: '77777' }, tenant)).toMatchObject({ code: 21606 })
  })
})

describe('without further settings', () => {
  test('any account may use any name, WhatsApp on its numbers, and the first account the sandbox of WhatsApp', async () => {
    await using server = await startTestServer()
    const tenant = await subaccountOf(server)
    const queued = { status: 'queued' }
    expect(await send(server, { From: 'Anything', To: british }, tenant)).toMatchObject(queued)
    const own = `whatsapp:${server.numbers[0]}`
    expect(await send(server, { From: own, To: `whatsapp:${to}` })).toMatchObject(queued)
    expect(await send(server, { From: own, To: `whatsapp:${to}` }, tenant)).toMatchObject({ code: 63007 })
    const sandbox = { From: 'whatsapp:+14155238886', To: `whatsapp:${to}` }
    expect(await send(server, sandbox)).toMatchObject(queued)
    expect(await send(server, sandbox, tenant)).toMatchObject({ code: 63007 })
    const channel = { From: 'messenger:1', To: 'messenger:2' }
    expect(await send(server, channel)).toMatchObject({ code: 63007 })
  })

  test('an account on trial writes to its own numbers only, and under no name', async () => {
    await using server = await startTestServer()
    await askControl(server, 'PATCH', `/accounts/${server.account.sid}`, { type: 'Trial' })
    const [From, other] = server.numbers
    expect(await send(server, { From })).toMatchObject({ code: 21608 })
    expect(await send(server, { From, To: other })).toMatchObject({ status: 'queued' })
    expect(await send(server, { From: 'Acme', To: british })).toMatchObject({ code: 21212 })
  })

  test('a text of an account on trial begins with words that say so, which count as its own', async () => {
    await using server = await startTestServer()
    await askControl(server, 'PATCH', `/accounts/${server.account.sid}`, { type: 'Trial' })
    const [From, To] = server.numbers
    const prefix = 'Sent from your Twilio trial account - '
    const sent = await send(server, { From, To, Body: 'x'.repeat(123) })
    expect(sent).toMatchObject({ body: prefix + 'x'.repeat(123), num_segments: '2' })
    const [message] = await settled(server, [String(sent.sid)])
    expect(message).toMatchObject({ body: sent.body, num_segments: '2', status: 'delivered' })
    const longest = await send(server, { From, To, Body: 'x'.repeat(1600) })
    expect(longest).toMatchObject({ body: prefix + 'x'.repeat(1600), num_segments: '11' })
  })
})

test('a sender that another account has is not granted by the settings, and nothing breaks', async () => {
  const warned: unknown[] = []
  const log = { ...silentLog, warn: (fields: object) => void warned.push(fields) }
  const nobody = `AC${'0'.repeat(32)}`
  await using server = await startTestServer({ env: { TRUNKLINE_SENDERS: `12345, ${nobody}=Acme` }, log })
  expect(warned).toEqual([{ sender: '…' }])
  expect(await send(server, { From: '12345' })).toMatchObject({ status: 'queued' })
})

describe('SMS/ShortCodes', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer({ env: { TRUNKLINE_SENDERS: '12345, 12399' } })
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const get = (path: string, parameters: Parameters = {}) => askJson(server, { method: 'GET', path, parameters })
  const codes = async (parameters: Parameters = {}) =>
    (await get('/SMS/ShortCodes.json', parameters)).json.short_codes as Json[]
  const url = 'https://shop.example/hook'

  test('are listed, by pattern and by name, and fetched', async () => {
    expect(new Set((await codes()).map(({ short_code }) => short_code))).toEqual(new Set(['12399', '12345']))
    const [code] = await codes({ ShortCode: '12*45' })
    expect(code).toEqual({
      sid: expect.stringMatching(/^SC[0-9a-f]{32}$/) as string,
      account_sid: server.account.sid,
      friendly_name: '12345',
      short_code: '12345',
      date_created: expect.stringMatching(/\+0000$/) as string,
      date_updated: expect.stringMatching(/\+0000$/) as string,
      api_version: '2010-04-01',
      sms_url: null,
      sms_method: 'POST',
      sms_fallback_url: null,
      sms_fallback_method: 'POST',
      uri: `/2010-04-01/Accounts/${server.account.sid}/SMS/ShortCodes/${String(code?.sid)}.json`,
    })
    expect((await codes({ FriendlyName: '12399' })).map(({ short_code }) => short_code)).toEqual(['12399'])
    expect(await codes({ ShortCode: '77' })).toEqual([])
    expect((await get(`/SMS/ShortCodes/${String(code?.sid)}.json`)).json).toEqual(code)
  })

  test('are changed, in JSON and XML', async () => {
    const [code] = await codes({ ShortCode: '12345' })
    const path = `/SMS/ShortCodes/${String(code?.sid)}`
    const parameters = {
      FriendlyName: 'Votes',
      ApiVersion: '2008-08-01',
      SmsUrl: url,
      SmsMethod: 'GET',
      SmsFallbackUrl: `${url}/2`,
      SmsFallbackMethod: 'GET',
    }
    const { status, json } = await askJson(server, { method: 'POST', path: `${path}.json`, parameters })
    expect(status).toBe(200)
    expect(json).toMatchObject({ friendly_name: 'Votes', sms_url: url, sms_method: 'GET', api_version: '2008-08-01' })
    const cleared = await askJson(server, { method: 'POST', path: `${path}.json`, parameters: { SmsUrl: '' } })
    expect(cleared.json).toMatchObject({ sms_url: null, sms_fallback_url: `${url}/2`, friendly_name: 'Votes' })
    const [element] = readXml((await ask(server, { method: 'GET', path })).text).children
    expect(element?.name).toBe('ShortCode')
    expect(element?.children.map(({ name }) => name)).toEqual([
      'Sid',
      'AccountSid',
      'FriendlyName',
      'ShortCode',
      'DateCreated',
      'DateUpdated',
      'ApiVersion',
      'SmsUrl',
      'SmsMethod',
      'SmsFallbackUrl',
      'SmsFallbackMethod',
      'Uri',
    ])
  })

  test('are neither made nor removed by the API, nor seen by test credentials', async () => {
    const [code] = await codes()
    const instance = `/SMS/ShortCodes/${String(code?.sid)}.json`
    const refused = { code: 20004, status: 405 }
    const post = await askJson(server, { method: 'POST', path: '/SMS/ShortCodes.json' })
    expect(post.json).toMatchObject(refused)
    expect((await askJson(server, { method: 'DELETE', path: instance })).json).toMatchObject(refused)
    const asTest = await askJson(server, { method: 'GET', path: '/SMS/ShortCodes.json', as: server.test })
    expect(asTest.json).toMatchObject({ code: 20008 })
    expect((await get(`/SMS/ShortCodes/SC${'0'.repeat(32)}.json`)).json).toMatchObject({ code: 20404 })
  })

  test('are read and changed by the SDK', async () => {
    const client = twilio(server.account.sid, server.account.token)
    client.api.baseUrl = server.url
    const [code] = await client.api.accounts(server.account.sid).shortCodes.list({ shortCode: '12399' })
    expect(code?.shortCode).toBe('12399')
    const changed = await client.api.accounts(server.account.sid).shortCodes(code!.sid).update({ smsUrl: url })
    expect(changed.smsUrl).toBe(url)
  })
})
