import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, runningApi, type RunningApi } from '../../src/api/running-api.testing.ts'
import type { Notification } from '../../src/domain/notification.ts'
import { mintSid } from '../../src/domain/sid.ts'
import { accept, add } from '../../src/domain/write.ts'
import { aNotification } from '../../src/store/records.testing.ts'
import { readXml } from '../xml.ts'
import { majors, sdk, type SdkList } from '../conformance/sdk.ts'

// Monitor's alerts: the same faults as Notifications tell of, under another host.

interface SdkAlert {
  sid: string
  logLevel: string
  errorCode: string
  alertText: string
  resourceSid: string
  dateGenerated: Date
  requestVariables: string | undefined
  responseBody: string | undefined
}

let api: RunningApi
beforeAll(async () => {
  api = await runningApi()
})
afterAll(() => api[Symbol.asyncDispose]())

const hour = 3_600_000
const day = 24 * hour

async function happened(ago: number, values: Partial<Notification> = {}): Promise<Notification> {
  const at = api.clock.now() - ago
  const notification = aNotification({
    accountSid: api.account.sid,
    messageDate: at,
    dateCreated: at,
    dateUpdated: at,
    ...values,
  })
  await api.ledger.keep(accept([add('notification', notification)]))
  return notification
}
const listed = async (query = '') =>
  ((await api.ask('GET', `/v1/Alerts${query}`)).json as unknown as { alerts: { sid: string }[] }).alerts
const sids = async (query?: string) => (await listed(query)).map(({ sid }) => sid)

describe('an alert', () => {
  test('tells all that is known of the request and of its answer, in the order of its sample', async () => {
    const resourceSid = mintSid('SM', api.clock.now())
    const { sid } = await happened(0, {
      resourceSid,
      errorCode: 12300,
      messageText: 'LogLevel=ERROR&ErrorCode=12300',
      requestUrl: 'https://app.example/sms',
      requestVariables: 'Body=hi',
      requestHeaders: 'host=app.example',
      responseHeaders: 'content-type=application%2Fjson',
      responseBody: '{}',
    })
    const { status, text, json } = await api.ask('GET', `/v1/Alerts/${sid}`)
    expect(status).toBe(200)
    expect(json).toEqual({
      account_sid: api.account.sid,
      alert_text: 'LogLevel=ERROR&ErrorCode=12300',
      api_version: '2010-04-01',
      date_created: '2026-01-02T03:04:05Z',
      date_generated: '2026-01-02T03:04:05Z',
      date_updated: '2026-01-02T03:04:05Z',
      error_code: '12300',
      log_level: 'error',
      more_info: 'https://www.twilio.com/docs/errors/12300',
      request_method: 'POST',
      request_url: 'https://app.example/sms',
      request_variables: 'Body=hi',
      resource_sid: resourceSid,
      response_body: '{}',
      response_headers: 'content-type=application%2Fjson',
      request_headers: 'host=app.example',
      sid,
      url: `${api.url}/v1/Alerts/${sid}`,
      service_sid: null,
    })
    expect([...text.matchAll(/"(\w+)": /g)].map(([, name]) => name)).toEqual(Object.keys(json))
  })

  test('is a notification under another name, and gone with it', async () => {
    const { sid } = await happened(0)
    const { json } = await api.ask('GET', `Notifications/${sid}.json`)
    expect(json).toMatchObject({ sid, log: '0', error_code: '11200' })
    await api.ask('DELETE', `Notifications/${sid}.json`)
    expect((await api.ask('GET', `/v1/Alerts/${sid}`)).json).toMatchObject({
      code: 20404,
      message: `The requested resource /Alerts/${sid} was not found`,
    })
  })

  test('of a warning says so in both', async () => {
    const { sid } = await happened(0, { log: 1, errorCode: 12200 })
    expect((await api.ask('GET', `/v1/Alerts/${sid}`)).json).toMatchObject({ log_level: 'warning' })
    const { text } = await api.ask('GET', `Notifications/${sid}`)
    const [notification] = readXml(text).children
    expect(notification?.children.find(({ name }) => name === 'Log')?.text).toBe('1')
  })

  test('can be read for thirty days', async () => {
    const kept = await happened(30 * day)
    const old = await happened(30 * day + 1)
    expect((await api.ask('GET', `/v1/Alerts/${kept.sid}`)).status).toBe(200)
    expect((await api.ask('GET', `/v1/Alerts/${old.sid}`)).status).toBe(404)
    const found = await sids('?StartDate=2020-01-01')
    expect([found.includes(kept.sid), found.includes(old.sid)]).toEqual([true, false])
  })

  test('is read only, and by nobody else', async () => {
    const { sid } = await happened(0)
    for (const method of ['POST', 'PUT', 'DELETE'])
      for (const path of ['/v1/Alerts', `/v1/Alerts/${sid}`])
        expect((await api.ask(method, path)).json).toMatchObject({ code: 20004, status: 405 })
    const [stranger, tester] = [await api.open({}), await api.open({ kind: 'test' })]
    expect((await api.ask('GET', `/v1/Alerts/${sid}`, { as: stranger })).status).toBe(404)
    expect((await api.ask('GET', '/v1/Alerts', { as: stranger })).json).toMatchObject({ alerts: [] })
    expect((await api.ask('GET', '/v1/Alerts', { as: tester })).json).toMatchObject({ code: 20008, status: 403 })
  })
})

describe('the list of alerts', () => {
  test('leaves the request and the answer out, and tells of itself in meta', async () => {
    await happened(0)
    const { json } = await api.ask('GET', '/v1/Alerts?LogLevel=error&PageSize=1')
    const { meta, alerts } = json as unknown as { meta: object; alerts: object[] }
    expect(meta).toEqual({
      page: 0,
      page_size: 1,
      first_page_url: `${api.url}/v1/Alerts?LogLevel=error&PageSize=1&Page=0`,
      previous_page_url: null,
      url: `${api.url}/v1/Alerts?LogLevel=error&PageSize=1&Page=0`,
      next_page_url: expect.stringMatching(/&Page=1&PageToken=PANO/),
      key: 'alerts',
    })
    expect(alerts.length).toBe(1)
    for (const name of ['request_variables', 'request_headers', 'response_headers', 'response_body'])
      expect(alerts[0]).not.toHaveProperty(name)
    expect(alerts[0]).toMatchObject({ log_level: 'error', request_url: 'http://127.0.0.1/status' })
  })

  test('is filtered by level; nothing is a notice, or for debugging', async () => {
    const warning = await happened(0, { log: 1 })
    const error = await happened(0)
    const found = await Promise.all(['error', 'warning', 'notice', 'debug'].map((level) => sids(`?LogLevel=${level}`)))
    expect(found.map((some) => [some.includes(error.sid), some.includes(warning.sid)])).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [false, false],
    ])
    expect(found.slice(2)).toEqual([[], []])
    expect((await api.ask('GET', '/v1/Alerts?LogLevel=loud')).json).toMatchObject({ code: 20001, status: 400 })
  })

  test('is filtered by when it happened: from a moment on, until one, or by whole days', async () => {
    // The clock stands at 03:04:05 on the second of January.
    const [today, midnight, yesterday] = [
      await happened(hour),
      await happened(3 * hour + 245_000),
      await happened(8 * hour),
    ]
    const of = async (query: string) => {
      const found = await sids(`?PageSize=1000&${query}`)
      return [today, midnight, yesterday].map(({ sid }) => found.includes(sid))
    }
    expect(await of('StartDate=2026-01-02')).toEqual([true, true, false])
    expect(await of('EndDate=2026-01-01')).toEqual([false, false, true])
    expect(await of('EndDate=2026-01-02T00:00:00Z')).toEqual([false, true, true])
    expect(await of('StartDate=2026-01-01T16:00:00-08:00')).toEqual([true, true, false])
    expect(await of('StartDate=2026-01-01&EndDate=2026-01-02')).toEqual([true, true, true])
    expect((await api.ask('GET', '/v1/Alerts?StartDate=yesterday')).json).toMatchObject({ code: 20001 })
  })
})

describe('the host of alerts', () => {
  const statusAt = async (host: string, path = '/v1/Alerts') => {
    const answer = await api.raw(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${basic(api.account)}\r\nConnection: close\r\n\r\n`,
    )
    return Number(answer.slice(9, 12))
  }

  test('is that of the product monitor, in any region, and no other product', async () => {
    expect(
      await Promise.all(['monitor.twilio.com', 'monitor.dublin.ie1.twilio.com'].map((host) => statusAt(host))),
    ).toEqual([200, 200])
    expect(await Promise.all(['messaging.twilio.com', 'api.twilio.com'].map((host) => statusAt(host)))).toEqual([
      404, 404,
    ])
    expect(await statusAt('monitor.twilio.com', '/v1/Services')).toBe(404)
  })

  test('has no events', async () => {
    expect(await Promise.all(['monitor.twilio.com', 'localhost'].map((host) => statusAt(host, '/v1/Events')))).toEqual([
      404, 404,
    ])
    expect(api.logged).toContainEqual({ event: 'not implemented', fields: { method: 'GET', path: '/v1/Events' } })
  })
})

describe.each(majors)('with %s, alerts', (major) => {
  test('are listed by level and time, over pages, and fetched', async () => {
    const resourceSid = mintSid('SM', api.clock.now())
    const warning = await happened(hour, { log: 1, errorCode: 12200, resourceSid })
    const client = sdk(major)(api.account.sid, api.account.authToken) as unknown as {
      monitor: { baseUrl: string; v1: { alerts: SdkList<SdkAlert> } }
    }
    client.monitor.baseUrl = api.url
    const { alerts } = client.monitor.v1
    const found = await alerts.list({
      logLevel: 'warning',
      startDate: new Date(api.clock.now() - 2 * hour),
      endDate: new Date(api.clock.now() - hour),
      pageSize: 1,
    })
    const [one] = found.filter(({ sid }) => sid === warning.sid)
    expect(one).toMatchObject({
      logLevel: 'warning',
      errorCode: '12200',
      alertText: warning.messageText,
      resourceSid,
      dateGenerated: new Date(warning.messageDate),
    })
    expect(one?.requestVariables).toBeUndefined()
    expect(await alerts(warning.sid).fetch()).toMatchObject({ requestVariables: 'MessageStatus=sent' })
    const all = await alerts.list({ pageSize: 3 })
    expect(all.map(({ sid }) => sid)).toEqual(await sids('?PageSize=1000'))
  })
})
