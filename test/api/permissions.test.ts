import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Handover, Submission } from '../../src/domain/carrier.ts'
import { ask, askJson, type Credentials, type Json, type Parameters } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { heldCarrier } from '../held-carrier.ts'
import { startTestServer, type TestServer } from '../server.ts'

const american = '+14155552345'
const british = '+447400123456'
const french = '+33612345678'

let server: TestServer
/** Each test has an account of its own, with a number. */
let tenant: Credentials
let own: string

beforeAll(async () => {
  server = await startTestServer({ env: { TRUNKLINE_SENDERS: 'Acme' } })
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(async () => {
  const { json } = await askJson(server, { method: 'POST', path: '/2010-04-01/Accounts.json' })
  tenant = { sid: String(json.sid), token: String(json.auth_token) }
  own = await buy(server, tenant)
})

async function buy(at: TestServer, as: Credentials) {
  const request = { method: 'POST', path: '/IncomingPhoneNumbers.json', parameters: { AreaCode: '212' }, as } as const
  return String((await askJson(at, request)).json.phone_number)
}

const send = async (To: string, parameters: Parameters = {}): Promise<Json> => {
  const form = { From: own, To, Body: 'hi', ...parameters }
  return (await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form, as: tenant })).json
}
const permit = (values: object) => askControl(server, 'PUT', `/accounts/${tenant.sid}/permissions`, values)
const block = (values: object) => askControl(server, 'POST', `/accounts/${tenant.sid}/blocks`, values)

const queued = { status: 'queued' }
const regionNotEnabled = (to: string) => ({
  code: 21408,
  status: 400,
  message: `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${to}.`,
})

describe('countries', () => {
  test('are all open at first, and at once only those that the account is given', async () => {
    expect(await send(french)).toMatchObject(queued)
    await permit({ sms: ['GB'] })
    expect(await send(french)).toMatchObject(regionNotEnabled(french))
    expect(await send(american)).toMatchObject(regionNotEnabled(american))
    expect(await send(british)).toMatchObject(queued)
    await permit({ sms: null })
    expect(await send(french)).toMatchObject(queued)
  })

  test('of home are those of the sender; a name is at home nowhere', async () => {
    await permit({ sms: ['home', 'FR'] })
    expect(await send(american)).toMatchObject(queued)
    expect(await send(french)).toMatchObject(queued)
    expect(await send('+14165550123')).toMatchObject(regionNotEnabled('+14165550123'))
    expect(await send(british, { From: 'Acme' })).toMatchObject(regionNotEnabled(british))
    expect(await send(french, { From: 'Acme' })).toMatchObject(queued)
  })

  test('say nothing of channels, nor of other accounts', async () => {
    await permit({ sms: [] })
    const chat = { From: `whatsapp:${own}` }
    expect(await send(`whatsapp:${french}`, chat)).toMatchObject(queued)
    const parameters = { From: server.numbers[0], To: french, Body: 'hi' }
    expect((await askJson(server, { method: 'POST', path: '/Messages.json', parameters })).json).toMatchObject(queued)
  })

  test('are told in XML as in JSON', async () => {
    await permit({ sms: [] })
    const parameters = { From: own, To: american, Body: 'hi' }
    const { text } = await ask(server, { method: 'POST', path: '/Messages', parameters, as: tenant })
    expect(text).toContain('<Code>21408</Code>')
  })

  test('come from the settings where the account says nothing', async () => {
    await using home = await startTestServer({ env: { TRUNKLINE_SMS_COUNTRIES: 'home,gb' } })
    const sendHome = async (To: string) => {
      const parameters = { From: home.numbers[0], To, Body: 'hi' }
      return (await askJson(home, { method: 'POST', path: '/Messages.json', parameters })).json
    }
    expect(await sendHome(american)).toMatchObject(queued)
    expect(await sendHome(british)).toMatchObject(queued)
    expect(await sendHome(french)).toMatchObject({ code: 21408 })
    await askControl(home, 'PUT', `/accounts/${home.account.sid}/permissions`, { sms: ['all'] })
    expect(await sendHome(french)).toMatchObject(queued)
  })
})

describe('blocks', () => {
  const reasons: [kind: string, code: number, message: (to: string) => string][] = [
    ['opted-out', 21610, () => 'The message From/To pair violates a blacklist rule.'],
    [
      'unreachable',
      21612,
      (to) => `The 'To' phone number: ${to}, is not currently reachable using the 'From' phone number: ${own} via SMS.`,
    ],
    ['not-mobile', 21614, (to) => `To number: ${to}, is not a mobile number`],
  ]

  test.each(reasons)('of the kind %s are told as %d', async (kind, code, message) => {
    expect(await send(american)).toMatchObject(queued)
    await block({ to: american, kind })
    expect(await send(american)).toMatchObject({ code, status: 400, message: message(american) })
    expect(await send('+14155552346')).toMatchObject(queued)
    await askControl(server, 'DELETE', `/accounts/${tenant.sid}/blocks?to=%2B14155552345&kind=${kind}`)
    expect(await send(american)).toMatchObject(queued)
  })

  test('of a pair leave other senders alone', async () => {
    const second = await buy(server, tenant)
    await block({ to: american, sender: own })
    expect(await send(american)).toMatchObject({ code: 21610 })
    expect(await send(american, { From: second })).toMatchObject(queued)
    expect(await send(`whatsapp:${american}`, { From: `whatsapp:${own}` })).toMatchObject(queued)
  })

  test('of a channel leave the phone alone', async () => {
    await block({ to: `whatsapp:${american}` })
    expect(await send(`whatsapp:${american}`, { From: `whatsapp:${own}` })).toMatchObject({ code: 21610 })
    expect(await send(american)).toMatchObject(queued)
  })

  test('against calls leave messages alone', async () => {
    await block({ to: american, kind: 'not-callable' })
    expect(await send(american)).toMatchObject(queued)
  })

  test('are those of one account', async () => {
    await block({ to: american })
    const parameters = { From: server.numbers[0], To: american, Body: 'hi' }
    expect((await askJson(server, { method: 'POST', path: '/Messages.json', parameters })).json).toMatchObject(queued)
  })

  test('stop a message that still waits when its recipient asks for silence', async () => {
    const clock = { at: Date.now(), now: () => clock.at }
    const busy: Handover = { outcome: 'deferred', retryAfter: 60_000, reason: 'busy' }
    const carrier = { ...heldCarrier(), submit: async (all: readonly Submission[]) => all.map(() => busy) }
    await using slow = await startTestServer({ carrier, clock })
    const parameters = { From: slow.numbers[0], To: american, Body: 'hi' }
    const { json } = await askJson(slow, { method: 'POST', path: '/Messages.json', parameters })
    const sid = String(json.sid)
    await vi.waitFor(async () => {
      const { events } = (await askControl(slow, 'GET', `/messages/${sid}`)).json as { events: Json[] }
      expect(events.map(({ kind }) => kind)).toContain('deferred')
    })
    await askControl(slow, 'POST', `/accounts/${slow.account.sid}/blocks`, { to: american })
    clock.at += 61_000
    await vi.waitFor(async () => {
      const message = await askJson(slow, { method: 'GET', path: `/Messages/${sid}.json` })
      expect(message.json).toMatchObject({
        status: 'failed',
        error_code: 21610,
        error_message: 'Attempt to send to unsubscribed recipient',
      })
    })
  })
})

describe('calls', () => {
  const call = async (To: string, parameters: Parameters = {}): Promise<Json> => {
    const form = { From: own, To, Url: 'http://127.0.0.1:9/voice.xml', ...parameters }
    return (await askJson(server, { method: 'POST', path: '/Calls.json', parameters: form, as: tenant })).json
  }

  test('go to the countries that the account is given for calls, whatever it may write to', async () => {
    expect(await call(british)).toMatchObject(queued)
    await permit({ voice: ['home'], sms: ['all'] })
    expect(await call(british)).toMatchObject({
      code: 21215,
      status: 400,
      message: `Account not authorized to call ${british}. Perhaps you need to enable some international permissions: https://www.twilio.com/user/account/international`,
    })
    expect(await call(american)).toMatchObject(queued)
    expect(await send(british)).toMatchObject(queued)
  })

  test('do not go to who is blocked from them, or from this number', async () => {
    await block({ to: american, kind: 'opted-out' })
    expect(await call(american)).toMatchObject(queued)
    await block({ to: american, kind: 'not-callable' })
    expect(await call(american)).toMatchObject({ code: 21216, status: 400 })
    await block({ to: british, sender: own, kind: 'not-callable' })
    expect(await call(british)).toMatchObject({ code: 21216 })
    expect(await call(british, { From: await buy(server, tenant) })).toMatchObject(queued)
  })
})
