import webhookFunctions from 'twilio/lib/webhooks/webhooks.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../domain/account.ts'
import { add, outcome, remove } from '../domain/write.ts'
import type { WebhookCaller } from '../webhooks/call-webhook.ts'
import { formOf, usual } from '../webhooks/mistaken-receivers.testing.ts'
import { withDigest } from '../webhooks/signature-doctor.ts'
import { type RunningControl, runningControl } from './running-control.testing.ts'
import { type SigningControl, authToken, signingControl } from './signing-control.testing.ts'

const { getExpectedTwilioSignature, validateRequestWithBody } = webhookFunctions

let has: SigningControl
let control: RunningControl
let webhooks: WebhookCaller
let account: Account
let attempted: SigningControl['attempted']

beforeEach(async () => {
  has = await signingControl()
  ;({ control, webhooks, account, attempted } = has)
})
afterEach(() => has[Symbol.asyncDispose]())

describe('what was signed of an attempt', () => {
  test('is shown to the letter, with what each mistake makes of it', async () => {
    const url = 'https://shop.example/api/sms?a=b'
    const attempt = await attempted(url, {
      parameters: [
        ['To', '1'],
        ['Body', 'Hi\n'],
      ],
    })
    const { json } = await control.ask(`/webhooks/${attempt.id}/signature`)
    expect(json).toMatchObject({
      url,
      method: 'POST',
      signed: `${url}BodyHi\nTo1`,
      signature: attempt.requestHeaders['X-Twilio-Signature'],
      header: attempt.requestHeaders['X-Twilio-Signature'],
      bodySha256: null,
      likely: null,
    })
    expect(json.guesses).toContainEqual({
      mistake: 'http-for-https',
      words: expect.stringContaining('http://') as string,
      fix: expect.stringContaining('trust proxy') as string,
      signed: 'http://shop.example/api/sms?a=bBodyHi\nTo1',
      signature: getExpectedTwilioSignature(authToken, 'http://shop.example/api/sms?a=b', { Body: 'Hi\n', To: '1' }),
    })
  })

  test('is compared with what the application computed', async () => {
    const attempt = await attempted('https://shop.example/sms')
    const received = (one: string) =>
      control.ask(`/webhooks/${attempt.id}/signature?received=${encodeURIComponent(one)}`)
    const mistaken = getExpectedTwilioSignature(authToken, 'http://shop.example/sms', formOf(usual))
    expect((await received(mistaken)).json.likely).toMatchObject({ mistake: 'http-for-https' })
    const right = attempt.requestHeaders['X-Twilio-Signature'] ?? ''
    expect((await received(right)).json.likely).toBeNull()
    expect((await received('other')).json.likely).toBeNull()
  })

  test('shows what was sent beside it, where that is another signature', async () => {
    const requestHeaders = { 'X-Twilio-Signature': 'of another token' }
    const { id } = await attempted('http://shop.example/sms', { requestHeaders })
    expect((await control.ask(`/webhooks/${id}/signature`)).json).toMatchObject({
      header: 'of another token',
      signature: getExpectedTwilioSignature(authToken, 'http://shop.example/sms', formOf(usual)),
    })
  })

  test('is that of a GET its address alone, and of JSON its address with the digest', async () => {
    const get = await attempted('http://shop.example/sms?Body=a%20b', { method: 'GET', parameters: [['Body', 'a b']] })
    expect((await control.ask(`/webhooks/${get.id}/signature`)).json).toMatchObject({
      signed: get.url,
      signature: get.requestHeaders['X-Twilio-Signature'],
    })
    const body = '{}'
    const url = withDigest('http://shop.example/events', body)
    const signature = getExpectedTwilioSignature(authToken, url, {})
    expect(validateRequestWithBody(authToken, signature, url, body)).toBe(true)
    const requestHeaders = { 'X-Twilio-Signature': signature, 'Content-Type': 'application/json' }
    const json = await attempted(url, { parameters: [], requestHeaders })
    expect((await control.ask(`/webhooks/${json.id}/signature`)).json).toMatchObject({
      signed: url,
      signature,
      bodySha256: url.slice(-64),
    })
  })

  test('cannot be shown of what was not signed, or when the account is gone', async () => {
    const unsigned = await attempted('http://shop.example/sms', { requestHeaders: {} })
    expect((await control.ask(`/webhooks/${unsigned.id}/signature`)).json.error).toContain('was not signed')
    expect((await control.ask('/webhooks/WHnone/signature')).status).toBe(404)
    const attempt = await attempted('http://shop.example/sms')
    await control.store.keep(outcome([remove('account', account.sid)]))
    expect((await control.ask(`/webhooks/${attempt.id}/signature`)).json.error).toContain('that could sign it')
  })
})

describe('an attempt that was refused', () => {
  test.each([
    [403, {}, true],
    [401, {}, true],
    [500, {}, false],
    [403, { requestHeaders: {} }, false],
  ] as const)('with %i %j points to the doctor: %s', async (responseStatus, values, hinted) => {
    const { id } = await attempted('http://shop.example/sms', { responseStatus, ...values })
    const { json } = await control.ask(`/webhooks/${id}`)
    expect(json.hint).toEqual(hinted ? expect.stringContaining(`\`trunkline webhooks verify ${id}\``) : null)
  })
})

describe('a signature is checked', () => {
  const url = 'https://shop.example/sms'
  const check = (payload: object, at: RunningControl = control) =>
    at.ask('/signature-checks', { method: 'POST', payload })
  const form = { To: '1', Body: 'Hi' }

  test('and valid when it is right, by the first account, another, or a token', async () => {
    const right = getExpectedTwilioSignature(authToken, url, form)
    for (const by of [{}, { account: account.sid }, { authToken }])
      expect((await check({ url, parameters: form, signature: right, ...by })).json).toMatchObject({
        valid: true,
        likely: null,
        signature: right,
        header: right,
        signed: `${url}BodyHiTo1`,
      })
    const { json } = await check({
      url: `${url}#rc=1`,
      method: 'GET',
      signature: getExpectedTwilioSignature(authToken, url, {}),
    })
    expect(json).toMatchObject({ valid: true, method: 'GET' })
  })

  test('and explained when it is not', async () => {
    const of = (address: string, parameters = form) => getExpectedTwilioSignature(authToken, address, parameters)
    for (const [signature, mistake] of [
      [of('http://shop.example/sms'), 'http-for-https'],
      [of(`${url}#rc=1`), 'fragment-kept'],
      [of('http://shop.example/sms/'), 'http-for-https + trailing-slash-added'],
      [of('https://app.internal/sms'), 'other-host'],
      [getExpectedTwilioSignature('a key', url, form), 'other-secret'],
      [getExpectedTwilioSignature(account.sid, url, form), 'account-sid-for-token'],
    ] as const) {
      const asked = { url: `${url}#rc=1`, parameters: form, signature, hosts: ['app.internal'], secrets: ['a key'] }
      expect((await check(asked)).json).toMatchObject({ valid: false, likely: { mistake } })
    }
    expect((await check({ url, parameters: form, signature: 'chance' })).json).toMatchObject({
      valid: false,
      likely: null,
    })
  })

  test('of an address as it is called, however it was written', async () => {
    const right = getExpectedTwilioSignature(authToken, url, form)
    const written = 'https://SHOP.example/x/../sms'
    expect((await check({ url: written, parameters: form, signature: right })).json).toMatchObject({
      valid: true,
      signed: `${url}BodyHiTo1`,
    })
    const mistaken = getExpectedTwilioSignature(authToken, written, form)
    expect((await check({ url: written, parameters: form, signature: mistaken })).json).toMatchObject({
      valid: false,
      likely: { mistake: 'address-as-configured' },
    })
  })

  test('with a body, that is the one that was sent or not', async () => {
    const body = '{"a": 1}'
    const signature = getExpectedTwilioSignature(authToken, withDigest(url, body), {})
    expect((await check({ url, body, signature })).json).toMatchObject({ valid: true, url: withDigest(url, body) })
    expect((await check({ url: withDigest(url, body), body: '{"a":1}', signature })).json).toMatchObject({
      valid: false,
      likely: { mistake: 'body-written-anew' },
    })
  })

  test('in production without showing what could sign a request', async () => {
    await using careful = await runningControl({ webhooks, mode: 'production' })
    await careful.store.keep(outcome([add('account', account)]))
    const mistaken = getExpectedTwilioSignature(authToken, 'http://shop.example/sms', form)
    const { json } = await check({ url, parameters: form, signature: mistaken }, careful)
    expect(json).toMatchObject({ valid: false, signature: null, likely: { mistake: 'http-for-https' } })
    expect(JSON.stringify(json).replace(JSON.stringify(mistaken), '')).not.toMatch(/"signature":"/)
    const right = getExpectedTwilioSignature(authToken, url, form)
    expect((await check({ url, parameters: form, signature: right }, careful)).json).toMatchObject({
      valid: true,
      signature: right,
    })
    expect((await check({ url, signature: 'x', authToken }, careful)).json.signature).toEqual(expect.any(String))
    expect((await careful.ask('/webhooks/WH0/diagnosis', { method: 'POST' })).status).toBe(404)
  })

  test.each([
    [{ url: 'ftp://x', signature: 'x' }, 'url is an http or https address'],
    [{ url }, 'signature is a text'],
    [{ url, signature: 'x', body: '{}', parameters: {} }, 'not both'],
    [{ url, signature: 'x', method: 'GET', parameters: {} }, 'a GET has neither'],
    [{ url, signature: 'x', account: 'ACnone' }, 'there is no account ACnone'],
    [{ url, signature: 'x', account: 'AC1', authToken: 'x' }, 'not both'],
  ])('and refused: %j', async (payload, words) => {
    const { status, json } = await check(payload)
    expect([status, json.error]).toEqual([400, expect.stringContaining(words)])
  })

  test('and needs somebody whose token it is', async () => {
    await using empty = await runningControl({ webhooks })
    expect((await check({ url, signature: 'x' }, empty)).json.error).toBe('send account or authToken')
  })
})
