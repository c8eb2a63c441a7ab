import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, askJson, type Parameters } from '../api-client.ts'
import { openReceiver, type Receiver, twiml } from '../receiver.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'
import { asked, bare, contentOf, namesOf, read, sidsOf, valuesOf } from './first-version.ts'

// Calls and what belongs to them in the first version of the API, 2008-08-01.

let server: TestServer
let receiver: Receiver
beforeAll(async () => {
  ;[server, receiver] = await Promise.all([
    startTestServer({ env: { TRUNKLINE_SIMULATOR_ANSWER: '0' } }),
    openReceiver(({ url }) => twiml(`<Pause length="${url.endsWith('/long') ? 3600 : 1}"/>`)),
  ])
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

/** A second is said to pass; asking what to do takes time, too. */
const atLeastOne = expect.stringMatching(/^[1-9]\d*$/)

const call = (parameters: Parameters = {}) =>
  asked(server, 'Calls', {
    method: 'POST',
    parameters: {
      Caller: bare(server.numbers[0]),
      Called: '415-555-1212',
      Url: `${receiver.url}/short`,
      ...parameters,
    },
  })
async function called(parameters: Parameters = {}): Promise<string> {
  const { text, status } = await call(parameters)
  if (status !== 201) throw new Error(text)
  return valuesOf(contentOf(text)).Sid ?? ''
}

/** Asks until the answer satisfies. */
async function until<Found>(find: () => Promise<Found>, satisfies: (found: Found) => boolean): Promise<Found> {
  const end = performance.now() + 10_000
  for (;;) {
    const found = await find()
    if (satisfies(found)) return found
    if (performance.now() > end) throw new Error(`In vain: ${JSON.stringify(found)}`)
    await pause(20)
  }
}

const completed = (sid: string) =>
  until(
    async () => valuesOf(await read(server, `Calls/${sid}`)),
    ({ Status }) => Status === '2',
  )
const filled = (path: string) =>
  until(
    () => read(server, path),
    ({ attributes }) => attributes.total !== '0',
  )

describe('a call', () => {
  test('is made with ten digits, and answered with where it is', async () => {
    const { status, headers, text } = await call()
    const made = contentOf(text)
    const values = valuesOf(made)
    expect([status, made.name]).toEqual([201, 'Call'])
    expect(values).toMatchObject({
      Called: '4155551212',
      Caller: bare(server.numbers[0]),
      Status: '0',
      StartTime: '',
      EndTime: '',
      Duration: '',
      Price: '',
      Flags: '2',
    })
    expect(headers.get('location')).toBe(`${server.url}/2008-08-01/Accounts/${server.account.sid}/Calls/${values.Sid}`)
    const { json } = await askJson(server, { method: 'GET', path: `/Calls/${values.Sid}.json` })
    expect(json).toMatchObject({ to: '+14155551212', api_version: '2008-08-01', direction: 'outbound-api' })
  })

  test('is complete in the end, with its times and its price', async () => {
    const sid = await called()
    const values = await completed(sid)
    expect(values.StartTime).toMatch(/ -0[78]00$/)
    expect(values.EndTime).toMatch(/ -0[78]00$/)
    expect(values).toMatchObject({ Duration: atLeastOne, Price: expect.stringMatching(/^-0\.\d{5}$/) })
  })

  test.each<[what: string, parameters: Parameters, code: number, message: string]>([
    ['nobody called', { Called: [] }, 21201, 'No called number is specified'],
    ['no caller', { Caller: [] }, 21213, 'No caller number is specified'],
    ['no address', { Url: [] }, 21205, 'Url parameter is required.'],
    ['an address that is none', { Url: 'nowhere' }, 21205, 'nowhere'],
    ['a method that is none', { Method: 'FETCH' }, 21209, ''],
    ['a timeout of 1,000 seconds', { Timeout: '1000' }, 21208, ''],
    ['another word for a machine', { IfMachine: 'talk' }, 20001, 'IfMachine'],
    ['the caller of somebody else', { Caller: '2125550100' }, 21210, '2125550100'],
  ])('is refused with %s', async (_what, parameters, code, message) => {
    const { status, text } = await call(parameters)
    const values = valuesOf(contentOf(text))
    expect([status, values]).toEqual([
      400,
      expect.objectContaining({ Code: String(code), Message: expect.stringContaining(message) }),
    ])
  })

  test.each<Parameters>([
    { Timeout: '999' },
    { IfMachine: 'Continue' },
    { IfMachine: 'hangup' },
    { Method: 'GET' },
    { SendDigits: '1234#' },
  ])('takes %o', async (parameters) => {
    expect((await call(parameters)).status).toBe(201)
  })

  test('is given other instructions while it is in progress, and not after', async () => {
    const root = `/2008-08-01/Accounts/${server.account.sid}/Calls`
    const post = (path: string, parameters: Parameters) => ask(server, { method: 'POST', path, parameters })
    const long = `${receiver.url}/long`
    const created = await post(root, { Caller: server.numbers[0], Called: '4155551212', Url: long })
    const { Sid } = valuesOf(contentOf(created.text))
    await until(
      async () => (await askJson(server, { method: 'GET', path: `/Calls/${Sid}.json` })).json.status,
      (status) => status === 'in-progress',
    )
    const live = await ask(server, { method: 'GET', path: `${root}/${Sid}` })
    expect(valuesOf(contentOf(live.text)).Status).toBe('1')
    const redirected = await post(`${root}/${Sid}`, { CurrentUrl: `${receiver.url}/other/long`, CurrentMethod: 'GET' })
    expect([redirected.status, valuesOf(contentOf(redirected.text)).Sid]).toEqual([200, Sid])
    const wrong = await post(`${root}/${Sid}`, { CurrentMethod: 'GET' })
    expect([wrong.status, valuesOf(contentOf(wrong.text)).Code]).toEqual([400, '21205'])
    await ask(server, { method: 'POST', path: `/Calls/${Sid}.json`, parameters: { Status: 'completed' } })
    const late = await post(`${root}/${Sid}`, { CurrentUrl: long })
    expect([late.status, valuesOf(contentOf(late.text)).Code]).toEqual([400, '21220'])
  })

  test('knows no PUT and no DELETE, nor does the list', async () => {
    const sid = await called()
    for (const path of [`Calls/${sid}`, 'Calls'])
      for (const method of ['PUT', 'DELETE'] as const) expect((await asked(server, path, { method })).status).toBe(405)
  })

  test('is listed, counted, and found by who called whom and when', async () => {
    const sid = await called({ Called: '4155550199' })
    await completed(sid)
    const found = async (query: string) => {
      const list = await read(server, `Calls?${query}`)
      expect(list.attributes.total).toBe(String(list.children.length))
      return sidsOf(list)
    }
    expect(await found('Called=(415)+555-0199')).toEqual([sid])
    expect(await found(`Called=4155550199&Caller=${bare(server.numbers[0])}`)).toEqual([sid])
    expect(await found('Called=4155550199&Caller=2125550100')).toEqual([])
    expect(await found('Called=4155550199&Status=2&StartTime>=2009-07-06')).toEqual([sid])
    expect(await found('Called=4155550199&Status=1')).toEqual([])
    expect(await found('StartTime<=2009-07-06')).toEqual([])
    const all = await read(server, 'Calls?num=2')
    expect(Number(all.attributes.total)).toBeGreaterThan(2)
    expect([all.children.length, all.attributes.end]).toEqual([2, '1'])
  })
})

describe('what belongs to a call:', () => {
  test('its recordings, as sound and as what is known of them', async () => {
    const parameters = { To: '+14155551212', From: server.numbers[0], Url: receiver.url, Record: 'true' }
    const { json } = await askJson(server, { method: 'POST', path: '/Calls.json', parameters })
    const callSid = String(json.sid)
    await completed(callSid)
    const list = await read(server, `Calls/${callSid}/Recordings`)
    expect([list.name, list.attributes.total]).toEqual(['Recordings', '1'])
    const [sid] = sidsOf(list)
    const recording = await read(server, `Recordings/${sid}.xml`)
    expect(namesOf(recording)).toEqual('Sid AccountSid CallSid Duration DateCreated DateUpdated'.split(' '))
    expect(valuesOf(recording)).toMatchObject({ Sid: sid, CallSid: callSid, Duration: atLeastOne })
    for (const suffix of ['', '.wav']) {
      const sound = await asked(server, `Recordings/${sid}${suffix}`)
      expect([sound.headers.get('content-type'), sound.text.slice(0, 4)]).toEqual(['audio/x-wav', 'RIFF'])
    }
    expect((await read(server, `Recordings?CallSid=${callSid}`)).attributes).toMatchObject({ total: '1' })
    expect((await read(server, 'Recordings?DateCreated<=2009-07-06')).attributes).toMatchObject({
      total: '0',
      numpages: '0',
    })
    expect((await asked(server, `Calls/${callSid}/Recordings`, { method: 'POST' })).status).toBe(405)
    const removed = await asked(server, `Recordings/${sid}`, { method: 'DELETE' })
    expect([removed.status, readXml(removed.text).children]).toEqual([200, []])
    expect((await asked(server, `Recordings/${sid}.xml`)).status).toBe(404)
  })

  test('its notifications, of which lists leave the details out', async () => {
    const parameters = {
      To: '+14155551212',
      From: server.numbers[0],
      Url: receiver.url,
      StatusCallback: 'http://127.0.0.1:1/nobody#rc=0',
    }
    const { json } = await askJson(server, { method: 'POST', path: '/Calls.json', parameters })
    const path = `Calls/${String(json.sid)}/Notifications`
    const list = await filled(path)
    const begin = 'Sid AccountSid CallSid Log ErrorCode MoreInfo MessageText MessageDate'
    const end = 'DateCreated DateUpdated'
    expect(namesOf(list.children[0]!).join(' ')).toBe(`${begin} RequestMethod RequestUrl ${end}`)
    const [sid] = sidsOf(list)
    const notification = await read(server, `Notifications/${sid}`)
    expect(namesOf(notification).join(' ')).toBe(
      `${begin} ResponseBody RequestMethod RequestUrl RequestVariables ResponseHeaders ${end}`,
    )
    expect(valuesOf(notification)).toMatchObject({ CallSid: json.sid, Log: '0', RequestMethod: 'POST' })
    expect(valuesOf(notification).MessageDate).toMatch(/ -0[78]00$/)
    expect((await read(server, 'Notifications?Log=1')).attributes).toMatchObject({ total: '0' })
    expect(sidsOf(await read(server, 'Notifications?Log=0&MessageDate>=2009-07-06'))).toContain(sid)
  })
})

describe('a caller id', () => {
  test('is verified by a code, renamed by POST and PUT, found and forgotten', async () => {
    const request = await asked(server, 'OutgoingCallerIds', {
      method: 'POST',
      parameters: { PhoneNumber: '(415) 867-5309', FriendlyName: 'My Home Phone Number' },
    })
    const validation = contentOf(request.text)
    expect([request.status, validation.name]).toEqual([200, 'ValidationRequest'])
    expect(namesOf(validation)).toEqual('AccountSid PhoneNumber FriendlyName ValidationCode'.split(' '))
    expect(valuesOf(validation)).toMatchObject({
      PhoneNumber: '4158675309',
      FriendlyName: 'My Home Phone Number',
      ValidationCode: expect.stringMatching(/^\d{6}$/),
    })
    const path = 'OutgoingCallerIds?PhoneNumber=4158675309'
    const list = await filled(path)
    expect(list.attributes).toMatchObject({ total: '1', start: '0', end: '0' })
    expect(namesOf(list.children[0]!)).toEqual(
      'Sid AccountSid FriendlyName PhoneNumber DateCreated DateUpdated'.split(' '),
    )
    const [sid] = sidsOf(list)
    for (const method of ['POST', 'PUT'] as const) {
      const FriendlyName = `By ${method}`
      expect(
        valuesOf(await read(server, `OutgoingCallerIds/${sid}`, { method, parameters: { FriendlyName } })),
      ).toMatchObject({
        FriendlyName,
        PhoneNumber: '4158675309',
      })
    }
    expect(sidsOf(await read(server, 'OutgoingCallerIds?FriendlyName=By+PUT'))).toEqual([sid])
    const removed = await asked(server, `OutgoingCallerIds/${sid}`, { method: 'DELETE' })
    expect([removed.status, readXml(removed.text).children]).toEqual([200, []])
    expect((await asked(server, `OutgoingCallerIds/${sid}`)).status).toBe(404)
  })
})
