import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import twilio4 from 'twilio4'
import { ask, askJson, type Json } from '../api-client.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'

const day = 86_400_000

describe('usage records', () => {
  const clock = { at: Date.UTC(2026, 0, 30, 12), now: () => clock.at }
  let server: TestServer
  let tenant: { sid: string; token: string }

  const recordsOf = async (path: string, parameters: Readonly<Record<string, string>> = {}, as = server.account) => {
    const { status, json, text } = await askJson(server, {
      method: 'GET',
      path: `/Usage/Records${path}.json`,
      parameters,
      as,
    })
    expect(status, text).toBe(200)
    return json as Json & { usage_records: Json[] }
  }
  const onlyRecord = async (path: string, parameters: Readonly<Record<string, string>>, as = server.account) => {
    const { usage_records } = await recordsOf(path, parameters, as)
    expect(usage_records).toHaveLength(1)
    return usage_records[0]!
  }
  const numbersOf = ({ count, usage, price }: Json) => [count, usage, price]

  async function send(body: string, parameters: Readonly<Record<string, string>> = {}, as = server.account) {
    const from = as === server.account ? server.numbers[0] : await numberOfTenant()
    const { status, json, text } = await askJson(server, {
      method: 'POST',
      path: '/Messages.json',
      parameters: { From: from, To: '+14155552345', Body: body, ...parameters },
      as,
    })
    expect(status, text).toBe(201)
    await settled(server, [String(json.sid)], as)
  }
  async function numberOfTenant() {
    const { json } = await askJson(server, { method: 'GET', path: '/IncomingPhoneNumbers.json', as: tenant })
    return String((json.incoming_phone_numbers as Json[])[0]!.phone_number)
  }

  beforeAll(async () => {
    server = await startTestServer({ clock })
    const { json } = await askJson(server, { method: 'POST', path: '/2010-04-01/Accounts.json' })
    tenant = { sid: String(json.sid), token: String(json.auth_token) }
    await askJson(server, {
      method: 'POST',
      path: '/IncomingPhoneNumbers.json',
      parameters: { AreaCode: '212' },
      as: tenant,
    })
    await send('x'.repeat(161))
    await send('hello', {}, tenant as TestServer['account'])
    clock.at += day
    await send('hello')
    await send('hello', { To: '+447400123456' })
    await send('never sent', { To: '+15005550003', MaxPrice: '0.00001' })
    clock.at += day
    await send('hello')
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('tell what was sent: messages, the segments that are billed, and their price', async () => {
    expect(await onlyRecord('', { Category: 'sms-outbound-longcode' })).toEqual({
      account_sid: server.account.sid,
      api_version: '2010-04-01',
      as_of: '2026-02-01T12:00:00+00:00',
      category: 'sms-outbound-longcode',
      count: '5',
      count_unit: 'messages',
      description: 'Long Code Outbound SMS',
      end_date: '2026-02-01',
      price: '0.0775',
      price_unit: 'usd',
      start_date: '2026-01-30',
      subresource_uris: Object.fromEntries(
        Object.entries({
          all_time: 'AllTime',
          daily: 'Daily',
          last_month: 'LastMonth',
          monthly: 'Monthly',
          this_month: 'ThisMonth',
          today: 'Today',
          yearly: 'Yearly',
          yesterday: 'Yesterday',
        }).map(([name, path]) => [
          name,
          `/2010-04-01/Accounts/${server.account.sid}/Usage/Records/${path}.json?Category=sms-outbound-longcode`,
        ]),
      ),
      uri: `/2010-04-01/Accounts/${server.account.sid}/Usage/Records.json?Category=sms-outbound-longcode&StartDate=2026-01-30&EndDate=2026-02-01`,
      usage: '6',
      usage_unit: 'messages',
    })
  })

  test('sum what a category contains, and the total price is that of everything', async () => {
    expect(numbersOf(await onlyRecord('', { Category: 'sms' }))).toEqual(['5', '6', '0.0775'])
    expect(numbersOf(await onlyRecord('', { Category: 'sms-inbound' }))).toEqual(['0', '0', '0'])
    expect(numbersOf(await onlyRecord('', { Category: 'phonenumbers' }))).toEqual(['3', '3', '0'])
    expect(await onlyRecord('', { Category: 'totalprice' })).toMatchObject({
      count: null,
      count_unit: '',
      description: 'Total Price',
      price: '0.0775',
      usage: '0.0775',
      usage_unit: 'usd',
    })
  })

  test('count subaccounts unless told not to, and a subaccount sees only its own', async () => {
    const of = { Category: 'sms' }
    expect(numbersOf(await onlyRecord('', { ...of, IncludeSubaccounts: 'false' }))).toEqual(['4', '5', '0.07'])
    expect(await onlyRecord('', of, tenant as TestServer['account'])).toMatchObject({
      account_sid: tenant.sid,
      count: '1',
      price: '0.0075',
    })
  })

  test.each([
    ['/AllTime', '5', '2026-01-30', '2026-02-01'],
    ['/Today', '1', '2026-02-01', '2026-02-01'],
    ['/Yesterday', '2', '2026-01-31', '2026-01-31'],
    ['/ThisMonth', '1', '2026-02-01', '2026-02-01'],
    ['/LastMonth', '4', '2026-01-01', '2026-01-31'],
  ])('%s is one record of its period', async (path, count, from, to) => {
    const record = await onlyRecord(path, { Category: 'sms' })
    expect(record).toMatchObject({ count, start_date: from, end_date: to })
    expect(record.uri).toContain(`/Usage/Records${path}.json?Category=sms&StartDate=${from}&EndDate=${to}`)
  })

  test.each([
    [
      '/Daily',
      [
        ['2026-02-01', '2026-02-01', '1'],
        ['2026-01-31', '2026-01-31', '2'],
        ['2026-01-30', '2026-01-30', '2'],
      ],
    ],
    [
      '/Monthly',
      [
        ['2026-02-01', '2026-02-01', '1'],
        ['2026-01-30', '2026-01-31', '4'],
      ],
    ],
    ['/Yearly', [['2026-01-30', '2026-02-01', '5']]],
  ])('%s is a record for each period, the last one first', async (path, expected) => {
    const { usage_records } = await recordsOf(path, { Category: 'sms' })
    expect(usage_records.map(({ start_date, end_date, count }) => [start_date, end_date, count])).toEqual(expected)
  })

  test.each([
    [{ StartDate: '2026-01-31' }, '3', '2026-01-31', '2026-02-01'],
    [{ EndDate: '2026-01-31' }, '4', '2026-01-30', '2026-01-31'],
    [{ StartDate: '2026-01-31', EndDate: '2026-01-31' }, '2', '2026-01-31', '2026-01-31'],
    [{ StartDate: '-1days' }, '3', '2026-01-31', '2026-02-01'],
    [{ StartDate: '-30days', EndDate: '-1day' }, '4', '2026-01-02', '2026-01-31'],
    [{ StartDate: '2008-01-02', EndDate: '+5days' }, '5', '2008-01-02', '2026-02-06'],
  ])('count between the days %j', async (days, count, start_date, end_date) => {
    expect(await onlyRecord('', { Category: 'sms', ...days })).toMatchObject({ count, start_date, end_date })
  })

  test('are none when the days end before they begin', async () => {
    const days = { StartDate: '2026-02-01', EndDate: '2026-01-01' }
    expect((await recordsOf('', days)).usage_records).toEqual([])
    expect((await recordsOf('/Daily', days)).usage_records).toEqual([])
  })

  test.each([
    [{ StartDate: 'yesterday' }, 20001, 'Invalid date value.'],
    [{ EndDate: '2026-02-30' }, 20001, 'Invalid date value.'],
    [{ Category: 'smoke-signals' }, 20001, 'Invalid value for Category'],
    [{ IncludeSubaccounts: 'perhaps' }, 20001, 'Invalid value for IncludeSubaccounts'],
    [{ PageToken: 'AP!' }, 21481, 'Invalid PageToken'],
    [{ PageToken: `PASM${'0'.repeat(32)}` }, 21481, 'Invalid PageToken'],
  ])('%j is refused', async (parameters, code, message) => {
    const { status, json } = await askJson(server, { method: 'GET', path: '/Usage/Records.json', parameters })
    expect({ status, code: json.code, message: json.message }).toEqual({ status: 400, code, message })
  })

  test('list every category once, page by page, with tokens that say how many rows came before', async () => {
    const first = await recordsOf('', { PageSize: '100' })
    expect(first).toMatchObject({ page: 0, page_size: 100, start: 0, end: 99, previous_page_uri: null })
    expect(first.next_page_uri).toBe(
      `/2010-04-01/Accounts/${server.account.sid}/Usage/Records.json?PageSize=100&Page=1&PageToken=APMTAw`,
    )
    const seen: string[] = []
    let page: Json | null = first
    while (page) {
      seen.push(...(page.usage_records as Json[]).map(({ category }) => String(category)))
      const next = page.next_page_uri as string | null
      page = next === null ? null : (await askJson(server, { method: 'GET', path: next })).json
    }
    expect(seen).toEqual([...new Set(seen)].sort())
    expect(seen).toEqual(expect.arrayContaining(['calls', 'mms-inbound-longcode', 'sms', 'totalprice', 'wireless']))
    const counted = await recordsOf('', { PageSize: '100', Page: '1' })
    const followed = await askJson(server, { method: 'GET', path: String(first.next_page_uri) })
    expect(counted.usage_records).toEqual(followed.json.usage_records)
    expect(followed.json.previous_page_uri).toContain('Page=0&PageToken=APMA')
  })

  test('of one row a page have the tokens that are known of the service', async () => {
    const { next_page_uri } = await recordsOf('', { PageSize: '1' })
    expect(next_page_uri).toContain('PageSize=1&Page=1&PageToken=APMQ%3D%3D')
  })

  test('of a day begin with the category that follows the last page', async () => {
    const { usage_records } = await recordsOf('/Daily', { PageSize: '1000' })
    expect(usage_records[0]).toMatchObject({ category: 'a2p-registration-fees', start_date: '2026-02-01' })
    const sms = usage_records.filter(({ category }) => category === 'sms')
    expect(sms.map(({ start_date, count }) => [start_date, count])).toEqual([
      ['2026-02-01', '1'],
      ['2026-01-31', '2'],
      ['2026-01-30', '2'],
    ])
  })

  test('are written in XML and as CSV', async () => {
    const { text } = await ask(server, { method: 'GET', path: '/Usage/Records/Today', parameters: { Category: 'sms' } })
    expect(text).toContain('<UsageRecords page="0" pagesize="50"')
    expect(text).toContain(
      `<UsageRecord><Category>sms</Category><Description>SMS</Description><AccountSid>${server.account.sid}</AccountSid><StartDate>2026-02-01</StartDate><EndDate>2026-02-01</EndDate>`,
    )
    expect(text).toContain(
      `<Uri>/2010-04-01/Accounts/${server.account.sid}/Usage/Records/Today?Category=sms&amp;StartDate=2026-02-01&amp;EndDate=2026-02-01</Uri>`,
    )
    const csv = await ask(server, { method: 'GET', path: '/Usage/Records/Today.csv', parameters: { Category: 'sms' } })
    expect(csv.text.split('\r\n')[1]).toMatch(/^sms,SMS,AC[0-9a-f]{32},2026-02-01,2026-02-01,/)
  })

  test('answer nothing else than reads', async () => {
    for (const method of ['POST', 'DELETE'] as const)
      expect((await askJson(server, { method, path: '/Usage/Records.json' })).json).toMatchObject({
        code: 20004,
        status: 405,
      })
  })

  test('are not for test credentials', async () => {
    const { json } = await askJson(server, { method: 'GET', path: '/Usage/Records.json', as: server.test })
    expect(json).toMatchObject({ code: 20008, status: 403 })
  })

  test('are read by the SDK, old and new', async () => {
    for (const sdk of [twilio, twilio4] as unknown as (typeof twilio)[]) {
      const client = sdk(server.account.sid, server.account.token)
      const api = client.api as unknown as { baseUrl: string }
      api.baseUrl = server.url
      const [record] = await client.usage.records.daily.list({ category: 'sms', startDate: new Date('2026-01-31') })
      expect(record).toMatchObject({ category: 'sms', count: '1', price: '0.0075', priceUnit: 'usd' })
      expect(await client.usage.records.list({ pageSize: 200 })).toHaveLength(256)
    }
  })
})
