import { mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, askJson, type Parameters } from '../api-client.ts'
import { openReceiver } from '../receiver.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'

// What test credentials may do, and what comes of it: answers as true as those of a real account, and nothing else.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const voiceUrl = 'http://demo.twilio.com/docs/voice.xml'
const rehearse = (path: string, parameters: Parameters) =>
  ask(server, { method: 'POST', path, parameters, as: server.test })

describe('what a rehearsal answers', () => {
  const json = async (path: string, parameters: Parameters) => {
    const { status, text } = await rehearse(`${path}.json`, parameters)
    expect(status, text).toBe(201)
    return JSON.parse(text) as Record<string, unknown>
  }
  const now = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/

  test('a message, as a real one begins', async () => {
    const parameters = { From: '+15005550006', To: '(410) 867-5309', Body: 'All in the game, yo' }
    const message = await json('/Messages', parameters)
    expect(message).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      account_sid: server.test.sid,
      date_created: expect.stringMatching(now),
      date_updated: message.date_created,
      date_sent: null,
      to: '+14108675309',
      from: '+15005550006',
      body: 'All in the game, yo',
      status: 'queued',
      direction: 'outbound-api',
      api_version: '2010-04-01',
      price: null,
      num_segments: '1',
      num_media: '0',
      messaging_service_sid: null,
      error_code: null,
      uri: `/2010-04-01/Accounts/${server.test.sid}/Messages/${String(message.sid)}.json`,
    })
    expect((await json('/Messages', parameters)).sid).not.toBe(message.sid)
  })

  test('a long message with its segments, one with media as MM', async () => {
    const to = { From: '+15005550006', To: '+14108675309' }
    expect(await json('/Messages', { ...to, Body: 'x'.repeat(161) })).toMatchObject({ num_segments: '2' })
    const media = await json('/Messages', { ...to, MediaUrl: ['https://media.example/1', 'https://media.example/2'] })
    expect(media).toMatchObject({ sid: expect.stringMatching(/^MM/), num_media: '2', body: '' })
  })

  test('a call, of which nothing is known yet', async () => {
    const call = await json('/Calls', { From: '+15005550006', To: '+14108675309', Url: voiceUrl })
    const unknown = [
      'parent_call_sid',
      'phone_number_sid',
      'start_time',
      'end_time',
      'duration',
      'price',
      'direction',
      'answered_by',
      'api_version',
      'annotation',
      'forwarded_from',
      'group_sid',
      'caller_name',
    ]
    expect(Object.fromEntries(unknown.map((name) => [name, call[name]]))).toEqual(
      Object.fromEntries(unknown.map((name) => [name, null])),
    )
    const uri = `/2010-04-01/Accounts/${server.test.sid}/Calls/${String(call.sid)}`
    expect(call).toMatchObject({
      date_created: expect.stringMatching(now),
      date_updated: call.date_created,
      account_sid: server.test.sid,
      to: '+14108675309',
      to_formatted: '(410) 867-5309',
      from: '+15005550006',
      from_formatted: '(500) 555-0006',
      status: 'queued',
      uri: `${uri}.json`,
    })
    expect(call.subresource_uris).toEqual({
      notifications: `${uri}/Notifications.json`,
      recordings: `${uri}/Recordings.json`,
    })
  })

  test('a number that can do nothing, with everything that was asked for', async () => {
    const asked = {
      VoiceUrl: voiceUrl,
      VoiceMethod: 'GET',
      VoiceFallbackUrl: `${voiceUrl}?2`,
      VoiceCallerIdLookup: 'true',
      SmsUrl: 'https://shop.example/sms',
      SmsFallbackUrl: 'https://shop.example/sms2',
      StatusCallback: 'https://shop.example/status',
      FriendlyName: 'My shop',
    }
    expect(await json('/IncomingPhoneNumbers', { PhoneNumber: '+15005550006', ...asked })).toMatchObject({
      sid: expect.stringMatching(/^PN[0-9a-f]{32}$/),
      account_sid: server.test.sid,
      phone_number: '+15005550006',
      friendly_name: 'My shop',
      voice_url: asked.VoiceUrl,
      voice_method: 'GET',
      voice_fallback_url: asked.VoiceFallbackUrl,
      voice_fallback_method: 'POST',
      voice_caller_id_lookup: true,
      sms_url: asked.SmsUrl,
      sms_method: 'POST',
      sms_fallback_url: asked.SmsFallbackUrl,
      status_callback: asked.StatusCallback,
      status_callback_method: 'POST',
      voice_application_sid: '',
      sms_application_sid: '',
      api_version: '2010-04-01',
      capabilities: { voice: false, sms: false, mms: false, fax: false },
      date_created: expect.stringMatching(now),
      status: 'new',
    })
  })

  test('any free number of area code 500, which is the magic one', async () => {
    const number = await json('/IncomingPhoneNumbers', { AreaCode: '500' })
    expect(number).toMatchObject({ phone_number: '+15005550006', friendly_name: '(500) 555-0006', status: 'new' })
  })

  test('a number in XML without dates, as the sample has it', async () => {
    const { text } = await rehearse('/IncomingPhoneNumbers', { PhoneNumber: '+15005550006' })
    expect(text).toContain('<DateCreated/><DateUpdated/>')
  })
})

describe('all other parameters are checked as for real', () => {
  const message = { From: '+15005550006', To: '+14108675309', Body: 'hi' }
  const call = { From: '+15005550006', To: '+14108675309', Url: voiceUrl }
  const number = { PhoneNumber: '+15005550006' }

  test.each([
    ['/Messages', { ...message, StatusCallback: 'nonsense' }, 21609],
    ['/Messages', { ...message, Body: 'x'.repeat(1601) }, 21617],
    ['/Messages', { ...message, MediaUrl: 'ftp://media.example/1' }, 21620],
    ['/Messages', { ...message, ValidityPeriod: '0' }, 21624],
    ['/Messages', { ...message, ApplicationSid: `AP${'0'.repeat(32)}` }, 21420],
    ['/Messages', { ...message, To: 'whatsapp:+14108675309' }, 21910],
    ['/Messages', { ...message, ScheduleType: 'fixed' }, 35111],
    ['/Messages', { ...message, To: '+442071838750' }, 21614],
    ['/Messages', { ...message, To: '+19005551234' }, 21614],
    ['/Calls', { ...call, Url: 'nonsense' }, 21205],
    ['/Calls', { ...call, Url: '' }, 21205],
    ['/Calls', { ...call, Timeout: '601' }, 21208],
    ['/Calls', { ...call, SendDigits: 'abc' }, 21206],
    ['/Calls', { ...call, ApplicationSid: `AP${'0'.repeat(32)}` }, 21218],
    ['/IncomingPhoneNumbers', { ...number, VoiceUrl: 'nonsense' }, 21402],
    ['/IncomingPhoneNumbers', { ...number, SmsMethod: 'BREW' }, 21403],
    ['/IncomingPhoneNumbers', { ...number, FriendlyName: 'x'.repeat(65) }, 20002],
  ] satisfies [string, Parameters, number][])('%s %j → %i', async (path, parameters, code) => {
    const { status, text } = await rehearse(`${path}.json`, parameters)
    expect([status, (JSON.parse(text) as { code: number }).code], text).toEqual([400, code])
  })

  test('and a request that is wrong in several ways is told the sender first', async () => {
    const codeOf = async (path: string, parameters: Parameters) =>
      (JSON.parse((await rehearse(path, parameters)).text) as { code: number }).code
    expect(await codeOf('/Messages.json', { From: '+15005550007', To: '+15005550009', Body: 'hi' })).toBe(21606)
    expect(await codeOf('/Messages.json', { From: '+15005550007', To: '123', Body: 'hi' })).toBe(21606)
    expect(await codeOf('/Messages.json', { From: '+15005550007', To: '+15005550009', Body: '' })).toBe(21602)
    expect(await codeOf('/Calls.json', { From: '+15005550001', To: '+15005550001', Url: voiceUrl })).toBe(21212)
  })
})

describe('test credentials and the real account know nothing of each other', () => {
  const send = { To: '+14108675309', Body: 'hi' }

  test('a real number is nothing to write or to call from', async () => {
    const From = server.numbers[0]
    const { status, text } = await rehearse('/Messages.json', { ...send, From })
    expect([status, JSON.parse(text)], text).toMatchObject([400, { code: 21606 }])
    const call = await rehearse('/Calls.json', { To: send.To, From, Url: voiceUrl })
    expect([call.status, JSON.parse(call.text)]).toMatchObject([400, { code: 21210 }])
  })

  test('neither may use the path of the other', async () => {
    const at = (sid: string) => `/2010-04-01/Accounts/${sid}/Messages.json`
    const parameters = { ...send, From: '+15005550006' }
    for (const [path, as] of [
      [at(server.account.sid), server.test],
      [at(server.test.sid), server.account],
    ] as const)
      expect(await askJson(server, { method: 'POST', path, parameters, as })).toMatchObject({
        status: 401,
        json: { code: 20003 },
      })
  })

  test('to the real account the magic numbers are numbers like any other', async () => {
    const post = (path: string, parameters: Parameters) => askJson(server, { method: 'POST', path, parameters })
    const [From] = server.numbers
    for (const last of [0, 1, 2, 3, 4, 7, 8, 9]) {
      const { status, json } = await post('/Messages.json', { ...send, From, To: `+1500555000${last}` })
      expect([status, json.status], JSON.stringify(json)).toEqual([201, 'queued'])
    }
    for (const last of [1, 6, 7, 8])
      expect((await post('/Messages.json', { ...send, From: `+1500555000${last}` })).json.code).toBe(21606)
    expect((await post('/Calls.json', { ...send, From: '+15005550006', Url: voiceUrl })).json.code).toBe(21210)
    for (const last of [0, 1, 6]) {
      const { json } = await post('/IncomingPhoneNumbers.json', { PhoneNumber: `+1500555000${last}` })
      expect(json).toMatchObject({ code: 21422, message: `+1500555000${last} is not available` })
    }
    for (const AreaCode of ['500', '533'])
      expect((await post('/IncomingPhoneNumbers.json', { AreaCode })).json.code).toBe(21452)
  })
})

test('nothing is kept of a rehearsal, and nobody is called', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-'))
  const file = join(folder, 'trunkline.db')
  try {
    await using receiver = await openReceiver()
    await using one = await startTestServer({ env: { TRUNKLINE_DATABASE: `sqlite:${file}` } })
    const before = rowsIn(file)
    const hook = (name: string) => `${receiver.url}/${name}`
    const rehearsed = { From: '+15005550006', To: '+14108675309' }
    const post = (path: string, parameters: Parameters, as = one.test) =>
      askJson(one, { method: 'POST', path, parameters, as })
    const made = await Promise.all([
      post('/Messages.json', { ...rehearsed, Body: 'hi', StatusCallback: hook('message'), MediaUrl: hook('media') }),
      post('/SMS/Messages.json', { ...rehearsed, Body: 'hi', StatusCallback: hook('sms') }),
      post('/Calls.json', { ...rehearsed, Url: hook('call'), StatusCallback: hook('call-status') }),
      post('/IncomingPhoneNumbers.json', { PhoneNumber: '+15005550006', VoiceUrl: hook('voice') }),
      post('/IncomingPhoneNumbers.json', { AreaCode: '500', StatusCallback: hook('number') }),
    ])
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect(rowsIn(file)).toEqual(before)

    // A real message is told of: what was rehearsed before would have been told before.
    const real = { From: one.numbers[0], To: '+14108675309', Body: 'hi', StatusCallback: hook('real') }
    const { json } = await post('/Messages.json', real, one.account)
    await settled(one, [String(json.sid)])
    await receiver.until((received) => received.length >= 2)
    expect(receiver.received.map(({ url }) => url)).toEqual([hook('real'), hook('real')])
    const inbox = await fetch(`${one.url}/_trunkline/v1/phones/+14108675309/messages`)
    expect(((await inbox.json()) as { messages: unknown[] }).messages).toHaveLength(1)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

/** How many rows each table has. */
function rowsIn(file: string): Record<string, number> {
  using database = new DatabaseSync(file, { readOnly: true })
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all() as { name: string }[]
  return Object.fromEntries(
    tables.map(({ name }) => [name, Number(database.prepare(`select count(*) as n from "${name}"`).get()?.n)]),
  )
}

/** Everything else there is. */
const others = [
  ['GET', '/2010-04-01/Accounts.json'],
  ['POST', '/2010-04-01/Accounts.json'],
  ['GET', '.json'],
  ['GET', '/Messages.json'],
  ['GET', `/Messages/SM${'0'.repeat(32)}.json`],
  ['POST', `/Messages/SM${'0'.repeat(32)}.json`],
  ['DELETE', `/Messages/SM${'0'.repeat(32)}.json`],
  ['GET', '/SMS/Messages.json'],
  ['GET', '/Calls.json'],
  ['GET', `/Calls/CA${'0'.repeat(32)}.json`],
  ['GET', '/IncomingPhoneNumbers.json'],
  ['GET', `/IncomingPhoneNumbers/PN${'0'.repeat(32)}.json`],
  ['POST', '/IncomingPhoneNumbers/Local.json'],
  ['POST', '/IncomingPhoneNumbers/TollFree.json'],
  ['GET', '/AvailablePhoneNumbers/US/Local.json'],
  ['GET', '/OutgoingCallerIds.json'],
  ['POST', '/OutgoingCallerIds.json'],
  ['GET', '/Applications.json'],
  ['POST', '/Applications.json'],
  ['GET', '/Keys.json'],
  ['POST', '/Keys.json'],
  ['GET', '/SMS/ShortCodes.json'],
  ['GET', '/Notifications.json'],
  ['GET', '/Recordings.json'],
  ['GET', '/Balance.json'],
  ['GET', '/Usage/Records.json'],
  ['GET', '/Usage/Triggers.json'],
] as const

test.each(others)('every other resource is forbidden: %s %s', async (method, path) => {
  const at = path.startsWith('/2010') ? path : `/2010-04-01/Accounts/${server.test.sid}${path}`
  const message = 'Resource not accessible with Test Account Credentials'
  expect(await askJson(server, { method, path: at, as: server.test })).toMatchObject({
    status: 403,
    json: { code: 20008, status: 403, message, more_info: 'https://www.twilio.com/docs/errors/20008' },
  })
  const { status, text } = await ask(server, { method, path: at.replace('.json', ''), as: server.test })
  expect([status, text]).toEqual([403, expect.stringContaining(`<Message>${message}</Message><Code>20008</Code>`)])
})
