import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, ask, askJson, type Json, type Parameters } from '../api-client.ts'
import { openReceiver, type Receiver } from '../receiver.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

// The SMS/Messages document of 2010, sentence by sentence.

let server: TestServer
let from: string
beforeAll(async () => {
  server = await startTestServer()
  from = server.numbers[0]
})
afterAll(() => server[Symbol.asyncDispose]())

const to = '+14155552345'
const send = (parameters: Parameters = {}, path = '/SMS/Messages.json') =>
  askJson(server, { method: 'POST', path, parameters: { From: from, To: to, Body: 'hi', ...parameters } })
const sidOf = ({ json }: { json: Json }) => String(json.sid)
const rows = async (parameters: Parameters) =>
  (await askJson(server, { method: 'GET', path: '/SMS/Messages.json', parameters })).json.sms_messages as Json[]

describe('a message that is sent', () => {
  test('is created as it was recorded to be: queued, not yet sent, without a price', async () => {
    const { status, json } = await send({ Body: "Hey Jenny why aren't you returning my calls?" })
    expect(status).toBe(201)
    expect(json.sid).toMatch(/^SM[0-9a-f]{32}$/)
    expect(json).toEqual({
      sid: json.sid,
      date_created: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/),
      date_updated: json.date_created,
      date_sent: null,
      account_sid: server.account.sid,
      to,
      from,
      body: "Hey Jenny why aren't you returning my calls?",
      status: 'queued',
      direction: 'outbound-api',
      api_version: '2010-04-01',
      price: null,
      price_unit: 'USD',
      uri: `/2010-04-01/Accounts/${server.account.sid}/SMS/Messages/${sidOf({ json })}.json`,
      num_segments: '1',
    })
    expect(Object.keys(json).slice(-7)).toEqual(
      'status direction api_version price price_unit uri num_segments'.split(' '),
    )
  })

  test('is sent in the end, and then has its date and its price', async () => {
    const sid = sidOf(await send())
    await settled(server, [sid])
    const { json } = await askJson(server, { method: 'GET', path: `/SMS/Messages/${sid}.json` })
    expect(json).toMatchObject({ status: 'sent', price: expect.stringMatching(/^-0\.\d{5}$/) })
    expect(Date.parse(String(json.date_sent))).toBeGreaterThanOrEqual(Date.parse(String(json.date_created)))
  })

  test('failed where its number cannot be reached', async () => {
    const sids = await Promise.all(['+15005530003', '+15005530001'].map(async (To) => sidOf(await send({ To }))))
    const messages = await settled(server, sids)
    expect(messages.map(({ status }) => status)).toEqual(['undelivered', 'failed'])
    for (const sid of sids) {
      const { json } = await askJson(server, { method: 'GET', path: `/SMS/Messages/${sid}.json` })
      expect(json.status).toBe('failed')
    }
  })

  test('is written in XML in one order alone, and in another in a list', async () => {
    const sid = sidOf(await send())
    const namesOf = async (path: string) => {
      const { text } = await ask(server, { method: 'GET', path })
      const [top] = readXml(text).children
      const message = top?.name === 'SMSMessages' ? top.children[0] : top
      expect(message?.name).toBe('SMSMessage')
      return message?.children.map(({ name }) => name).join(' ')
    }
    const begin = 'Sid DateCreated DateUpdated DateSent AccountSid To From Body Status Direction'
    expect(await namesOf(`/SMS/Messages/${sid}`)).toBe(`${begin} ApiVersion Price PriceUnit Uri NumSegments`)
    expect(await namesOf('/SMS/Messages')).toBe(`${begin} Price PriceUnit ApiVersion Uri NumSegments`)
  })

  test('tells its application of each status, as any message does', async () => {
    await using receiver: Receiver = await openReceiver()
    const sid = sidOf(await send({ StatusCallback: receiver.url }))
    await receiver.until((received) => received.length === 2)
    const told = receiver.received.map(({ parameters }) => [parameters.SmsSid, parameters.MessageStatus])
    expect(new Set(told)).toEqual(
      new Set([
        [sid, 'sent'],
        [sid, 'delivered'],
      ]),
    )
  })
})

describe('one store, two views:', () => {
  test('what was sent here is a message there', async () => {
    const sid = sidOf(await send())
    const [message] = await settled(server, [sid])
    expect(message).toMatchObject({
      sid,
      status: 'delivered',
      uri: `/2010-04-01/Accounts/${server.account.sid}/Messages/${sid}.json`,
    })
  })

  test('what was sent there is shown here, be it long or with media', async () => {
    const long = 'x'.repeat(200)
    const sent = await Promise.all([
      send({ Body: long }, '/Messages.json'),
      send({ SendAsMms: 'true' }, '/Messages.json'),
    ])
    const shown = await Promise.all(
      sent.map(
        async (one) => (await askJson(server, { method: 'GET', path: `/SMS/Messages/${sidOf(one)}.json` })).json,
      ),
    )
    expect(shown).toMatchObject([
      { sid: sidOf(sent[0]), body: long, num_segments: '2' },
      { sid: expect.stringMatching(/^MM/), num_segments: '1' },
    ])
    const listed = await rows({ To: to })
    for (const one of sent) expect(listed.map(({ sid }) => sid)).toContain(sidOf(one))
    expect(listed.every(({ uri }) => String(uri).includes('/SMS/Messages/'))).toBe(true)
  })

  test('what was deleted there is gone here', async () => {
    const sid = sidOf(await send())
    await settled(server, [sid])
    expect((await ask(server, { method: 'DELETE', path: `/Messages/${sid}.json` })).status).toBe(204)
    expect((await ask(server, { method: 'GET', path: `/SMS/Messages/${sid}.json` })).status).toBe(404)
  })
})

describe('what is refused:', () => {
  test.each<[what: string, parameters: Parameters, code: number]>([
    ['161 characters', { Body: 'x'.repeat(161) }, 21605],
    ['161 characters of which each is two units', { Body: '💩'.repeat(161) }, 21605],
    [
      'no sender, as the resource knows no messaging services',
      { From: [], MessagingServiceSid: `MG${'0'.repeat(32)}` },
      21603,
    ],
    ['a messaging service as sender', { From: `MG${'0'.repeat(32)}` }, 21212],
    ['a sender in lower case: names of parameters are case-sensitive', { From: [], from: to }, 21603],
    ['nobody to send to', { To: [] }, 21604],
    ['no text', { Body: '' }, 21602],
    [
      'no text but media, which the resource does not know',
      { Body: [], MediaUrl: 'https://media.example/1.png' },
      21602,
    ],
    ['a number of somebody else', { From: '+12125550100' }, 21606],
    ['a recipient that is no number', { To: '12' }, 21211],
    ['a callback that is no address', { StatusCallback: 'nowhere' }, 21609],
  ])('%s', async (_what, parameters, code) => {
    const { status, json } = await send(parameters)
    expect([status, json.code]).toEqual([400, code])
  })

  test.each([160, 1])('not a text of %i characters', async (length) => {
    expect((await send({ Body: 'x'.repeat(length) })).status).toBe(201)
    const { status, json } = await send({ Body: '💩'.repeat(length) })
    expect([status, json.body]).toEqual([201, '💩'.repeat(length)])
  })

  test('the words of 21605', async () => {
    const { json } = await send({ Body: 'x'.repeat(161) })
    expect(json.message).toMatch(/160 characters/)
  })

  const whole = '/SMS/Messages'
  test.each<[method: Ask['method'], path: string]>([
    ['POST', '/SMS/Messages/{Sid}'],
    ['PUT', '/SMS/Messages/{Sid}'],
    ['DELETE', '/SMS/Messages/{Sid}'],
    ['PUT', whole],
    ['DELETE', whole],
  ])('%s of %s is not supported', async (method, path) => {
    const sid = sidOf(await send())
    await settled(server, [sid])
    const parameters: Parameters = method === 'POST' ? { Body: '' } : {}
    const request = { method, parameters }
    const filled = path.replace('{Sid}', sid)
    const { status, json, headers } = await askJson(server, { ...request, path: `${filled}.json` })
    expect([status, json.code, json.status]).toEqual([405, 20004, 405])
    expect(headers.get('allow')).toBe(path === whole ? 'GET, HEAD, POST, OPTIONS' : 'GET, HEAD, OPTIONS')
    const xml = await ask(server, { ...request, path: filled })
    const [exception] = readXml(xml.text).children
    expect([xml.status, exception?.name, exception?.children[2]?.text]).toEqual([405, 'RestException', '20004'])
    const kept = await askJson(server, { method: 'GET', path: `/SMS/Messages/${sid}.json` })
    expect(kept.json).toMatchObject({ sid, body: 'hi' })
  })

  test('a message that nobody sent', async () => {
    const path = `/SMS/Messages/SM${'0'.repeat(32)}.json`
    const { status, json } = await askJson(server, { method: 'GET', path })
    expect([status, json.code]).toEqual([404, 20404])
  })
})

describe('the list', () => {
  let other: TestServer
  let sids: string[]
  beforeAll(async () => {
    other = await startTestServer()
    sids = []
    for (const To of [to, '+14155552346', to, to, '+14155552346']) {
      const parameters = { From: other.numbers[To === to ? 0 : 1], To, Body: 'hi' }
      const { json } = await askJson(other, { method: 'POST', path: '/SMS/Messages.json', parameters })
      sids.push(String(json.sid))
      await settled(other, sids)
    }
  })
  afterAll(() => other[Symbol.asyncDispose]())
  const listed = async (parameters: Parameters) => {
    const { json } = await askJson(other, { method: 'GET', path: '/SMS/Messages.json', parameters })
    return (json.sms_messages as Json[]).map(({ sid }) => sid)
  }

  test('shows the last sent first', async () => {
    expect(await listed({})).toEqual([...sids].reverse())
  })

  test('is filtered by recipient and sender, however they are written, and together', async () => {
    const second = sids.filter((_, index) => index === 1 || index === 4).reverse()
    expect(await listed({ To: '(415) 555-2346' })).toEqual(second)
    expect(await listed({ From: other.numbers[1] })).toEqual(second)
    expect(await listed({ To: to, From: other.numbers[1] })).toEqual([])
    expect(await listed({ To: to, From: other.numbers[0] })).toHaveLength(3)
  })

  test('passes over filters whose names are in other letters', async () => {
    expect(await listed({ to: '+14155552346', datesent: '2009-07-06' })).toHaveLength(5)
  })

  test('is filtered by the day of sending, and from and until its midnight', async () => {
    const [last] = await settled(other, [String(sids.at(-1))])
    const sentAt = Date.parse(String(last?.date_sent))
    const today = new Date(sentAt).toISOString().slice(0, 10)
    const tomorrow = new Date(sentAt + 86_400_000).toISOString().slice(0, 10)
    expect(await listed({ DateSent: '2009-07-06' })).toEqual([])
    expect(await listed({ DateSent: today })).toContain(sids.at(-1))
    expect(await listed({ 'DateSent>': '2009-07-06' })).toHaveLength(5)
    expect(await listed({ 'DateSent<': '2009-07-06' })).toEqual([])
    expect(await listed({ 'DateSent<': tomorrow })).toHaveLength(5)
    expect(await listed({ 'DateSent>': tomorrow })).toEqual([])
    expect(await listed({ 'DateSent>': '2009-07-06', 'DateSent<': tomorrow, To: to })).toHaveLength(3)
  })

  test('is read page by page along its links, which keep the filters', async () => {
    const seen: unknown[] = []
    let path: string | null =
      `/2010-04-01/Accounts/${other.account.sid}/SMS/Messages.json?PageSize=2&From=${encodeURIComponent(other.numbers[0])}`
    for (let page = 0; path !== null; page++) {
      const { json }: { json: Json } = await askJson(other, { method: 'GET', path })
      expect(json).toMatchObject({ page, page_size: 2, start: page * 2 })
      seen.push(...(json.sms_messages as Json[]).map(({ sid }) => sid))
      path = json.next_page_uri as string | null
      if (path !== null) expect(path).toMatch(/\/SMS\/Messages\.json\?From=.*&PageSize=2&Page=\d+&PageToken=/)
    }
    expect(seen).toEqual([sids[3], sids[2], sids[0]])
  })

  test('is CSV where its path says so, in the order of XML', async () => {
    const { text, headers } = await ask(other, { method: 'GET', path: '/SMS/Messages.csv' })
    const [header, first] = text.split('\r\n')
    expect(headers.get('content-type')).toMatch(/^text\/csv/)
    expect(header).toBe(
      'Sid,DateCreated,DateUpdated,DateSent,AccountSid,To,From,Body,Status,Direction,ApiVersion,Price,PriceUnit,Uri,NumSegments',
    )
    expect(first).toContain(`${sids[4]},"`)
  })
})
