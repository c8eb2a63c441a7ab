import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import webhookValidators from 'twilio/lib/webhooks/webhooks.js'
import { type ApplicationAnswer, type Receiver, openReceiver } from '../../test/receiver.ts'
import type { Account } from '../domain/account.ts'
import { mintSid } from '../domain/sid.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import { add, outcome, remove } from '../domain/write.ts'
import { anAccount, anAttempt, someTime } from '../store/records.testing.ts'
import { everyAddress, publicAddresses } from '../webhooks/address-rules.ts'
import { type WebhookCaller, webhookCaller } from '../webhooks/call-webhook.ts'
import { type RunningControl, now, runningControl } from './running-control.testing.ts'

const { validateRequest, validateRequestWithBody } = webhookValidators

let receiver: Receiver
let webhooks: WebhookCaller
let control: RunningControl
let account: Account
let answer: ApplicationAnswer = {}

beforeEach(async () => {
  answer = {}
  receiver = await openReceiver(() => answer)
  webhooks = webhookCaller({ addresses: everyAddress, clockNow: () => now })
  control = await runningControl({ webhooks })
  account = anAccount()
  await control.store.keep(outcome([add('account', account)]))
})
afterEach(async () => {
  await control.close()
  await webhooks.close()
  await receiver[Symbol.asyncDispose]()
})

async function attempted(values: Partial<WebhookAttempt> = {}): Promise<WebhookAttempt> {
  const attempt = anAttempt({ accountSid: account.sid, url: `${receiver.url}/sms`, ...values })
  await control.store.keep(outcome([add('webhookAttempt', attempt)]))
  return attempt
}

const replay = (attempt: WebhookAttempt, payload?: object) =>
  control.ask(`/webhooks/${attempt.id}/replay`, { method: 'POST', ...(payload && { payload }) })

describe('the list', () => {
  test('goes from the newest on, in pages, and tells no bodies', async () => {
    for (let i = 0; i < 5; i++)
      await attempted({ id: mintSid('WH', someTime + i), duration: i, errorCode: i === 3 ? 11200 : null })
    const page = (await control.ask('/webhooks?limit=3')).json as { webhooks: { duration: number }[]; before: string }
    expect(page.webhooks.map(({ duration }) => duration)).toEqual([4, 3, 2])
    expect(page.webhooks[0]).not.toHaveProperty('responseBody')
    const rest = (await control.ask(`/webhooks?limit=3&before=${page.before}`)).json
    expect(rest).toMatchObject({ webhooks: [{ duration: 1 }, { duration: 0 }], before: null })
    const failed = (await control.ask(`/webhooks?failed=true&account=${account.sid}&kind=status`)).json
    expect(failed).toMatchObject({ webhooks: [{ duration: 3, errorCode: 11200 }], before: null })
  })

  test.each([
    ['kind=weather', 'kind is one of status, media'],
    ['failed=no', 'failed is true, or not there'],
    ['limit=1001', 'limit is a whole number from 1 to 1000'],
  ])('refuses %s', async (query, words) => {
    const { status, json } = await control.ask(`/webhooks?${query}`)
    expect([status, json.error]).toEqual([400, expect.stringContaining(words)])
  })
})

test('one is shown with its whole request and answer', async () => {
  const attempt = await attempted({ responseBody: '<Response/>', responseHeaders: { 'content-type': 'text/xml' } })
  const { at: _at, ...shown } = attempt
  expect((await control.ask(`/webhooks/${attempt.id}`)).json).toMatchObject(JSON.parse(JSON.stringify(shown)) as object)
  expect((await control.ask('/webhooks/WHnone')).status).toBe(404)
})

describe('a replay', () => {
  test('makes the same request again, signed anew, as a new event, and is kept beside the first', async () => {
    const attempt = await attempted({ requestHeaders: { 'I-Twilio-Idempotency-Token': 'old' } })
    answer = {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: '<Response><Message>Hi</Message></Response>',
    }
    const { status, json } = await replay(attempt)
    expect([status, json]).toEqual([
      201,
      expect.objectContaining({
        kind: 'replay',
        subject: attempt.subject,
        accountSid: account.sid,
        responseStatus: 200,
        responseBody: answer.body,
        parameters: attempt.parameters,
      }),
    ])
    const [request] = receiver.received
    expect(request).toMatchObject({ method: 'POST', url: attempt.url, names: ['MessageStatus', 'Twice', 'Twice'] })
    const signature = String(request?.headers['x-twilio-signature'])
    const said = { MessageStatus: 'sent', Twice: ['1', '2'] }
    expect(validateRequest(account.authToken, signature, attempt.url, said)).toBe(true)
    expect(request?.headers['i-twilio-idempotency-token']).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
    expect((await control.ask(`/webhooks?subject=${attempt.subject}`)).json.webhooks).toHaveLength(2)
    expect((await control.ask(`/webhooks/${String(json.id)}`)).json).toEqual(json)
  })

  test('says other things, elsewhere, as it is told to', async () => {
    const attempt = await attempted()
    await replay(attempt, { url: `${receiver.url}/other?x=1`, parameters: { Body: 'edited' } })
    await replay(attempt, {
      method: 'GET',
      parameters: [
        ['To', '1'],
        ['To', '2'],
      ],
    })
    await replay(attempt, { parameters: {} })
    expect(
      receiver.received.map(({ method, url, parameters }) => [method, url.slice(receiver.url.length), parameters]),
    ).toEqual([
      ['POST', '/other?x=1', { Body: 'edited' }],
      ['GET', '/sms?To=1&To=2', {}],
      ['POST', '/sms', {}],
    ])
  })

  test('of a GET does not say its parameters twice', async () => {
    const parameters = [
      ['Body', 'a b'],
      ['From', '+1'],
    ] as const
    for (const url of ['/sms?Body=a%20b&From=%2B1', '/sms?x=1&Body=a%20b&From=%2B1']) {
      const attempt = await attempted({ method: 'GET', url: receiver.url + url, parameters })
      await replay(attempt)
      expect(receiver.received.at(-1)?.url).toBe(receiver.url + url)
      await replay(attempt, { parameters: { Body: 'c' } })
      expect(receiver.received.at(-1)?.url).toBe(receiver.url + url.replace(/Body.*/, 'Body=c'))
    }
  })

  test('may be JSON, signed by its digest, also again', async () => {
    const first = (await replay(await attempted(), { json: { event: 'edited' } })).json as unknown as WebhookAttempt
    const again = (await replay(first, { json: [1] })).json
    expect(again).toMatchObject({ kind: 'replay', responseStatus: 204 })
    const [one, two] = receiver.received
    for (const [request, body] of [
      [one, '{"event":"edited"}'],
      [two, '[1]'],
    ] as const) {
      expect(request?.headers['content-type']).toBe('application/json')
      const signature = String(request?.headers['x-twilio-signature'])
      expect(validateRequestWithBody(account.authToken, signature, request?.url ?? '', body)).toBe(true)
    }
    const unsaid = await replay(first)
    expect([unsaid.status, unsaid.json.error]).toEqual([
      409,
      expect.stringContaining('was not kept: send parameters or json'),
    ])
  })

  test('that fails is kept as such, and tells nobody', async () => {
    answer = { status: 500 }
    const attempt = await attempted()
    expect((await replay(attempt)).json).toMatchObject({ responseStatus: 500, errorCode: 11200 })
    expect(await control.store.notifications.count(account.sid, {})).toBe(0)
  })

  test('goes where the addresses of the mode allow', async () => {
    await using cautious = webhookCaller({ addresses: publicAddresses([]), clockNow: () => now })
    await using careful = await runningControl({ webhooks: cautious, mode: 'production' })
    const attempt = anAttempt({ accountSid: account.sid, url: `${receiver.url}/sms` })
    await careful.store.keep(outcome([add('account', account), add('webhookAttempt', attempt)]))
    const { json } = await careful.ask(`/webhooks/${attempt.id}/replay`, { method: 'POST' })
    expect(json).toMatchObject({ responseStatus: null, errorCode: 11205 })
    expect(receiver.received).toEqual([])
  })

  test('is refused where nothing can be said or signed', async () => {
    const redacted = await attempted({ parameters: [['Body', '[redacted]']] })
    expect((await replay(redacted)).status).toBe(409)
    expect((await replay(redacted, { parameters: { Body: 'Hi' } })).status).toBe(201)
    await control.store.keep(outcome([remove('account', account.sid)]))
    expect((await replay(redacted, { parameters: {} })).json.error).toContain('that could sign it')
  })

  test.each([
    [{ url: 'ftp://x' }, 'url is an http or https address'],
    [{ method: 'PUT' }, 'method is one of GET, POST'],
    [{ parameters: { a: 1 } }, 'parameters is an object of texts'],
    [{ parameters: [['a']] }, 'parameters is an object of texts'],
    [{ json: 'text' }, 'json is an object or a list'],
    [{ json: {}, parameters: {} }, 'not both'],
    [{ json: {}, method: 'GET' }, 'a GET carries no json'],
  ])('refuses %j', async (payload, words) => {
    const { status, json } = await replay(await attempted(), payload)
    expect([status, json.error]).toEqual([400, expect.stringContaining(words)])
  })
})
