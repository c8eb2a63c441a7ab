import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import fastify from 'fastify'
import twilio from 'twilio'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matchers, startTrunkline, type Account, type Phone, type Trunkline } from '../../src/testing/testing.ts'
import '../../src/testing/vitest.ts'

/** As much of Express as is used here: it comes without types. */
interface Express {
  (): ((request: IncomingMessage, response: ServerResponse) => void) & {
    use(middleware: unknown): void
    post(
      path: string,
      handler: (
        request: { body: { Body: string } },
        response: { type(type: string): { send(text: string): void } },
      ) => void,
    ): void
  }
  urlencoded(options: object): unknown
}

let trunkline: Trunkline
let account: Account
let phone: Phone
beforeAll(async () => {
  trunkline = await startTrunkline({ alone: true })
})
afterAll(() => trunkline.close())

async function meet() {
  account = await trunkline.account()
  phone = await account.phone()
}

const write = (body: string, more: object = {}) =>
  account.client(twilio).messages.create({ to: phone.number, from: account.phoneNumber, body, ...more })

/** What an application answers each text with. */
const answering = (answer: (body: string) => string) => async (request: Request) => {
  const { Body = '' } = Object.fromEntries(new URLSearchParams(await request.text()))
  return new Response(`<Response>${answer(Body)}</Response>`, { headers: { 'content-type': 'text/xml' } })
}

const failureOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => (error as Error).message,
  )

describe('waiting for a message', () => {
  beforeAll(meet)

  test('each text is given once, and what does not match stays for later waits', async () => {
    await write('Welcome!')
    await write('Your code is 111111')
    await write('Your code is 222222')
    expect((await phone.waitForMessage(/code is (\d+)/)).match[1]).toBe('111111')
    expect((await phone.waitForMessage(/code is (\d+)/)).match[1]).toBe('222222')
    expect((await phone.waitForMessage()).body).toBe('Welcome!')
    expect(await failureOf(phone.waitForMessage(undefined, { timeout: 50 }))).toContain('Nothing arrived instead.')
  })

  test('two that wait at once get one each', async () => {
    const waiting = Promise.all([phone.waitForMessage('same'), phone.waitForMessage('same')])
    await write('the same 1')
    await write('the same 2')
    expect((await waiting).map(({ body }) => body).sort()).toEqual(['the same 1', 'the same 2'])
  })

  test('a message tells what it was', async () => {
    const sent = await write('Grüße 👋 '.repeat(10))
    const message = await phone.waitForMessage((text) => text.from === account.phoneNumber && text.body.includes('👋'))
    expect(message).toMatchObject({
      sid: sent.sid,
      from: account.phoneNumber,
      to: phone.number,
      encoding: 'UCS-2',
      segments: 2,
      media: [],
    })
    await expect(message).toHaveStatusHistory(['queued', 'sending', 'sent', 'delivered'])
    expect(message).toBeSegments(2)
  })

  test('a pattern that remembers where it was matches every text', async () => {
    const pattern = /again/g
    await write('again and again')
    await write('again')
    await phone.waitForMessage(pattern)
    await phone.waitForMessage(pattern)
  })

  test('a code is found, and its text is taken', async () => {
    await write('Your order 48213 has shipped')
    await write('482913 is your code')
    expect(await phone.waitForCode()).toBe('482913')
    expect((await phone.waitForMessage()).body).toContain('shipped')
  })

  test('a phone that is taken by its number knows what this account wrote before, and nothing of others', async () => {
    const number = '+15552340987'
    const other = await trunkline.account()
    await other.client(twilio).messages.create({ to: number, from: other.phoneNumber, body: 'from another' })
    const sent = await account.client(twilio).messages.create({ to: number, from: account.phoneNumber, body: 'early' })
    await expect(account.message(sent.sid)).toHaveStatusHistory(['queued', 'sending', 'sent', 'delivered'])
    const known = await account.phone(number)
    expect((await known.waitForMessage()).body).toBe('early')
    expect(await known.messages()).toHaveLength(1)
  })
})

describe('writing', () => {
  beforeAll(meet)

  test('resolves when the application has answered, with what it answered and sent', async () => {
    await account.webhook(answering((body) => `<Message>You said ${body}</Message><Message>Bye</Message>`))
    const outcome = await phone.send('hello')
    expect(outcome).toMatchObject({ status: 200, twiml: expect.stringContaining('<Message>You said hello</Message>') })
    expect(outcome.replies.map(({ body }) => body)).toEqual(['You said hello', 'Bye'])
    expect(outcome.webhooks).toHaveLength(1)
    expect((await phone.waitForMessage(/You said (\w+)/)).match[1]).toBe('hello')
  })

  test('an answer goes to whoever wrote last, also to another number than the first', async () => {
    const two = await trunkline.account({ numbers: 2 })
    const [, second = ''] = two.phoneNumbers
    const person = await two.phone()
    await two.webhook(
      answering((body) => `<Message>second: ${body}</Message>`),
      { sms: '/', number: second },
    )
    await two.client(twilio).messages.create({ to: person.number, from: second, body: 'YES or NO?' })
    await person.waitForMessage('YES or NO')
    expect((await person.reply('YES')).replies[0]).toMatchObject({ from: second, body: 'second: YES' })
  })

  test('files are sent as they are', async () => {
    await account.webhook(async (request: Request) => {
      const form = new URLSearchParams(await request.text())
      return new Response(`${form.get('NumMedia')} ${form.get('MediaContentType0')}`, {
        headers: { 'content-type': 'text/plain' },
      })
    })
    const outcome = await phone.sendMms('look', [{ contentType: 'image/png', data: new Uint8Array([1, 2, 3]) }])
    expect(outcome.replies.map(({ body }) => body)).toEqual(['1 image/png'])
  })

  test('to a number that nobody owns says so', async () => {
    expect(await failureOf(phone.send('hi', { to: '+15559990000' }))).toContain('Nobody owns the number +15559990000')
  })

  test('an answer to nobody says so', async () => {
    const fresh = await account.phone()
    expect(await failureOf(fresh.reply('YES'))).toContain('Nobody wrote to')
  })
})

describe('an application is served', () => {
  beforeAll(meet)

  test.each([
    ['a function of Node', (_: unknown, response: { end(text: string): void }) => response.end('node')],
    ['an app with fetch', { fetch: () => new Response('fetch') }],
    [
      'an app with a callback',
      { callback: () => (_: unknown, response: { end(text: string): void }) => response.end('koa') },
    ],
  ])('%s', async (_, application) => {
    const url = await account.webhook(application)
    expect(['node', 'fetch', 'koa']).toContain(await (await fetch(url)).text())
    expect((await phone.send('hi')).status).toBe(200)
  })

  test('Fastify, and a server of Node', async () => {
    const app = fastify()
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
      done(null, body),
    )
    app.post('/', async (request) => `fastify ${String(request.body).includes('Body=hi')}`)
    await account.webhook(app)
    expect((await phone.send('hi')).replies[0]?.body).toBe('fastify true')
    const server = createServer((_, response) => response.end('a server'))
    await account.webhook(server)
    expect((await phone.send('hi')).twiml).toBe('a server')
  })

  test('cookies of a fetch function come back with the next text', async () => {
    const told: (string | null)[] = []
    await account.webhook((request: Request) => {
      told.push(request.headers.get('cookie'))
      const headers = new Headers({ 'content-type': 'text/xml' })
      headers.append('set-cookie', 'a=1')
      headers.append('set-cookie', 'b=2')
      return new Response('<Response/>', { headers })
    })
    await phone.send('one')
    await phone.send('two')
    expect(told[0]).toBeNull()
    expect(told[1]?.split('; ').toSorted()).toEqual(['a=1', 'b=2'])
  })

  test('what is no application is refused', async () => {
    await expect(account.webhook({} as { fetch(): Response })).rejects.toThrow('no application')
  })

  test('Express, at the paths that are said', async () => {
    const express = createRequire(import.meta.url)('express') as Express
    const app = express()
    app.use(express.urlencoded({ extended: false }))
    app.use(twilio.webhook(account.authToken, { validate: true }))
    app.post('/sms', (request, response) => {
      response.type('text/xml').send(`<Response><Message>Express: ${request.body.Body}</Message></Response>`)
    })
    await account.webhook(app, { sms: '/sms' })
    expect((await phone.send('hi')).replies[0]?.body).toBe('Express: hi')
  })
})

describe('what is not seen in a test', () => {
  beforeAll(meet)

  test('a webhook that throws fails the check, with what it threw', async () => {
    const other = await trunkline.account()
    const person = await other.phone()
    await other.webhook(() => {
      throw new Error('no such customer')
    })
    expect((await person.send('hi')).status).toBe(500)
    const failure = await failureOf(other.verify())
    expect(failure).toContain('Webhooks that failed')
    expect(failure).toMatch(/message: POST http:\/\/127\.0\.0\.1:\d+\/ → 500/)
    expect(failure).toContain('The application threw:\n  "no such customer"')
    await other.verify({ failedWebhooks: true })
    other.tolerate({ failedWebhooks: true })
    await other.verify()
  })

  test('a request to what is not there fails it', async () => {
    const other = await trunkline.account()
    await other
      .client(twilio)
      .video.v1.rooms.list()
      .catch(() => {})
    await expect.poll(() => failureOf(other.verify()).catch(() => '')).toContain('GET /v1/Rooms → 404')
    await other.verify({ notImplemented: true })
  })

  test('nothing to say passes', async () => {
    await write('fine')
    await account.verify()
  })
})

describe('the timeline', () => {
  test('tells messages, webhooks and refusals in order', async () => {
    await meet()
    await account.webhook(answering(() => '<Message>pong</Message>'))
    await phone.send('ping')
    await phone.waitForMessage('pong')
    await account
      .client(twilio)
      .messages.create({ to: 'nobody', from: account.phoneNumber, body: 'x' })
      .catch(() => {})
    await expect.poll(async () => (await account.timeline()).map(({ type }) => type)).toContain('refused')
    const entries = await account.timeline()
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted())
    expect(entries.filter(({ type }) => type === 'webhook')).toHaveLength(1)
    expect(entries.some(({ words }) => words.includes('delivered'))).toBe(true)
  })
})

describe('calls', () => {
  beforeAll(meet)

  test('whoever calls hears what is said, presses keys and hears the end', async () => {
    await account.webhook(
      async (request: Request) => {
        const { Digits } = Object.fromEntries(new URLSearchParams(await request.text()))
        const verbs = Digits
          ? `<Say>You pressed ${Digits}</Say>`
          : '<Gather numDigits="1"><Say>Press one</Say></Gather><Say>Nothing</Say>'
        return new Response(`<Response>${verbs}</Response>`, { headers: { 'content-type': 'text/xml' } })
      },
      { voice: '/' },
    )
    const call = await phone.call()
    expect(await call.waitForWords(/press/i)).toBe('Press one')
    await call.press('1')
    expect(await call.waitForWords(/you pressed (\d)/i)).toBe('You pressed 1')
    expect(await call.waitForEnd()).toBe('completed')
    expect(await failureOf(call.waitForWords('goodbye', { timeout: 1000 }))).toMatch(
      /said nothing like "goodbye" before it ended \(completed\)\.[^]*said text="You pressed 1"/,
    )
  })

  test('a phone answers what the application calls', async () => {
    const answered = phone.answer()
    await phone.behaves('online', { answers: 'by-hand' })
    await account.client(twilio).calls.create({
      to: phone.number,
      from: account.phoneNumber,
      twiml: '<Response><Gather input="speech"><Say>Yes or no?</Say></Gather></Response>',
    })
    const call = await answered
    await call.waitForWords('Yes or no')
    await call.say('yes please')
    expect(
      (await call.transcript()).some(({ kind, detail }) => kind === 'spoken' && detail.words === 'yes please'),
    ).toBe(true)
    await call.hangUp()
    expect(await call.waitForEnd()).toBe('completed')
  })
})

describe('matchers', () => {
  beforeAll(meet)

  test('what a phone got, now or soon, and what it did not get', async () => {
    await write('Welcome to the shop')
    await expect(phone).toHaveReceived(/welcome/i)
    await expect(phone).toHaveReceived('shop')
    expect(await failureOf(expect(phone).not.toHaveReceived('shop'))).toContain('was not to get a text with "shop"')
    const failure = await failureOf(expect(phone).toHaveReceived('goodbye', { timeout: 50 }))
    expect(failure).toContain(`${phone.number} was to get a text with "goodbye".`)
    expect(failure).toContain('"Welcome to the shop"')
  })

  test('a phone that is none is refused', async () => {
    expect(await failureOf(expect('a phone').toHaveReceived('x'))).toContain('Only a phone can have received')
  })

  test('the number of segments, also of a text', () => {
    expect('a'.repeat(161)).toBeSegments(2)
    expect(() => expect('Hi').toBeSegments(2)).toThrow('"Hi" was to be 2 segments, and is 1 (2 septets of GSM-7).')
    expect(Object.keys(matchers)).toEqual(['toHaveReceived', 'toHaveStatusHistory', 'toBeSegments'])
  })

  test('statuses, with what they were instead', async () => {
    await phone.behaves('offline')
    const { sid } = await write('nobody hears')
    await expect(account.message(sid)).toHaveStatusHistory(['queued', 'sending', 'sent', 'undelivered'])
    expect(
      await failureOf(expect(account.message(sid)).toHaveStatusHistory(['queued', 'sending', 'sent', 'delivered'])),
    ).toBe('The message was to be queued → sending → sent → delivered, and was queued → sending → sent → undelivered.')
  })
})

describe('closing', () => {
  test('may be done twice, and ends what is awaited', async () => {
    const own = await startTrunkline({ alone: true })
    const waiting = failureOf((await (await own.account()).phone()).waitForMessage('x'))
    await own.close()
    await own.close()
    expect(await waiting).toContain('closed while something was awaited')
    await expect(fetch(`${own.url}/livez`)).rejects.toThrow('fetch failed')
  })
})

describe('what the console shows', () => {
  beforeAll(meet)

  test('is found by a query: messages, refusals and what went wrong', async () => {
    await write('a word')
    await write('another one')
    await account.settle()
    expect((await account.messages({ q: 'word' })).map(({ body }) => body)).toEqual(['a word'])
    expect(await account.messages({ limit: 1 })).toMatchObject([{ body: 'another one' }])
    expect(await account.refused()).toEqual([])
    await write('x', { to: 'nobody' }).catch(() => {})
    await expect.poll(() => account.refused({ q: 'status:400' })).toMatchObject([{ code: 21211 }])
    await account.webhook('http://127.0.0.1:9', { sms: '/sms' })
    await phone.send('ping')
    expect((await account.alerts({ code: 11205, limit: 1 })).map(({ errorCode }) => errorCode)).toEqual([11205])
    expect(await account.alerts({ code: 12300 })).toEqual([])
  })

  test('tells what was signed, and tries each mistake of a signature', async () => {
    await account.webhook(() => new Response('', { status: 403 }))
    await phone.send('ping')
    const [refused] = await account.webhooks.history({ q: 'code:403', failed: true })
    const { signed, signature, header } = await account.webhooks.signature(refused!)
    expect(signed).toContain('Bodyping')
    expect(signature).toBe(header)
    expect((await account.webhooks.signature(refused!, { received: 'no' })).likely).toBeNull()
    const { tried, likely } = await account.webhooks.diagnose(refused!)
    expect(tried.length).toBeGreaterThan(1)
    expect(likely).toBeNull()
  })
})
