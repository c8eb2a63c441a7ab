import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import { ask, type Ask, askJson, type Json, type Parameters } from '../api-client.ts'
import { openReceiver } from '../receiver.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { asked, bare, contentOf, namesOf, pacific, read, valuesOf } from './first-version.ts'

// The first version of the API, 2008-08-01: its SMS/Messages document sentence by sentence, and what else was in it.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const own = () => bare(server.numbers[0])
const send = (parameters: Parameters = {}, suffix = '') =>
  asked(server, `SMS/Messages${suffix}`, {
    method: 'POST',
    parameters: { From: own(), To: '4158675309', Body: 'Hi Jenny', ...parameters },
  })
async function sent(parameters: Parameters = {}): Promise<string> {
  const { text } = await send(parameters)
  return valuesOf(contentOf(text)).Sid ?? ''
}

describe('SMS/Messages', () => {
  test('sends a message with ten digits, and answers where it is', async () => {
    const { status, headers, text } = await send({ Body: 'Hi Jenny u didnt return my last text whats up' })
    expect(status).toBe(201)
    expect(headers.get('content-type')).toBe('application/xml')
    const message = contentOf(text)
    expect(message.name).toBe('SMSMessage')
    expect(namesOf(message)).toEqual(
      'Sid DateCreated DateUpdated DateSent AccountSid To From Body Status Flags Price'.split(' '),
    )
    const values = valuesOf(message)
    expect(values).toEqual({
      Sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      DateCreated: expect.stringMatching(pacific),
      DateUpdated: values.DateCreated,
      DateSent: '',
      AccountSid: server.account.sid,
      To: '4158675309',
      From: own(),
      Body: 'Hi Jenny u didnt return my last text whats up',
      Status: 'queued',
      Flags: '4',
      Price: '',
    })
    const location = headers.get('location')
    expect(location).toBe(`${server.url}/2008-08-01/Accounts/${server.account.sid}/SMS/Messages/${values.Sid}`)
    const found = await fetch(location ?? '', { headers: { authorization: server.account.basic } })
    expect(await found.text()).toContain(`<Sid>${values.Sid}</Sid>`)
  })

  test.each(['(415) 867-5309', '415-867-5309', '415.867.5309', '1 415 867 5309', '+14158675309'])(
    'takes %s for the same number',
    async (To) => {
      const { status, text } = await send({ To })
      expect([status, valuesOf(contentOf(text)).To]).toEqual([201, '4158675309'])
    },
  )

  test('takes an international number behind its `+`', async () => {
    const { status, text } = await send({ To: '+44 7400 123456' })
    expect([status, valuesOf(contentOf(text)).To]).toEqual([201, '+447400123456'])
  })

  test('a message that was sent has the date of that', async () => {
    const sid = await sent()
    const [message] = await settled(server, [sid])
    const values = valuesOf(await read(server, `SMS/Messages/${sid}`))
    expect(values).toMatchObject({ Status: 'sent', DateSent: expect.stringMatching(pacific) })
    expect(Date.parse(values.DateSent ?? '')).toBe(Date.parse(String(message?.date_sent)))
    expect(values.Price).toMatch(/^-0\.\d{5}$/)
  })

  test('a message that did not arrive has failed', async () => {
    const sid = await sent({ To: '+15005530003' })
    await settled(server, [sid])
    expect(valuesOf(await read(server, `SMS/Messages/${sid}`)).Status).toBe('failed')
  })

  test.each<[what: string, parameters: Parameters, code: number, message: RegExp]>([
    ['From', { From: [] }, 21603, /'From'/],
    ['To', { To: [] }, 21604, /'To'/],
    ['Body', { Body: [] }, 21602, /body/],
    ['a text of 160 characters at most', { Body: 'x'.repeat(161) }, 21605, /160 characters/],
    ['a number of the account', { From: '2125550100' }, 21606, /2125550100/],
  ])('asks for %s', async (_what, parameters, code, message) => {
    const { status, text } = await send(parameters)
    const exception = contentOf(text)
    expect([status, exception.name, namesOf(exception)]).toEqual([
      400,
      'RestException',
      ['Status', 'Message', 'Code', 'MoreInfo'],
    ])
    expect(valuesOf(exception)).toMatchObject({
      Status: '400',
      Code: String(code),
      Message: expect.stringMatching(message),
      MoreInfo: expect.stringContaining(`www.twilio.com/docs/errors/${code}`),
    })
  })

  test.each<[method: Ask['method'], path: string]>([
    ['POST', 'SMS/Messages/{Sid}'],
    ['PUT', 'SMS/Messages/{Sid}'],
    ['DELETE', 'SMS/Messages/{Sid}'],
    ['PUT', 'SMS/Messages'],
    ['DELETE', 'SMS/Messages'],
  ])('%s of %s is not supported, said outright or by `_method`', async (method, path) => {
    const filled = path.replace('{Sid}', await sent())
    const parameters: Parameters = method === 'POST' ? { Body: '' } : {}
    for (const answer of [
      await asked(server, filled, { method, parameters }),
      await asked(server, `${filled}?_method=${method}`, { method: 'POST', parameters }),
    ]) {
      const exception = contentOf(answer.text)
      expect([answer.status, valuesOf(exception).Code]).toEqual([405, '20004'])
    }
  })

  test('the application is told once, that it was sent or that it failed, signed', async () => {
    await using receiver = await openReceiver()
    const sids = [
      await sent({ StatusCallback: `${receiver.url}/told?of=it` }),
      await sent({ StatusCallback: `${receiver.url}/told?of=it`, To: '+15005530001' }),
    ]
    await settled(server, sids)
    await receiver.until((received) => received.length === 2)
    const modern = { From: server.numbers[0], To: '+14155552345', Body: 'hi', StatusCallback: receiver.url }
    await askJson(server, { method: 'POST', path: '/SMS/Messages.json', parameters: modern })
    await receiver.until((received) => received.filter(({ names }) => names.includes('MessageSid')).length === 2)
    const told = receiver.received.filter(({ names }) => !names.includes('MessageSid'))
    expect(told.map(({ parameters }) => parameters)).toEqual(
      expect.arrayContaining([
        { SmsSid: sids[0], SmsStatus: 'sent' },
        { SmsSid: sids[1], SmsStatus: 'failed' },
      ]),
    )
    expect(told).toHaveLength(2)
    for (const { method, url, headers, parameters } of told) {
      expect(method).toBe('POST')
      const signature = String(headers['x-twilio-signature'])
      expect(twilio.validateRequest(server.account.token, signature, url, { ...parameters })).toBe(true)
    }
  })
})

describe('the list of messages', () => {
  let listed: TestServer
  let sids: string[]
  const people = ['4155552345', '4155552346']
  beforeAll(async () => {
    listed = await startTestServer()
    sids = []
    for (const person of [0, 1, 0, 0, 1]) {
      const { text } = await ask(listed, {
        method: 'POST',
        path: `/2008-08-01/Accounts/${listed.account.sid}/SMS/Messages`,
        parameters: { From: bare(listed.numbers[person as 0 | 1]), To: people[person]!, Body: 'hi' },
      })
      sids.push(valuesOf(contentOf(text)).Sid ?? '')
      await settled(listed, sids)
    }
  })
  afterAll(() => listed[Symbol.asyncDispose]())

  async function page(query: string) {
    const path = `/2008-08-01/Accounts/${listed.account.sid}/SMS/Messages?${query}`
    const list = contentOf((await ask(listed, { method: 'GET', path })).text)
    expect([list.name, Object.keys(list.attributes)]).toEqual([
      'SMSMessages',
      ['page', 'numpages', 'pagesize', 'total', 'start', 'end'],
    ])
    return {
      info: Object.values(list.attributes).map(Number),
      sids: list.children.map((message) => valuesOf(message).Sid),
    }
  }
  const newest = () => [...sids].reverse()

  test('holds the last sent first, fifty on a page', async () => {
    expect(await page('')).toEqual({ info: [0, 1, 50, 5, 0, 4], sids: newest() })
  })

  test('is cut into pages of `num` rows, of which `page` chooses one', async () => {
    expect(await page('num=2')).toEqual({ info: [0, 3, 2, 5, 0, 1], sids: newest().slice(0, 2) })
    expect(await page('num=2&page=1')).toEqual({ info: [1, 3, 2, 5, 2, 3], sids: newest().slice(2, 4) })
    expect(await page('num=2&page=2')).toEqual({ info: [2, 3, 2, 5, 4, 4], sids: newest().slice(4) })
    expect((await page('num=5000')).info).toEqual([0, 1, 1000, 5, 0, 4])
    expect((await page('PageSize=2&Page=1')).info).toEqual([0, 1, 50, 5, 0, 4])
  })

  test('is filtered by recipient and sender, and counts what is left', async () => {
    const toSecond = newest().filter((sid) => sid === sids[1] || sid === sids[4])
    expect(await page(`To=${people[1]}`)).toEqual({ info: [0, 1, 50, 2, 0, 1], sids: toSecond })
    expect(await page('To=415-555-2346&num=1')).toEqual({ info: [0, 2, 1, 2, 0, 0], sids: toSecond.slice(0, 1) })
    expect((await page(`From=${bare(listed.numbers[0])}`)).info).toEqual([0, 1, 50, 3, 0, 2])
    expect((await page(`to=${people[1]}`)).info[3]).toBe(5)
    expect(await page('To=2125550100')).toEqual({ info: [0, 0, 50, 0, 0, 0], sids: [] })
  })

  test('is filtered by the day of sending, and by inequalities as they are typed', async () => {
    const total = async (query: string) => (await page(query)).info[3]
    expect(await total('DateSent=2009-07-06')).toBe(0)
    expect(await total('DateSent>=2009-07-06')).toBe(5)
    expect(await total('DateSent<=2009-07-06')).toBe(0)
    expect(await total(`DateSent>=2009-07-06&DateSent<=2099-01-01&To=${people[1]}`)).toBe(2)
  })
})

describe('a message shows the version that handled it:', () => {
  const shownBy = async (sid: string) => {
    const paths = [`/SMS/Messages/${sid}.json`, `/Messages/${sid}.json`]
    const shown = await Promise.all(paths.map((path) => askJson(server, { method: 'GET', path })))
    return shown.map(({ json }) => json.api_version)
  }

  test('one that was sent through the first is of 2008-08-01 to any reader', async () => {
    expect(await shownBy(await sent())).toEqual(['2008-08-01', '2008-08-01'])
  })

  test('one that was sent through the second is readable in the first, and stays what it is', async () => {
    const parameters = { From: server.numbers[0], To: '+14155552345', Body: 'x'.repeat(200) }
    const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters })
    const sid = String(json.sid)
    const message = await read(server, `SMS/Messages/${sid}`)
    expect(valuesOf(message)).toMatchObject({ Sid: sid, To: '4155552345', Body: 'x'.repeat(200), Flags: '4' })
    expect(namesOf(message)).not.toContain('ApiVersion')
    expect(await shownBy(sid)).toEqual(['2010-04-01', '2010-04-01'])
  })
})

describe('the representation', () => {
  const body = `<b>"Hi", & 'bye'</b>`
  let sid: string
  beforeAll(async () => {
    sid = await sent({ Body: body, To: '4155550177' })
    await settled(server, [sid])
  })
  const message = (suffix: string) => asked(server, `SMS/Messages/${sid}${suffix}`)
  const list = (suffix: string) => asked(server, `SMS/Messages${suffix}?To=4155550177`)

  test('is XML without a suffix and with .xml', async () => {
    const [plain, suffixed] = [await message(''), await message('.xml')]
    expect(plain.text).toBe(suffixed.text)
    expect(plain.text).toMatch(/^<\?xml version="1\.0"\?>/)
    expect(valuesOf(contentOf(plain.text)).Body).toBe(body)
  })

  test('is JSON with .json: the elements of XML, each value a text', async () => {
    const { text, headers } = await message('.json')
    expect(headers.get('content-type')).toBe('application/json')
    const one = JSON.parse(text) as { TwilioResponse: { SMSMessage: Json } }
    expect(one.TwilioResponse.SMSMessage).toEqual(valuesOf(await read(server, `SMS/Messages/${sid}`)))
    expect(one.TwilioResponse.SMSMessage).toMatchObject({ Flags: '4', Body: body })
    expect(JSON.parse((await list('.json')).text)).toEqual({
      TwilioResponse: { SMSMessages: [{ SMSMessage: one.TwilioResponse.SMSMessage }] },
    })
    const queued = JSON.parse((await send({}, '.json')).text) as typeof one
    expect(queued.TwilioResponse.SMSMessage).toMatchObject({ DateSent: '', Price: '' })
  })

  test('is CSV with .csv', async () => {
    for (const { text, headers } of [await message('.csv'), await list('.csv')]) {
      expect(headers.get('content-type')).toMatch(/^text\/csv/)
      const [header, row, end] = text.split('\r\n')
      expect(header).toBe('Sid,DateCreated,DateUpdated,DateSent,AccountSid,To,From,Body,Status,Flags,Price')
      expect(row).toContain(`,4155550177,${own()},"<b>""Hi"", & 'bye'</b>",sent,4,-0.`)
      expect(end).toBe('')
    }
  })

  test('is HTML with .html, in which nothing of a message is markup', async () => {
    const { text, headers } = await message('.html')
    expect(headers.get('content-type')).toMatch(/^text\/html/)
    expect(text).toContain('<head><title>200</title></head><body class="twilio-response"><div class="sms-message">')
    expect(text).toContain(`<div class="account-sid">${server.account.sid}</div>`)
    expect(text).toContain(`<div class="body">&lt;b&gt;"Hi", &amp; 'bye'&lt;/b&gt;</div>`)
    expect((await list('.html')).text).toContain('<div class="sms-messages"><div class="sms-message"><div class="sid">')
    const created = await send({}, '.html')
    expect([created.status, created.text.includes('<title>201</title>')]).toEqual([201, true])
    expect(created.headers.get('location')).toMatch(/\.html$/)
  })

  test.each(['', '.xml', '.json', '.csv', '.html'])('%s: a refusal is written like everything else', async (suffix) => {
    const [unknown, nowhere] = [
      await asked(server, `SMS/Messages/SM${'0'.repeat(32)}${suffix}`),
      await asked(server, `Nothing${suffix}`),
    ]
    expect([unknown.status, unknown.text]).toEqual([404, nowhere.text])
    expect(unknown.headers.get('content-type')).toBe((await message(suffix)).headers.get('content-type'))
    expect(unknown.text).toContain('The requested resource was not found')
    expect(unknown.text).toContain('20404')
  })

  test('of 2010-04-01 is never HTML', async () => {
    expect((await ask(server, { method: 'GET', path: '/SMS/Messages.html' })).status).toBe(404)
    expect((await ask(server, { method: 'GET', path: `/SMS/Messages/${sid}.html` })).status).toBe(404)
  })
})

describe('credentials', () => {
  test('are asked for, without more words', async () => {
    const { status, headers, text } = await asked(server, 'SMS/Messages', { method: 'GET', as: null })
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Basic realm="Twilio API"'])
    expect(namesOf(contentOf(text))).toEqual(['Status', 'Message', 'Code', 'MoreInfo'])
  })

  test('of a test account open nothing', async () => {
    const { status, text } = await asked(server, `/Accounts/${server.test.sid}/SMS/Messages`, {
      method: 'GET',
      as: server.test,
    })
    expect([status, valuesOf(contentOf(text)).Code]).toEqual([403, '20008'])
  })

  test('are not needed to hear which version this is', async () => {
    const response = await fetch(`${server.url}/2008-08-01`)
    expect(contentOf(await response.text())).toMatchObject({
      name: 'Version',
      children: [
        { name: 'Name', text: '2008-08-01' },
        { name: 'Uri', text: '/2008-08-01' },
        { children: [{ name: 'Accounts', text: '/2008-08-01/Accounts' }] },
      ],
    })
  })
})
