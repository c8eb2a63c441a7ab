import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buyNumber } from '../accounts/buy-number.ts'
import { numberPool } from '../carriers/simulator/number-pool.ts'
import type { Account } from '../domain/account.ts'
import { outcome, change } from '../domain/write.ts'
import { basic, runningApi, type RunningApi, start } from './running-api.testing.ts'

let api: RunningApi
let sub: Account
let testAccount: Account
let own: string
beforeAll(async () => {
  api = await runningApi()
  sub = await api.open({ owner: api.account })
  testAccount = await api.open({ kind: 'test' })
  own = (await buyNumber({ account: api.account, areaCode: '415' }, { ...api, inventory: numberPool() })).phoneNumber
})
afterAll(() => api[Symbol.asyncDispose]())

const message = (more: Readonly<Record<string, string>> = {}) => ({
  From: own,
  To: '+14155552345',
  Body: 'hi',
  ...more,
})
const nobody = { sid: `AC${'0'.repeat(32)}`, authToken: 'x' } as Account
const someMessage = `SM${'0'.repeat(32)}`

describe('a request is refused', () => {
  const wrongAccount = '/2010-04-01/Accounts/invalid_sid/Messages.json'
  test.each([
    ['by its path before its credentials', 'GET', wrongAccount, nobody, 404, 20404],
    ['by its path, also where an instance is meant', 'GET', 'Messages/SMx.json', nobody, 404, 20404],
    ['by a suffix that there is not', 'GET', 'Messages.html', 'live', 404, 20404],
    ['by a suffix that there is not, behind an instance', 'GET', `Messages/${someMessage}.html`, 'live', 404, 20404],
    ['where there is nothing', 'GET', 'Nothing.json', 'live', 404, 20404],
    ['by its credentials before its method', 'PUT', 'Messages.json', nobody, 401, 20003],
    ['for test credentials before its method', 'PUT', 'Messages.json', 'test', 403, 20008],
    ['by its method before what it names', 'PUT', `Messages/${someMessage}.json`, 'live', 405, 20004],
    ['by its method', 'DELETE', 'Messages.json', 'live', 405, 20004],
    ['by its method, on the account', 'DELETE', '.json', 'live', 405, 20004],
    [
      'by its method, where a number of a type is bought',
      'PATCH',
      'IncomingPhoneNumbers/Local.json',
      'live',
      405,
      20004,
    ],
    ['for what it names', 'DELETE', `Messages/${someMessage}.json`, 'live', 404, 20404],
    ['for a NUL', 'GET', 'Messages.json?To=%00', 'live', 400, 20001],
  ] as const)('%s', async (_, method, path, as, status, code) => {
    const account = as === 'test' ? testAccount : as === nobody ? nobody : api.account
    const full = path === '.json' ? `/2010-04-01/Accounts/${account.sid}.json` : path
    const answer = await api.ask(method, full, { as: account })
    expect(answer.status, answer.text).toBe(status)
    if (path.includes('.json'))
      expect(answer.json).toMatchObject({ code, status, more_info: `https://www.twilio.com/docs/errors/${code}` })
    else expect(answer.text).toContain(`<Code>${code}</Code>`)
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="Twilio API"' : null)
  })

  test('by a path that it repeats as it was requested, without the query', async () => {
    const path = `/2010-04-01/Accounts/${api.account.sid}/Messages/${someMessage}.json`
    expect((await api.ask('GET', `${path}?a=b`)).json.message).toBe(`The requested resource ${path} was not found`)
    const odd = '/2010-04-01/Accounts/%zz/M%65ssages.xml'
    expect((await api.ask('GET', odd)).text).toContain(`The requested resource ${odd} was not found`)
    expect((await api.ask('GET', '/v1/Services/MG1?a=b')).json.message).toBe(
      'The requested resource /Services/MG1 was not found',
    )
  })

  test('with the methods that there are', async () => {
    expect((await api.ask('PUT', 'Messages.json')).headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
    expect((await api.ask('PUT', `Messages/${someMessage}`)).headers.get('allow')).toBe(
      'GET, HEAD, POST, DELETE, OPTIONS',
    )
  })

  test('in the order of the samples in XML', async () => {
    const { text } = await api.ask('GET', 'Messages', { as: nobody })
    expect(text).toBe(
      `<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><RestException><Status>401</Status><Message>Authenticate</Message>` +
        '<Code>20003</Code><Detail>Your AccountSid or AuthToken was incorrect.</Detail>' +
        '<MoreInfo>https://www.twilio.com/docs/errors/20003</MoreInfo></RestException></TwilioResponse>',
    )
  })

  test('and is logged where it asks for what is not implemented, without the number that it names', async () => {
    await api.ask('GET', '/v1/PhoneNumbers/+14155552345')
    await api.ask('GET', '/v1/PhoneNumbers/%2B14155552345')
    const paths = api.logged
      .filter(({ event }) => event === 'not implemented')
      .map(({ fields }) => JSON.stringify(fields))
    expect(paths.length).toBeGreaterThan(1)
    expect(paths.join()).not.toContain('14155552345')
    expect(api.logged.filter(({ event }) => event !== 'not implemented')).toEqual([])
  })
})

describe('an answer', () => {
  test('is chosen by the suffix alone, XML without one', async () => {
    const types = async (path: string) =>
      (await api.ask('GET', path, { headers: { accept: 'application/json' } })).headers.get('content-type')
    expect(await types('Messages')).toBe('application/xml')
    expect(await types('Messages.xml')).toBe('application/xml')
    expect(await types('Messages.json')).toBe('application/json')
    expect(await types('Messages.csv')).toBe('text/csv; charset=utf-8')
  })

  test('says where things are with the suffix of the request', async () => {
    const at = `/2010-04-01/Accounts/${api.account.sid}`
    expect((await api.ask('GET', `${at}.json`)).json).toMatchObject({
      uri: `${at}.json`,
      subresource_uris: { messages: `${at}/Messages.json` },
    })
    expect((await api.ask('GET', at)).text).toContain(`<Uri>${at}</Uri>`)
    expect((await api.ask('GET', `${at}.xml`)).text).toContain(`<Uri>${at}.xml</Uri>`)
  })

  test('has the headers that clients can see, a length, and its reason in capitals', async () => {
    const request = `POST /2010-04-01/Accounts/${api.account.sid}/Messages.json HTTP/1.1\r\nHost: a\r\nAuthorization: ${basic(api.account)}\r\n`
    const form = new URLSearchParams(message({ Body: 'Ø💩' })).toString()
    const answer = await api.raw(
      `${request}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\nConnection: close\r\n\r\n${form}`,
    )
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 201 CREATED\r\n/)
    expect(head).toContain(`\r\nContent-Length: ${Buffer.byteLength(body)}`)
    expect(body).toMatch(/^\{"body": "\\u00d8\\ud83d\\udca9", /)
    for (const line of [
      'Access-Control-Allow-Origin: *',
      'Access-Control-Expose-Headers: ETag',
      'X-Powered-By: AT-5000',
      'X-Shenanigans: none',
      'X-Home-Region: us1',
      'X-API-Domain: api.twilio.com',
      'Strict-Transport-Security: max-age=31536000',
      'Twilio-Concurrent-Requests: 1',
      'Content-Type: application/json',
    ]) {
      expect(head).toContain(`\r\n${line}`)
    }
    expect(head).toMatch(/\r\nTwilio-Request-Id: RQ[0-9a-f]{32}\r\n/)
    expect(head).toMatch(/\r\nTwilio-Request-Duration: \d+\.\d{3}\r\n/)
    expect(head).not.toMatch(/chunked/i)
  })

  test('to HEAD is that to GET without its body', async () => {
    const [get, head] = [await api.ask('GET', 'Messages.json'), await api.ask('HEAD', 'Messages.json')]
    expect(head).toMatchObject({ status: 200, text: '' })
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
  })

  test('to OPTIONS needs no credentials', async () => {
    const answer = await api.ask('OPTIONS', 'Messages.json', { as: null })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST, DELETE, OPTIONS')
  })

  test('to whoever asks for the version needs no credentials', async () => {
    expect((await api.ask('GET', '/2010-04-01', { as: null })).text).toContain(
      '<TwilioResponse><Version><Name>2010-04-01</Name><Uri>/2010-04-01</Uri>' +
        '<SubresourceUris><Accounts>/2010-04-01/Accounts</Accounts></SubresourceUris></Version></TwilioResponse>',
    )
  })

  test('shows the subaccount to its parent', async () => {
    const answer = await api.ask('GET', `/2010-04-01/Accounts/${sub.sid}/IncomingPhoneNumbers.json`)
    expect(answer.json).toMatchObject({
      incoming_phone_numbers: [],
      uri: `/2010-04-01/Accounts/${sub.sid}/IncomingPhoneNumbers.json?PageSize=50&Page=0`,
    })
  })
})

describe('a body', () => {
  const sent = async (options: Parameters<RunningApi['ask']>[2]) =>
    (await api.ask('POST', 'Messages.json', options)).json

  test('may be a form of either kind', async () => {
    expect(await sent({ form: message() })).toMatchObject({ body: 'hi', status: 'queued' })
    const parts = new FormData()
    for (const [name, value] of Object.entries(message({ Body: 'häh' }))) parts.append(name, value)
    parts.append('MediaUrl', 'https://example.com/1.png')
    parts.append('MediaUrl', 'https://example.com/2.png')
    expect(await sent({ body: parts })).toMatchObject({ body: 'häh', num_media: '2' })
  })

  test('of another type, or encoded, is 415', async () => {
    const json = { 'content-type': 'application/json' }
    expect(await sent({ body: '{}', headers: json })).toMatchObject({ status: 415 })
    expect(await sent({ body: '{}', headers: { 'content-type': ';;;' } })).toMatchObject({ status: 415 })
    expect(await sent({ body: new Uint8Array([1]) })).toMatchObject({ status: 415 })
    expect(await sent({ form: message(), headers: { 'content-encoding': 'gzip' } })).toMatchObject({ status: 415 })
  })

  test('of another type is nothing to whoever may not come in', async () => {
    expect(await sent({ as: nobody, body: '{}', headers: { 'content-type': ';;;' } })).toMatchObject({ status: 401 })
  })

  test('that is multipart only by its name is 400', async () => {
    for (const type of ['multipart/form-data; boundary=x', 'multipart/form-data; charset=x']) {
      expect(await sent({ body: 'nonsense', headers: { 'content-type': type } })).toMatchObject({ status: 400 })
    }
  })

  test('of 1 MiB is read, and one byte more is 413', async () => {
    const form = `${new URLSearchParams(message()).toString()}&X=`
    const fill = 'x'.repeat(1024 * 1024 - form.length)
    expect(await sent({ form: form + fill })).toMatchObject({ status: 'queued' })
    expect(await sent({ form: `${form}${fill}x` })).toMatchObject({ status: 413, code: 20413 })
  })

  test('that never ends does not come far', async () => {
    const head = `POST /2010-04-01/Accounts/${api.account.sid}/Messages.json HTTP/1.1\r\nHost: a\r\nAuthorization: ${basic(api.account)}\r\n`
    const chunk = `100000\r\n${'x'.repeat(1024 * 1024)}\r\n`
    const answer = await api.raw(
      `${head}Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(17)}`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('that breaks off is nobody’s problem', async () => {
    const head = `POST /2010-04-01/Accounts/${api.account.sid}/Messages.json HTTP/1.1\r\nHost: a\r\nAuthorization: ${basic(api.account)}\r\n`
    const { connect } = await import('node:net')
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1')
    socket.write(`${head}Content-Length: 100\r\n\r\nTo=`, () => socket.resetAndDestroy())
    await new Promise((resolve) => socket.once('close', resolve))
    expect((await api.ask('GET', 'Messages.json')).status).toBe(200)
    expect(api.logged.filter(({ event }) => event !== 'not implemented')).toEqual([])
  })

  test('of a POST may make it a DELETE', async () => {
    const { sid } = (await api.ask('POST', 'Messages.json', { form: message() })).json as unknown as { sid: string }
    expect(await api.ask('POST', `Messages/${sid}.json?_method=DELETE`, { form: {} })).toMatchObject({ status: 409 })
    expect(await api.ask('POST', 'Messages.json?_method=PUT', { form: message() })).toMatchObject({ status: 405 })
    expect(await api.ask('GET', `Messages/${sid}.json?_method=DELETE`)).toMatchObject({ status: 200 })
  })
})

describe('the host', () => {
  const path = () => `/2010-04-01/Accounts/${api.account.sid}.json`
  const asked = (target: string, host: string) =>
    api.raw(
      `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${basic(api.account)}\r\nConnection: close\r\n\r\n`,
    )

  test('of the product serves it, that of another does not', async () => {
    expect(await asked(path(), 'api.twilio.com')).toMatch(/^HTTP\/1\.1 200 /)
    expect(await asked(path(), 'api.dublin.ie1.twilio.com:443')).toMatch(/^HTTP\/1\.1 200 /)
    expect(await asked(path(), 'messaging.twilio.com')).toMatch(/^HTTP\/1\.1 404 /)
    expect(await asked('/v1/Nothing', 'messaging.twilio.com')).toContain('resource /Nothing was not found')
  })

  test('may stand in the request line, as clients write it for their proxy', async () => {
    expect(await asked(`http://api.twilio.com${path()}`, 'api.twilio.com')).toMatch(/^HTTP\/1\.1 200 /)
    expect(await asked('http://api.twilio.com', 'api.twilio.com')).toMatch(/^HTTP\/1\.1 404 /)
  })
})

describe('a list of messages', () => {
  const listed = async (path: string) => (await api.ask('GET', path)).json as unknown as List
  interface List {
    messages: { sid: string }[]
    next_page_uri: string | null
    previous_page_uri: string | null
    total?: number
  }
  const sids: string[] = []
  beforeAll(async () => {
    for (let i = 0; i < 7; i++) {
      api.clock.at = start + (i + 1) * 86_400_000
      const answer = await api.ask('POST', 'Messages.json', { form: message({ To: '+14155550199', Body: String(i) }) })
      const { sid } = answer.json as unknown as { sid: string }
      sids.unshift(sid)
      // The four oldest are sent, each on its own day; the others wait.
      if (i < 4)
        await api.ledger.keep(
          outcome([change('message', sid, { status: 'sent', dateSent: api.clock.at, dateListed: api.clock.at })]),
        )
    }
  })

  test('is walked forward and back by its links', async () => {
    const pages: List[] = []
    for (let uri: string | null = 'Messages.json?To=%2B14155550199&PageSize=3'; uri !== null;) {
      const page = await listed(uri)
      pages.push(page)
      uri = page.next_page_uri
    }
    expect(pages.map(({ messages }) => messages.length)).toEqual([3, 3, 1])
    expect(pages.flatMap(({ messages }) => messages.map(({ sid }) => sid))).toEqual(sids)
    expect(pages.map(({ total }) => total)).toEqual([7, 7, 7])

    const back: List[] = []
    for (let uri = pages[2]!.previous_page_uri; uri !== null;) {
      const page = await listed(uri)
      back.unshift(page)
      uri = page.previous_page_uri
    }
    expect(back.map(({ messages }) => messages)).toEqual([pages[0]!.messages, pages[1]!.messages])
  })

  test('passes over filters that are empty', async () => {
    const all = await api.ask('GET', 'Messages.json?PageSize=1')
    const filtered = await api.ask('GET', 'Messages.json?From=&To=&PageSize=1&Unknown=1')
    expect(filtered.json).toEqual(all.json)
  })

  test('is the same by number', async () => {
    const page = await listed('Messages.json?To=%2B14155550199&PageSize=3&Page=1')
    expect(page.messages.map(({ sid }) => sid)).toEqual(sids.slice(3, 6))
  })

  test.each([
    ['DateSent=2026-01-04', [1]],
    ['DateSent=2026-01-04T23:59:59Z', [1]],
    ['DateSent%3E=2026-01-05', [3, 2]],
    ['DateSent>=2026-01-05', [3, 2]],
    ['DateSent>2026-01-05', [3, 2]],
    ['DateSent%3E2026-01-05', [3, 2]],
    ['DateSent%3E=2026-01-05T03:04:05Z', [3, 2]],
    ['DateSent%3E=2026-01-05T03:04:06', [3]],
    ['DateSent%3C=2026-01-05', [1, 0]],
    ['DateSent<=2026-01-05T03:04:05Z', [2, 1, 0]],
    ['DateSent>=2026-01-04&DateSent<=2026-01-06', [2, 1]],
    ['DateSent=2026-01', [3, 2, 1, 0]],
    ['DateSent=2026', [3, 2, 1, 0]],
    ['DateSent=2025', []],
    ['DateSent=&DateSent%3E=&PageToken=', [6, 5, 4, 3, 2, 1, 0]],
    ['DateSent%3E%3D=2026-01-05', [6, 5, 4, 3, 2, 1, 0]],
  ] as const)('by %s', async (filter, expected) => {
    const page = await listed(`Messages.json?To=(415) 555-0199&${filter}`)
    expect(page.messages.map(({ sid }) => sids.length - 1 - sids.indexOf(sid))).toEqual(expected)
  })

  test('refuses what is no date, an inequality before one too', async () => {
    for (const date of ['yesterday', '%3E%3D2017-02-28']) {
      expect((await api.ask('GET', `Messages.json?DateSent=${date}`)).json).toMatchObject({
        code: 20001,
        message: 'Invalid date value.',
      })
    }
  })
})
