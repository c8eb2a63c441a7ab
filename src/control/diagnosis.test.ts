import { createHash } from 'node:crypto'
import { type RequestListener, createServer } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import twilio from 'twilio'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Account } from '../domain/account.ts'
import { mintSid } from '../domain/sid.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import { add, change, outcome } from '../domain/write.ts'
import { aNumber, anAccount, someTime } from '../store/records.testing.ts'
import { formOf, mistakenReceivers, otherSecrets, takes, usual } from '../webhooks/mistaken-receivers.testing.ts'
import { withDigest } from '../webhooks/signature-doctor.ts'
import type { RunningControl } from './running-control.testing.ts'
import { type SigningControl, authToken, certificate, signingControl } from './signing-control.testing.ts'

/** As much of Express as is used here: it has no types of its own. */
interface ExpressRequest {
  originalUrl: string
  body: unknown
  rawBody?: string
}
interface ExpressResponse {
  status(code: number): { end(): void }
}
type Middleware = (request: ExpressRequest, response: ExpressResponse, next: () => void) => void
type ExpressApplication = RequestListener & { use(...middleware: readonly (Middleware | object)[]): void }
const express = createRequire(import.meta.url)('express') as {
  (): ExpressApplication
  urlencoded(options: { extended: boolean }): Middleware
  json(options?: { verify?(request: ExpressRequest, response: unknown, bytes: Buffer): void }): Middleware
}

let has: SigningControl
let control: RunningControl
let account: Account
let attempted: SigningControl['attempted']
let closers: (() => unknown)[]

beforeEach(async () => {
  closers = []
  has = await signingControl()
  ;({ control, account, attempted } = has)
})
afterEach(async () => {
  for (const close of closers) await close()
  await has[Symbol.asyncDispose]()
})

/** An application on a free port; with TLS for `app.example`. */
async function application(listener: RequestListener, secure = false): Promise<string> {
  const server = secure ? createSecureServer(certificate, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return secure ? `https://app.example:${port}` : `http://127.0.0.1:${port}`
}

interface Diagnosis {
  likely: { mistake: string; words: string; fix: string } | null
  words: string
  tried: { mistake: string | null; status: number | null }[]
}

async function diagnosed({ id }: WebhookAttempt, payload: object = {}): Promise<Diagnosis> {
  const { status, json } = await control.ask(`/webhooks/${id}/diagnosis`, { method: 'POST', payload })
  expect([status, json.error]).toEqual([200, undefined])
  return json as unknown as Diagnosis
}

/** Accounts whose tokens an application may have in place of the right one. */
async function addOthers() {
  const others = [
    anAccount({ kind: 'test', authToken: 'the test token', dateCreated: someTime - 2 }),
    anAccount({ authToken: 'the token of another', dateCreated: someTime - 1 }),
  ]
  const parent = anAccount({ authToken: 'the parent token' })
  await control.store.keep(
    outcome([
      ...[...others, parent].map((one) => add('account', one)),
      change('account', account.sid, { ownerAccountSid: parent.sid }),
    ]),
  )
}

describe('a diagnosis of a receiver that makes one mistake names it:', () => {
  // The official validator takes added ports for right, and no port that is free is a scheme’s own; SIDs differ from run to run.
  const apart = new Set(['port-added', 'account-sid-for-token'])
  const given = new Set(['api-key-secret', 'other-secret'])

  test.each(
    mistakenReceivers
      .filter(({ mistake }) => !apart.has(mistake))
      .map((receiver, at) => [at, receiver.mistake, receiver] as const),
  )('%i %s', async (_at, mistake, receiver) => {
    const { user = '', path = '/sms', parameters = usual } = receiver
    let url = ''
    const origin = await application((request, response) => {
      void text(request).then((body) => {
        const sent = [...new URLSearchParams(body)]
        const right = { token: authToken, url, parameters: formOf(sent) }
        response
          .writeHead(takes(receiver, String(request.headers['x-twilio-signature']), right, sent) ? 204 : 403)
          .end()
      })
    }, mistake === 'http-for-https')
    url = origin.replace('//', `//${user}`) + path
    await addOthers()
    if (mistake === 'api-key-secret') await addKey('the secret of a key')
    const addresses = { smsUrl: `${url}#rc=2`, voiceUrl: url.replace('/sms', '/x/../sms') }
    const number = aNumber({ accountSid: account.sid }, addresses)
    await control.store.keep(outcome([add('incomingPhoneNumber', number)]))
    const found = await diagnosed(await attempted(url, { parameters }), {
      hosts: ['app.internal:9090'],
      ...(given.has(mistake) && { secrets: otherSecrets.map((secret) => secret.text).slice(3) }),
    })
    expect(found).toMatchObject({ likely: { mistake } })
    expect(found.words).toBe(`${found.likely?.words} It refuses the right signature, and takes the one so computed.`)
    expect(found.tried[0]).toEqual({ mistake: null, status: 403 })
    expect(found.tried.slice(-2)).toEqual([
      { mistake, status: 204 },
      { mistake: 'none', status: 403 },
    ])
  })

  const addKey = (secret: string) =>
    control.store.keep(
      outcome([
        add('apiKey', {
          sid: mintSid('SK', someTime),
          accountSid: account.sid,
          friendlyName: 'A key',
          secretHash: createHash('sha256').update(secret).digest('hex'),
          dateCreated: someTime,
          dateUpdated: someTime,
        }),
      ]),
    )
})

describe('an Express application with the middleware of the SDK', () => {
  const guarded = (prepare: (app: ExpressApplication) => void, options: object = {}): ExpressApplication => {
    const app = express()
    prepare(app)
    app.use(twilio.webhook(authToken, options))
    app.use(done)
    return app
  }
  const done: Middleware = (_request, response) => response.status(204).end()
  const reading = (app: ExpressApplication) => app.use(express.urlencoded({ extended: false }))
  const json = {
    method: 'POST',
    requestHeaders: { 'X-Twilio-Signature': 'x', 'Content-Type': 'application/json' },
  } as const

  test('behind a proxy that ends TLS', async () => {
    const app = guarded(reading, { protocol: 'http' })
    const origin = await application(app, true)
    expect(await diagnosed(await attempted(`${origin}/sms?a=b`))).toMatchObject({
      likely: { mistake: 'http-for-https' },
    })
  })

  test('that knows another host, and another scheme', async () => {
    const app = guarded(reading, { protocol: 'http', host: 'shop.internal:8000' })
    const origin = await application(app, true)
    const found = await diagnosed(await attempted(`${origin}/sms`), { hosts: ['shop.internal:8000'] })
    expect(found).toMatchObject({ likely: { mistake: 'other-host' } })
  })

  test('behind a proxy that ends TLS and shortens the path: two mistakes', async () => {
    const app = express()
    reading(app)
    app.use((request, _response, next) => {
      request.originalUrl = request.originalUrl.replace('/api', '')
      next()
    })
    app.use(twilio.webhook(authToken, { protocol: 'http' }), done)
    const origin = await application(app, true)
    expect(await diagnosed(await attempted(`${origin}/api/sms`))).toMatchObject({
      likely: { mistake: 'http-for-https + path-prefix-left-out' },
    })
  })

  test('that reads JSON only', async () => {
    const origin = await application(guarded((app) => app.use(express.json())))
    expect(await diagnosed(await attempted(`${origin}/sms`))).toMatchObject({
      likely: { mistake: 'parameters-left-out' },
    })
  })

  test('behind a proxy that ends TLS, asked with another JSON body than the first', async () => {
    const app = guarded(
      (bare) =>
        bare.use(express.json({ verify: (request, _response, bytes) => void (request.rawBody = String(bytes)) })),
      { protocol: 'http' },
    )
    const url = withDigest(`${await application(app, true)}/events?a=b`, '{}')
    const attempt = await attempted(url, { ...json, parameters: [] })
    expect(await diagnosed(attempt, { body: '{"a": 1}' })).toMatchObject({ likely: { mistake: 'http-for-https' } })
  })

  test('that keeps no raw body', async () => {
    const origin = await application(guarded((app) => app.use(express.json())))
    const body = '{"event":"sent"}'
    const attempt = await attempted(withDigest(`${origin}/events`, body), { ...json, parameters: [] })
    expect(await diagnosed(attempt, { body })).toMatchObject({ likely: { mistake: 'raw-body-missing' } })
  })

  test.each([
    ['as JavaScript does', (body: object) => JSON.stringify(body)],
    ['in a way of its own', (body: object) => `  ${JSON.stringify(body)}  `.replace(/^ {2}\[(.*)\] {2}$/, '[$1]')],
  ])('that writes the body anew before it is hashed, %s', async (_how, written) => {
    const app = guarded((bare) => {
      bare.use(express.json())
      bare.use((request, _response, next) => {
        request.rawBody = written(request.body as object)
        next()
      })
    })
    const body = '{ "event": "sent" }'
    const attempt = await attempted(withDigest(`${await application(app)}/events`, body), { ...json, parameters: [] })
    expect(await diagnosed(attempt, { body })).toMatchObject({ likely: { mistake: 'body-written-anew' } })
  })

  test('that does everything right is told of no mistake, also for JSON and GET', async () => {
    const app = guarded((bare) => {
      reading(bare)
      bare.use(
        express.json({
          verify: (request, _response, bytes) => void (request.rawBody = bytes.toString()),
        }),
      )
    })
    const origin = await application(app)
    const body = '{ "event": "sent" }'
    const other = '[1, 2]'
    for (const [attempt, payload] of [
      [await attempted(`${origin}/sms?a=b`), {}],
      [await attempted(`${origin}/sms?a=b%20c`, { method: 'GET', parameters: [['a', 'b c']] }), {}],
      [await attempted(withDigest(`${origin}/events`, body), { ...json, parameters: [] }), { body }],
      [await attempted(withDigest(`${origin}/events`, body), { ...json, parameters: [] }), { body: other }],
    ] as const)
      expect(await diagnosed(attempt, payload)).toEqual({
        likely: null,
        words: 'The application takes the right signature now, and answers 204.',
        tried: [{ mistake: null, status: 204 }],
      })
  })
})

describe('a diagnosis says so when it can name nothing:', () => {
  test('an application that refuses everybody', async () => {
    const signatures: unknown[] = []
    const origin = await application((request, response) => {
      signatures.push(request.headers['x-twilio-signature'])
      response.writeHead(403).end()
    })
    const { likely, words, tried } = await diagnosed(await attempted(`${origin}/api/v1/sms/?a=b%20c`))
    expect([likely, words]).toEqual([null, expect.stringMatching(/refuses whatever is signed \(403\)[^]*csrf_exempt/)])
    expect(tried.length).toBeGreaterThan(60)
    expect(tried.length).toBeLessThanOrEqual(200)
    expect(new Set(signatures).size).toBe(tried.length)
  })

  test('one that refuses at random', async () => {
    let asked = 0
    const origin = await application((_request, response) => response.writeHead(++asked < 4 ? 401 : 200).end())
    expect(await diagnosed(await attempted(`${origin}/sms`))).toMatchObject({
      likely: null,
      words: expect.stringContaining('does not hang on the signature alone') as string,
    })
  })

  test('one that does not answer, at once or any more', async () => {
    let asked = 0
    const origin = await application((request, response) =>
      ++asked > 2 ? void request.socket.destroy() : response.writeHead(403).end(),
    )
    expect((await diagnosed(await attempted(`${origin}/sms`))).words).toBe('The application stopped answering.')
    expect(await diagnosed(await attempted(`${origin}/sms`))).toMatchObject({
      words: expect.stringContaining('No answer came') as string,
      tried: [{ mistake: null, status: null }],
    })
  })

  test('nothing of it is kept, and it is a new event each time', async () => {
    const tokens = new Set<unknown>()
    const origin = await application((request, response) => {
      tokens.add(request.headers['i-twilio-idempotency-token'])
      response.writeHead(403).end()
    })
    const attempt = await attempted(`${origin}/sms`)
    const { tried } = await diagnosed(attempt)
    expect(tokens.size).toBe(tried.length)
    expect((await control.ask(`/webhooks?account=${account.sid}`)).json.webhooks).toHaveLength(1)
  })

  test.each([
    ['what was redacted', { parameters: [['Body', '[redacted]']] }, {}, 'a form that was redacted'],
    [
      'JSON without its body',
      { requestHeaders: { 'X-Twilio-Signature': 'x', 'Content-Type': 'application/json' } },
      {},
      'of JSON send the body',
    ],
    ['what was not signed', { requestHeaders: {} }, {}, 'was not signed'],
  ] as const)('%s is refused', async (_what, values, payload, words) => {
    const { id } = await attempted('http://127.0.0.1:1/sms', values)
    const { status, json } = await control.ask(`/webhooks/${id}/diagnosis`, { method: 'POST', payload })
    expect([status, json.error]).toEqual([409, expect.stringContaining(words)])
  })

  test('hosts and secrets are held to what they are', async () => {
    const { id } = await attempted('http://127.0.0.1:1/sms')
    for (const [payload, words] of [
      [{ hosts: ['http://x/'] }, 'hosts is a list of at most 10 hosts'],
      [{ secrets: 'x' }, 'secrets is a list'],
      [{ tries: 1 }, '"tries" is not known here'],
    ] as const) {
      const { status, json } = await control.ask(`/webhooks/${id}/diagnosis`, { method: 'POST', payload })
      expect([status, json.error]).toEqual([400, expect.stringContaining(words)])
    }
  })
})
