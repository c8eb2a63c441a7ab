import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Json, askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { type TestServer, startTestServer } from '../server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, values?: object) =>
  askControl(server, method, path, values)
const open = async () => (await ask('POST', '/accounts', { numbers: 0 })).json

describe('numbers', () => {
  test('are bought, told what to ask, listed and given back', async () => {
    const account = String((await open()).sid)
    const { status, json: bought } = await ask('POST', '/numbers', { account, areaCode: '503' })
    expect(status).toBe(201)
    expect(bought).toMatchObject({ accountSid: account, phoneNumber: expect.stringMatching(/^\+1503/), smsUrl: '' })
    const number = String(bought.phoneNumber)
    const smsUrl = 'http://127.0.0.1:3000/sms'
    const changed = await ask('PATCH', `/numbers/${number}`, { smsUrl, smsMethod: 'GET', friendlyName: 'Shop' })
    expect(changed.json).toMatchObject({ smsUrl, smsMethod: 'GET', friendlyName: 'Shop', voiceUrl: '' })
    expect((await ask('GET', `/numbers/${number}`)).json).toEqual(changed.json)
    expect((await ask('GET', `/numbers?account=${account}`)).json).toEqual({ numbers: [changed.json], before: null })
    expect((await ask('DELETE', `/numbers/${number}`)).status).toBe(204)
    expect(await ask('GET', `/numbers/${number}`)).toEqual({
      status: 404,
      json: { error: `nobody owns the number ${number}` },
    })
  })

  test('of all accounts are listed page by page, the newest first', async () => {
    const account = String((await open()).sid)
    const wanted = ['+15035550101', '+15035550102', '+15035550103']
    for (const number of wanted) expect((await ask('POST', '/numbers', { account, number })).status).toBe(201)
    const first = (await ask('GET', '/numbers?limit=2')).json as { numbers: { phoneNumber: string }[]; before: string }
    expect(first.numbers.map(({ phoneNumber }) => phoneNumber)).toEqual([wanted[2], wanted[1]])
    const next = (await ask('GET', `/numbers?limit=1&before=${first.before}`)).json
    expect(next).toMatchObject({ numbers: [{ phoneNumber: wanted[0] }] })
  })

  test('that are for sale can be bought, and are for sale no more', async () => {
    const account = String((await open()).sid)
    const offered = async () => {
      const { numbers } = (await ask('GET', '/numbers-for-sale?areaCode=212')).json as { numbers: Json[] }
      return numbers.map(({ phoneNumber }) => String(phoneNumber))
    }
    const [number] = await offered()
    expect((await ask('POST', '/numbers', { account, number })).status).toBe(201)
    expect(await offered()).not.toContain(number)
    expect((await ask('POST', '/numbers', { account, number })).status).toBe(400)
  })

  test.each([
    [{ account: `AC${'0'.repeat(32)}`, areaCode: '415' }, 404, 'there is no account'],
    [{ areaCode: '415' }, 400, 'account'],
    [{ account: 'first' }, 400, 'send number or areaCode, one of them'],
    [{ account: 'first', areaCode: '41' }, 400, 'areaCode is a North American area code'],
  ])('%j is refused', async (values, status, words) => {
    const named =
      'account' in values && values.account === 'first' ? { ...values, account: server.account.sid } : values
    const refused = await ask('POST', '/numbers', named)
    expect([refused.status, refused.json.error]).toEqual([status, expect.stringContaining(words)])
  })

  test('an address that is none is refused', async () => {
    const [own] = server.numbers
    const { status, json } = await ask('PATCH', `/numbers/${own}`, { smsUrl: 'ftp://127.0.0.1/' })
    expect([status, json.error]).toEqual([400, expect.stringContaining('smsUrl is an http or https address')])
  })
})

test('alerts of all accounts are listed, and counted by code', async () => {
  const [From] = server.numbers
  const parameters = { To: '+15558675310', From, Body: 'Hi', StatusCallback: 'http://127.0.0.1:1/status' }
  const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
  await expect
    .poll(async () => (await ask('GET', '/alerts?code=11205')).json, { timeout: 10_000 })
    .toMatchObject({
      alerts: expect.arrayContaining([
        expect.objectContaining({
          errorCode: 11205,
          level: 'error',
          accountSid: server.account.sid,
          subject: json.sid,
        }),
      ]),
      before: null,
    })
  const { codes } = (await ask('GET', `/alert-codes?account=${server.account.sid}`)).json as { codes: Json[] }
  expect(codes).toMatchObject([{ errorCode: 11205, level: 'error' }])
  expect(codes[0]?.count).toBeGreaterThan(0)
  expect((await ask('GET', '/alert-codes?account=nobody')).json).toEqual({ codes: [] })
  expect((await ask('GET', '/alerts?code=12300')).json).toEqual({ alerts: [], before: null })
})

test('accounts are listed, and what one used day by day', async () => {
  const { json: opened } = await ask('POST', '/accounts', {})
  const listed = (await ask('GET', '/accounts?limit=1')).json
  expect(listed).toMatchObject({ accounts: [{ sid: opened.sid, status: 'active' }], before: opened.sid })
  expect(JSON.stringify(listed)).not.toContain(String(opened.authToken))
  const [From = ''] = opened.phoneNumbers as string[]
  const as = { sid: String(opened.sid), token: String(opened.authToken) }
  const parameters = { To: '+15558675310', From, Body: 'x'.repeat(200) }
  await askJson(server, { method: 'POST', path: '/Messages.json', parameters, as })
  await askJson(server, { method: 'POST', path: '/Messages.json', parameters: { ...parameters, Body: 'short' }, as })
  const date = new Date().toISOString().slice(0, 10)
  await expect
    .poll(async () => (await ask('GET', `/accounts/${as.sid}/usage?days=1`)).json, { timeout: 10_000 })
    .toMatchObject({
      currency: 'USD',
      days: expect.arrayContaining([
        expect.objectContaining({ date, category: 'phonenumbers-local', count: 1 }),
        expect.objectContaining({ date, category: 'sms-outbound-longcode', count: 2, usage: 3 }),
      ]),
    })
  expect((await ask('GET', `/accounts/${as.sid}/usage?days=401`)).status).toBe(400)
})
