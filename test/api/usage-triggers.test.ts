import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { databases } from '../databases.ts'
import { ask, askJson, type Json } from '../api-client.ts'
import { openReceiver, type Receiver } from '../receiver.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'

const day = 86_400_000
const lookedAtAgain = 60_000

describe.each(databases)('usage triggers on $name', ({ open }) => {
  const clock = { at: Date.UTC(2026, 0, 30, 12), now: () => clock.at }
  const pass = (milliseconds: number) => void (clock.at += milliseconds)
  let receiver: Receiver
  let server: TestServer
  let stop: () => Promise<void>
  beforeAll(async () => {
    receiver = await openReceiver()
    const database = await open()
    server = await startTestServer({ clock, env: { TRUNKLINE_DATABASE: database.url } })
    stop = async () => {
      await server[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await receiver[Symbol.asyncDispose]()
    }
  })
  afterAll(() => stop())

  async function create(parameters: Readonly<Record<string, string>>): Promise<Json> {
    const given = { CallbackUrl: `${receiver.url}/usage`, UsageCategory: 'sms', TriggerBy: 'count', ...parameters }
    const { status, json, text } = await askJson(server, {
      method: 'POST',
      path: '/Usage/Triggers.json',
      parameters: given,
    })
    expect(status, text).toBe(201)
    return json
  }
  const path = ({ sid }: Json) => `/Usage/Triggers/${String(sid)}.json`
  const fetched = async (trigger: Json) => (await askJson(server, { method: 'GET', path: path(trigger) })).json
  const remove = (trigger: Json) => askJson(server, { method: 'DELETE', path: path(trigger) })

  async function send(count = 1) {
    for (let i = 0; i < count; i++) {
      const { json } = await askJson(server, {
        method: 'POST',
        path: '/Messages.json',
        parameters: { From: server.numbers[0], To: '+14155552345', Body: 'hello' },
      })
      await settled(server, [String(json.sid)])
    }
  }
  const told = ({ sid }: Json) => receiver.received.filter(({ parameters }) => parameters.UsageTriggerSid === sid)
  const untilTold = (trigger: Json, times: number) => receiver.until(() => told(trigger).length >= times)
  /** A trigger that was opened later has fired: so this one was looked at as well. */
  async function untilLooked() {
    const probe = await create({ TriggerValue: '0' })
    pass(lookedAtAgain)
    await untilTold(probe, 1)
    await remove(probe)
  }

  test('shows what was asked for, and what is used now', async () => {
    await send(2)
    const trigger = await create({
      TriggerValue: '1000',
      Recurring: 'daily',
      FriendlyName: 'Many',
      CallbackMethod: 'get',
    })
    expect(trigger).toEqual({
      account_sid: server.account.sid,
      api_version: '2010-04-01',
      callback_method: 'GET',
      callback_url: `${receiver.url}/usage`,
      current_value: '2',
      date_created: 'Fri, 30 Jan 2026 12:00:00 +0000',
      date_fired: null,
      date_updated: 'Fri, 30 Jan 2026 12:00:00 +0000',
      friendly_name: 'Many',
      recurring: 'daily',
      sid: expect.stringMatching(/^UT[0-9a-f]{32}$/),
      trigger_by: 'count',
      trigger_value: '1000',
      uri: `/2010-04-01/Accounts/${server.account.sid}/Usage/Triggers/${String(trigger.sid)}.json`,
      usage_category: 'sms',
      usage_record_uri: `/2010-04-01/Accounts/${server.account.sid}/Usage/Records.json?Category=sms`,
    })
    await send()
    expect(await fetched(trigger)).toEqual({ ...trigger, current_value: '3' })
    await remove(trigger)
  })

  test('fires when its value is reached: once, signed, with all that is known of it', async () => {
    const used = Number((await fetched(await create({ TriggerValue: '100' }))).current_value)
    const trigger = await create({ TriggerValue: '+2' })
    expect(trigger.trigger_value).toBe(String(used + 2))
    await send()
    await untilLooked()
    expect(told(trigger)).toEqual([])
    await send()
    pass(lookedAtAgain)
    const at = new Date(clock.at).toUTCString().replace('GMT', '+0000')
    await untilTold(trigger, 1)
    const [call] = told(trigger)
    expect(call).toMatchObject({ method: 'POST', url: `${receiver.url}/usage` })
    expect(call!.names).toEqual([
      'AccountSid',
      'UsageTriggerSid',
      'DateFired',
      'Recurring',
      'UsageCategory',
      'TriggerBy',
      'TriggerValue',
      'CurrentValue',
      'UsageRecordUri',
      'IdempotencyToken',
    ])
    expect(call!.parameters).toMatchObject({
      AccountSid: server.account.sid,
      DateFired: at,
      Recurring: 'alltime',
      UsageCategory: 'sms',
      TriggerBy: 'count',
      TriggerValue: String(used + 2),
      CurrentValue: String(used + 2),
      UsageRecordUri: `/2010-04-01/Accounts/${server.account.sid}/Usage/Records.json?Category=sms`,
    })
    expect(call!.parameters.IdempotencyToken).toBe(call!.headers['i-twilio-idempotency-token'])
    const signature = String(call!.headers['x-twilio-signature'])
    expect(twilio.validateRequest(server.account.token, signature, call!.url, { ...call!.parameters })).toBe(true)
    expect(await fetched(trigger)).toMatchObject({ date_fired: at, date_updated: at })

    await send()
    await untilLooked()
    expect(told(trigger)).toHaveLength(1)
  })

  test('fires once in each period, for what was used in it, and calls with GET when asked to', async () => {
    const trigger = await create({
      TriggerValue: '0.0075',
      TriggerBy: 'price',
      UsageCategory: 'totalprice',
      Recurring: 'daily',
      CallbackUrl: `${receiver.url}/usage?of=day`,
      CallbackMethod: 'GET',
    })
    await send()
    pass(lookedAtAgain)
    const isCall = ({ url }: { url: string }) => url.includes(`UsageTriggerSid=${String(trigger.sid)}`)
    const calls = () => receiver.received.filter(isCall)
    await receiver.until(() => calls().length === 1)
    expect(calls()[0]).toMatchObject({ method: 'GET' })
    expect(new URL(calls()[0]!.url).searchParams.get('Recurring')).toBe('daily')
    await send()
    await untilLooked()
    expect(calls()).toHaveLength(1)

    pass(day)
    await untilLooked()
    expect(calls()).toHaveLength(1)
    expect(await fetched(trigger)).toMatchObject({ current_value: '0' })
    await send()
    pass(lookedAtAgain)
    await receiver.until(() => calls().length === 2)
    expect(new URL(calls()[1]!.url).searchParams.get('CurrentValue')).toBe('0.0075')
    await remove(trigger)
  })

  test('is changed, and then calls where it was told to; what it watches stays', async () => {
    const trigger = await create({ TriggerValue: '+1', FriendlyName: 'Old' })
    pass(1000)
    const { json, status } = await askJson(server, {
      method: 'POST',
      path: path(trigger),
      parameters: {
        FriendlyName: 'New',
        CallbackUrl: `${receiver.url}/elsewhere`,
        TriggerValue: '99',
        Recurring: 'daily',
      },
    })
    expect(status).toBe(200)
    expect(json).toMatchObject({
      friendly_name: 'New',
      callback_url: `${receiver.url}/elsewhere`,
      callback_method: 'POST',
      trigger_value: trigger.trigger_value,
      recurring: 'alltime',
      date_created: trigger.date_created,
    })
    expect(json.date_updated).not.toBe(trigger.date_updated)
    expect(await fetched(trigger)).toEqual(json)
    await send()
    pass(lookedAtAgain)
    await untilTold(trigger, 1)
    expect(told(trigger)[0]?.url).toBe(`${receiver.url}/elsewhere`)
  })

  test('is gone when deleted, and is not called any more', async () => {
    const trigger = await create({ TriggerValue: '+1' })
    expect((await remove(trigger)).status).toBe(204)
    expect(await fetched(trigger)).toMatchObject({ code: 20404 })
    expect((await remove(trigger)).status).toBe(404)
    await send()
    await untilLooked()
    expect(told(trigger)).toEqual([])
  })

  test('that calls nobody leaves a notification of it', async () => {
    const CallbackUrl = 'http://127.0.0.1:9/nobody'
    await create({ TriggerValue: '0', CallbackUrl })
    pass(lookedAtAgain)
    const notified = async () => {
      const { json } = await askJson(server, { method: 'GET', path: '/Notifications.json' })
      return (json.notifications as Json[]).filter(({ request_url }) => request_url === CallbackUrl)
    }
    await expect.poll(notified, { timeout: 10_000 }).toMatchObject([{ error_code: '11205', log: '0' }])
  })

  test('are listed, newest first, by what they watch', async () => {
    const list = async (parameters: Readonly<Record<string, string>>) => {
      const { json } = await askJson(server, { method: 'GET', path: '/Usage/Triggers.json', parameters })
      return (json.usage_triggers as Json[]).map(({ sid }) => sid)
    }
    const common = { UsageCategory: 'calls', TriggerValue: '5' }
    const daily = await create({ ...common, Recurring: 'daily', TriggerBy: 'usage' })
    pass(1)
    const price = await create({ ...common, Recurring: 'yearly', TriggerBy: 'price' })
    const category = { UsageCategory: 'calls' }
    expect(await list(category)).toEqual([price.sid, daily.sid])
    expect(await list({ ...category, Recurring: 'daily' })).toEqual([daily.sid])
    expect(await list({ ...category, TriggerBy: 'price' })).toEqual([price.sid])
    expect(await list({ ...category, TriggerBy: 'count' })).toEqual([])
    const { json } = await askJson(server, {
      method: 'GET',
      path: '/Usage/Triggers.json',
      parameters: { ...category, PageSize: '1' },
    })
    const next = await askJson(server, { method: 'GET', path: String(json.next_page_uri) })
    expect((next.json.usage_triggers as Json[]).map(({ sid }) => sid)).toEqual([daily.sid])
    for (const trigger of [daily, price]) await remove(trigger)
  })
})

describe('a usage trigger', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startTestServer()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test.each([
    [{ CallbackUrl: '' }, 20001, 'Missing required parameter CallbackUrl in the post body'],
    [{ TriggerValue: '' }, 20001, 'Missing required parameter TriggerValue in the post body'],
    [{ UsageCategory: '' }, 20001, 'Missing required parameter UsageCategory in the post body'],
    [{ UsageCategory: 'smoke' }, 20001, 'Invalid value for UsageCategory'],
    [{ TriggerValue: 'many' }, 20001, 'Invalid value for TriggerValue'],
    [{ TriggerValue: '-5' }, 20001, 'Invalid value for TriggerValue'],
    [{ TriggerBy: 'feeling' }, 20001, 'Invalid value for TriggerBy'],
    [{ Recurring: 'hourly' }, 20001, 'Invalid value for Recurring'],
    [{ CallbackUrl: 'no url' }, 21402, 'CallbackUrl is not a valid URL: no url'],
    [{ CallbackMethod: 'PATCH' }, 21403, 'CallbackMethod is not a valid method: PATCH'],
    [{ FriendlyName: 'x'.repeat(65) }, 20002, 'Invalid FriendlyName'],
  ])('is refused with %j', async (wrong, code, message) => {
    const parameters = { CallbackUrl: 'https://shop.example/usage', UsageCategory: 'sms', TriggerValue: '5', ...wrong }
    const { status, json } = await askJson(server, { method: 'POST', path: '/Usage/Triggers.json', parameters })
    expect({ status, code: json.code, message: json.message }).toEqual({ status: 400, code, message })
  })

  test('is written in XML, and is not for test credentials', async () => {
    const { json: trigger } = await askJson(server, {
      method: 'POST',
      path: '/Usage/Triggers.json',
      parameters: { CallbackUrl: 'https://shop.example/usage', UsageCategory: 'sms', TriggerValue: '50' },
    })
    const { text } = await ask(server, { method: 'GET', path: `/Usage/Triggers/${String(trigger.sid)}` })
    expect(text).toContain(
      `<UsageTrigger><Sid>${String(trigger.sid)}</Sid><AccountSid>${server.account.sid}</AccountSid>`,
    )
    expect(text).toContain('<TriggerValue>50</TriggerValue><CurrentValue>')
    const refused = await askJson(server, { method: 'GET', path: '/Usage/Triggers.json', as: server.test })
    expect(refused.json).toMatchObject({ code: 20008, status: 403 })
  })
})
