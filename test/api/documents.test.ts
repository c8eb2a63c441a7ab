import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAccount } from '../../src/accounts/open-account.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { openStore } from '../../src/store/store.ts'
import { ask, type Ask, askJson, type Json, type Parameters } from '../api-client.ts'
import { sharedDatabases } from '../databases.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

// Sentences of the Messages document that no other test shows, and what the SDKs of its samples ask for.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const get = (path: string, parameters: Parameters = {}) => askJson(server, { method: 'GET', path, parameters })
async function send(parameters: Parameters = {}): Promise<Json & { sid: string }> {
  const form = { From: server.numbers[0], To: '+14155552345', Body: 'hi', ...parameters }
  const { status, json, text } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })
  expect(status, text).toBe(201)
  return json as Json & { sid: string }
}
async function sent(parameters: Parameters = {}): Promise<Json & { sid: string }> {
  const { sid } = await send(parameters)
  return (await settled(server, [sid]))[0] as Json & { sid: string }
}
const sidsIn = (list: Json) => (list.messages as { sid: string }[]).map(({ sid }) => sid)

describe('a message', () => {
  test('that was delivered names no error, one that was not names it in both ways', async () => {
    expect(await sent()).toMatchObject({ status: 'delivered', error_code: null, error_message: null })
    const lost = { status: 'undelivered', error_code: 30003, error_message: 'Unreachable destination handset' }
    expect(await sent({ To: '+15005530003' })).toMatchObject(lost)
    const failed = { status: 'failed', error_code: 30001, error_message: 'Queue overflow', price: null }
    expect(await sent({ To: '+15005530001' })).toMatchObject(failed)
  })

  test('costs as much as it has segments', async () => {
    const [one, two] = [await sent(), await sent({ Body: 'x'.repeat(161) })]
    expect([one.num_segments, two.num_segments]).toEqual(['1', '2'])
    expect([one.price, two.price]).toEqual(['-0.00750', '-0.01500'])
  })

  test('is billed in the currency of its account', async () => {
    await using database = await sharedDatabases[0]!.open()
    await using shop = await startTestServer({ env: { TRUNKLINE_DATABASE: database.url } })
    await using store = await openStore(database.url)
    const { sid, authToken: token } = await openAccount({ currency: 'EUR' }, { ledger: store, clock: systemClock })
    const as = { sid, token }
    const post = (path: string, parameters: Parameters) => askJson(shop, { method: 'POST', path, parameters, as })
    const { json: number } = await post('/IncomingPhoneNumbers.json', { AreaCode: '212' })
    const form = { From: String(number.phone_number), To: '+14155552345', Body: 'hi' }
    const [message] = await settled(shop, [String((await post('/Messages.json', form)).json.sid)], as)
    expect(message).toMatchObject({ price: '-0.00750', price_unit: 'EUR' })
    const { json } = await askJson(shop, { method: 'GET', path: `/SMS/Messages/${String(message?.sid)}.json`, as })
    expect(json).toMatchObject({ price: '-0.00750', price_unit: 'EUR' })
  })

  test('says where it is and where its media are, in JSON and in XML', async () => {
    const { sid, uri, subresource_uris } = await sent()
    const leadsTo = async (path: unknown) => (await get(String(path))).json
    expect(await leadsTo(uri)).toMatchObject({ sid })
    expect(await leadsTo((subresource_uris as Json).media)).toMatchObject({ media_list: [] })
    const elements = async (path: string) => readXml((await ask(server, { method: 'GET', path })).text).children[0]
    const message = await elements(`/Messages/${sid}`)
    const [own, below] = message!.children.slice(-2)
    expect((await elements(own!.text))?.children[0]?.text).toBe(sid)
    expect((await elements(below!.children[0]!.text))?.name).toBe('MediaList')
  })

  test('that was deleted is neither found nor listed', async () => {
    const { sid } = await sent({ To: '+14155550170' })
    const listed = async () => sidsIn((await get('/Messages.json', { To: '+14155550170' })).json)
    expect(await listed()).toEqual([sid])
    const { status, text } = await ask(server, { method: 'DELETE', path: `/Messages/${sid}.json` })
    expect([status, text]).toEqual([204, ''])
    expect((await get(`/Messages/${sid}.json`)).status).toBe(404)
    expect(await listed()).toEqual([])
  })
})

describe('the list of messages', () => {
  test('passes over filters whose names are in other letters', async () => {
    await sent({ To: '+14155550171' })
    await sent({ To: '+14155550172' })
    const count = async (parameters: Parameters) => sidsIn((await get('/Messages.json', parameters)).json).length
    expect(await count({ To: '+14155550171' })).toBe(1)
    const all = await count({})
    expect(await count({ to: '+14155550171', TO: '+14155550171', datesent: '2009-07-06' })).toBe(all)
  })

  test('goes on where the last page ended, although more was sent meanwhile', async () => {
    const sids: string[] = []
    for (let i = 0; i < 4; i++) sids.unshift((await sent({ To: '+14155550173' })).sid)
    const first = (await get('/Messages.json', { To: '+14155550173', PageSize: '2' })).json
    await sent({ To: '+14155550173' })
    const second = (await get(String(first.next_page_uri))).json
    expect([...sidsIn(first), ...sidsIn(second)]).toEqual(sids)
    expect(second.next_page_uri).toBeNull()
    const byNumber = (await get('/Messages.json', { To: '+14155550173', PageSize: '2', Page: '1' })).json
    expect(sidsIn(byNumber)).toEqual(sids.slice(1, 3))
  })

  test.each<[method: Ask['method'], path: string]>([
    ['PUT', '/Messages/{Sid}'],
    ['PUT', '/Messages'],
    ['DELETE', '/Messages'],
  ])('knows no %s of %s, and changes nothing', async (method, path) => {
    const message = await sent()
    const asked = { method, path: path.replace('{Sid}', message.sid), parameters: { Body: '' } }
    const { status, json } = await askJson(server, { ...asked, path: `${asked.path}.json` })
    expect([status, json.code]).toEqual([405, 20004])
    const xml = await ask(server, asked)
    expect([xml.status, readXml(xml.text).children[0]?.name]).toEqual([405, 'RestException'])
    expect((await get(`/Messages/${message.sid}.json`)).json).toEqual(message)
  })
})

// The samples in C#, Java, PHP, Python and Ruby need SDKs that are not on npm. Each generation puts `.json` behind its paths; in
// what else they ask, and in what they read of the answers, they differ like this.
describe('what the SDKs of other languages ask for', () => {
  interface Client {
    sdk: string
    headers: Readonly<Record<string, string>>
    query: Readonly<Record<string, string>>
  }
  const older: readonly Client[] = [
    { sdk: 'C# 4', headers: { accept: 'application/json, application/xml, text/json, text/xml' }, query: {} },
    { sdk: 'Java 6', headers: { accept: 'application/json', 'accept-charset': 'utf-8' }, query: {} },
    { sdk: 'PHP 4', headers: { 'accept-charset': 'utf-8' }, query: { Page: '0', PageSize: '50' } },
    { sdk: 'Python 5', headers: { accept: 'application/json', 'accept-charset': 'utf-8' }, query: {} },
    { sdk: 'Ruby 4', headers: { accept: 'application/json', 'accept-charset': 'utf-8' }, query: {} },
  ]
  const newer: readonly Client[] = [
    { sdk: 'C# 5', headers: { accept: 'application/json', 'accept-encoding': 'identity' }, query: {} },
    { sdk: 'Java 7', headers: { accept: 'application/json', 'accept-encoding': 'utf-8' }, query: { PageSize: '50' } },
    { sdk: 'PHP 5', headers: { accept: 'application/json', 'accept-charset': 'utf-8' }, query: {} },
    { sdk: 'Python 6', headers: { accept: 'application/json', 'accept-charset': 'utf-8' }, query: {} },
    { sdk: 'Ruby 5', headers: { accept: 'application/json', 'accept-charset': 'utf-8' }, query: {} },
  ]
  const paging = ['first_page_uri', 'last_page_uri', 'next_page_uri', 'previous_page_uri', 'uri']
  const counts = ['page', 'page_size', 'num_pages', 'start', 'end', 'total']

  test.each(older)('$sdk: SMS/Messages, one and all of them', async ({ headers, query }) => {
    const { sid, body } = await sent({ Body: 'Jenny please' })
    const one = await askJson(server, { method: 'GET', path: `/SMS/Messages/${sid}.json`, headers })
    expect(one.json).toMatchObject({ sid, body })
    const { json } = await askJson(server, { method: 'GET', path: '/SMS/Messages.json', parameters: query, headers })
    expect(json).toMatchObject({ page: 0, page_size: 50, start: 0, end: expect.any(Number) as number })
    expect((json.sms_messages as Json[]).map(({ to }) => to)).toContain('+14155552345')
    expect(json).toHaveProperty('next_page_uri')
  })

  test.each(newer)('$sdk: Messages, with one key that is not about paging', async ({ headers, query }) => {
    const { sid } = await sent()
    const { json } = await askJson(server, { method: 'GET', path: '/Messages.json', parameters: query, headers })
    expect(Object.keys(json).filter((key) => !paging.includes(key) && !counts.includes(key))).toEqual(['messages'])
    expect(sidsIn(json)).toContain(sid)
  })

  test.each([...older, ...newer])('$sdk: a form, whose answer is a created thing or a refusal', async ({ headers }) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }
    const as = server.test
    const post = (path: string, parameters: Parameters) =>
      askJson(server, { method: 'POST', path, parameters, headers: { ...headers, ...type }, as })
    const bought = await post('/IncomingPhoneNumbers.json', { PhoneNumber: '+15005550006' })
    expect([bought.status, bought.json.sid]).toEqual([201, expect.stringMatching(/^PN/)])
    const refused = await post('/Messages.json', { From: '+15005550006', To: '+14108675309' })
    expect(refused.json).toEqual({
      status: 400,
      message: 'Message body is required.',
      code: 21602,
      more_info: 'https://www.twilio.com/docs/errors/21602',
    })
    const { sid } = await sent({ Body: 'a secret' })
    const redacted = await askJson(server, {
      method: 'POST',
      path: `/Messages/${sid}.json`,
      parameters: { Body: '' },
      headers: { ...headers, ...type },
    })
    expect([redacted.status, redacted.json.body]).toEqual([200, ''])
  })
})
