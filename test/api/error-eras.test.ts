import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, askJson, basic, type Credentials, type Parameters } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { startTestServer, type TestServer } from '../server.ts'

// Refusals have the codes and words of the documents, or those of the service since July 2024: as the server is set, or the account.

let classic: TestServer
let current: TestServer
beforeAll(async () => {
  ;[classic, current] = await Promise.all([
    startTestServer(),
    startTestServer({ env: { TRUNKLINE_ERROR_ERA: 'current' } }),
  ])
})
afterAll(() => Promise.all([classic, current].map((server) => server[Symbol.asyncDispose]())))

const to = '+14155552345'
const toWords = { classic: "The 'To' number 123456789 is not a valid phone number.", current: '12345XXXX' }

async function open(server: TestServer, as: Credentials = server.account): Promise<Credentials> {
  const { json } = await askJson(server, { method: 'POST', path: '/2010-04-01/Accounts.json', as })
  return { sid: String(json.sid), token: String(json.auth_token) }
}

const choose = (server: TestServer, { sid }: { sid: string }, errorEra: string | null) =>
  askControl(server, 'PATCH', `/accounts/${sid}`, { errorEra })

/** In which era an account is refused. */
async function eraOf(server: TestServer, as: Credentials, path = '/Messages.json'): Promise<string> {
  const { json } = await askJson(server, {
    method: 'POST',
    path,
    parameters: { To: '123456789', From: to, Body: 'hi' },
    as,
  })
  expect(json.code).toBe(21211)
  if (json.message === toWords.classic) return 'classic'
  expect(json.message).toBe(`Invalid 'To' Phone Number: ${toWords.current}`)
  return 'current'
}

describe('the era', () => {
  test('is that of the documents unless the server is set otherwise', async () => {
    expect(await eraOf(classic, classic.account)).toBe('classic')
    expect(await eraOf(current, current.account)).toBe('current')
  })

  test('is the one that the account chose, whatever the server is set to, until it chooses none', async () => {
    const [old, young] = await Promise.all([open(current), open(classic)])
    expect((await choose(current, old, 'classic')).json).toMatchObject({ sid: old.sid, errorEra: 'classic' })
    expect((await choose(classic, young, 'current')).json).toMatchObject({ sid: young.sid, errorEra: 'current' })
    expect([await eraOf(current, old), await eraOf(classic, young)]).toEqual(['classic', 'current'])
    expect(await eraOf(classic, classic.account)).toBe('classic')
    await choose(classic, young, null)
    expect(await eraOf(classic, young)).toBe('classic')
  })

  test('goes over to the subaccounts that are opened later', async () => {
    await using server = await startTestServer()
    const before = await open(server)
    await choose(server, server.account, 'current')
    expect(await eraOf(server, await open(server))).toBe('current')
    expect(await eraOf(server, before)).toBe('classic')
  })

  test('is that of the account in the path when its parent acts for it', async () => {
    const sub = await open(classic)
    await choose(classic, sub, 'current')
    expect(await eraOf(classic, classic.account, `/2010-04-01/Accounts/${sub.sid}/Messages.json`)).toBe('current')
  })

  test('is that of the server as long as nobody knows who asks', async () => {
    const chosen = await open(classic)
    await choose(classic, chosen, 'current')
    const wrong = { sid: chosen.sid, token: 'wrong' }
    const detail = 'Your AccountSid or AuthToken was incorrect.'
    const asked: Ask = { method: 'GET', path: `/2010-04-01/Accounts/${chosen.sid}/Messages.json` }
    for (const as of [wrong, null, { sid: 'nobody', token: 'x' }])
      expect(await askJson(classic, { ...asked, as })).toMatchObject({
        status: 401,
        json: { code: 20003, message: 'Authenticate', detail },
      })
  })

  test('tells a 401 in the words of its time, and never whether an account exists', async () => {
    const told = async (headers: Readonly<Record<string, string>>) => {
      const asked: Ask = { method: 'GET', path: '/Messages.json', as: null, headers }
      const { status, json } = await askJson(current, asked)
      expect([status, json.code, 'detail' in json]).toEqual([401, 20003, false])
      return json.message
    }
    const as = (sid: string, token = 'wrong') => ({ authorization: basic({ sid, token }) })
    expect(await told({})).toBe('Authentication Error - No credentials provided')
    expect(await told(as('nobody'))).toBe('Authentication Error - invalid username')
    expect(await told(as(current.account.sid))).toBe('Authenticate')
    expect(await told(as(`AC${'9'.repeat(32)}`))).toBe('Authenticate')
  })

  test('changes no words of the version of 2008, which has its own', async () => {
    const path = `/2008-08-01/Accounts/${current.account.sid}/SMS/Messages/SM${'0'.repeat(32)}.json`
    const { status, text } = await askJson(current, { method: 'GET', path })
    expect([status, text]).toEqual([404, expect.stringContaining('The requested resource was not found')])
  })
})

describe('what depends on the account is told in both eras', () => {
  const refused = async (server: TestServer, parameters: Parameters) => {
    const form = { To: to, From: server.numbers[0], Body: 'hi', ...parameters }
    const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })
    return [json.code, json.message]
  }
  const both = async (prepare: (server: TestServer) => Promise<unknown>, parameters: Parameters) => {
    await Promise.all([classic, current].map(prepare))
    return Promise.all([refused(classic, parameters), refused(current, parameters)])
  }

  test('a country that is not permitted', async () => {
    const permit = ({ account, ...server }: TestServer) =>
      askControl(server, 'PUT', `/accounts/${account.sid}/permissions`, { sms: ['home'] })
    const words = "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: "
    expect(await both(permit, { To: '+447400123456' })).toEqual([
      [21408, `${words}+447400123456.`],
      [21408, `${words}+44740012XXXX`],
    ])
  })

  test.each([
    [
      'opted-out',
      [21610, 'The message From/To pair violates a blacklist rule.'],
      [21610, 'Attempt to send to unsubscribed recipient'],
    ],
    [
      'not-mobile',
      [21614, 'To number: +14155550199, is not a mobile number'],
      [21614, "'To' number is not a valid mobile number: +1415555XXXX"],
    ],
  ] as const)('a recipient that is blocked: %s', async (kind, ...told) => {
    const block = ({ account, ...server }: TestServer) =>
      askControl(server, 'POST', `/accounts/${account.sid}/blocks`, { to: '+14155550199', kind })
    expect(await both(block, { To: '+14155550199' })).toEqual(told)
    const path = ({ sid }: Credentials) => `/accounts/${sid}/blocks?to=%2B14155550199&kind=${kind}`
    for (const server of [classic, current]) await askControl(server, 'DELETE', path(server.account))
  })

  test('a short code outside its country', async () => {
    const grant = ({ account, ...server }: TestServer) =>
      askControl(server, 'POST', `/accounts/${account.sid}/senders`, { sender: '54321@US' })
    expect(await both(grant, { From: '54321', To: '+14165550123' })).toEqual([
      [
        21612,
        "The 'To' phone number: +14165550123, is not currently reachable using the 'From' phone number: 54321 via SMS.",
      ],
      [21659, "'From' 54321 is not a Twilio phone number or Short Code country mismatch"],
    ])
  })

  test('what only an account on trial is refused', async () => {
    const trial = ({ account, ...server }: TestServer) =>
      askControl(server, 'PATCH', `/accounts/${account.sid}`, { type: 'Trial' })
    const [old, young] = await both(trial, {})
    const unverified = (number: string) =>
      `The number ${number} is unverified. Trial accounts cannot send messages to unverified numbers; verify ${number} at ` +
      'twilio.com/user/account/phone-numbers/verified, or purchase a Twilio number to send messages to unverified numbers'
    expect(old).toEqual([21608, unverified(to)])
    expect(young).toEqual([21608, unverified('+1415555XXXX')])
    expect(await both(trial, { From: 'Acme' })).toEqual([
      [21212, "The 'From' number Acme is not a valid phone number, shortcode, or alphanumeric sender ID."],
      [21267, "Alphanumeric Sender ID cannot be used as the 'From' number on trial accounts"],
    ])
  })
})

test('magic numbers have the codes of their page in either era, in the words of the era', async () => {
  const refused = async (From: string, To: string) => {
    const { json } = await askJson(current, {
      method: 'POST',
      path: '/Messages.json',
      parameters: { From, To, Body: 'hi' },
      as: current.test,
    })
    return [json.code, json.message]
  }
  const [own, any] = ['+15005550006', '+14108675309']
  expect(await refused('+15005550001', any)).toEqual([21212, 'Invalid From Number (caller ID): +15005550001'])
  const notCapable =
    "The 'From' phone number provided (+15005550007) is not a valid message-capable Twilio phone number for this destination"
  expect(await refused('+15005550007', any)).toEqual([21606, notCapable])
  expect(await refused('+15005550008', any)).toEqual([21611, 'SMS queue is full.'])
  expect(await refused(own, '+15005550001')).toEqual([21211, "Invalid 'To' Phone Number: +1500555XXXX"])
  const unreachable =
    "Message cannot be sent with the current combination of 'To' (+1500555XXXX) and/or 'From' (+15005550006) parameters"
  expect(await refused(own, '+15005550002')).toEqual([21612, unreachable])
  expect((await refused(own, '+15005550003'))[0]).toBe(21408)
  expect(await refused(own, '+15005550004')).toEqual([21610, 'Attempt to send to unsubscribed recipient'])
  expect((await refused(own, '+15005550009'))[0]).toBe(21614)
})
