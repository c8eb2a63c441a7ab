import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, type Ask, askJson, type Json } from '../api-client.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'
import { jsonDifferences, xmlDifferences } from './golden.ts'

// The sample bodies of the Messages document, of the SMS/Messages documents of 2010 and 2008, and of the page on test credentials. JSON: every key with its type, in any
// order. XML: the order of that very view. Further keys and elements are allowed. What the page on test credentials shows is
// asked for with test credentials, as its samples do.

const everyRecordingHasHttps = 'every recording later than the sample has https'

/** The errors of which the page on test credentials shows samples. */
const errors = ['21215', '21421', '21422', '21602', '21614']

/** Everything in which an answer differs from its sample, and why. What stands here must differ. */
const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'messages-list.json': {
    '.account_sid is missing': 'the SDKs of several years refuse a page with a second key that is no paging key',
  },
  'sms-messages-list.2010.json': {
    '.uri is /2010-04-01/Accounts/{sid}/SMS/Messages.json?Page=n&PageSize=n, not /2010-04-01/Accounts/{sid}/SMS/Messages.json':
      'every recording names the page there, as other samples do',
  },
  'message-created.test.xml': {
    'Uri is /2010-04-01/Accounts/{sid}/SMS/Messages/{sid}, not /2010-04-01/Accounts/{sid}/Messages/{sid}':
      'the JSON of the same sample, and every other of this resource, have the address of the resource itself',
  },
  ...Object.fromEntries(
    errors.flatMap((code) => [
      [`error-${code}.json`, https(code, '.more_info')],
      [`error-${code}.xml`, https(code, 'MoreInfo')],
    ]),
  ),
}

function https(code: string, name: string) {
  const page = `www.twilio.com/docs/errors/${code}`
  return { [`${name} is https://${page}, not http://${page}`]: everyRecordingHasHttps }
}

const golden = (name: string) => readFileSync(new URL(`../data/golden/${name}`, import.meta.url), 'utf8').trim()

const voiceUrl = 'http://demo.twilio.com/docs/voice.xml'
const [From, To] = ['+15005550006', '+14108675309']

/** How the answer to each sample is asked for. `{Sid}` is a message that was sent. */
const samples: Readonly<Record<string, Omit<Ask, 'as'> & { status?: number; rehearsed?: true }>> = {
  'message.json': { method: 'GET', path: '/Messages/{Sid}.json' },
  'message.xml': { method: 'GET', path: '/Messages/{Sid}' },
  'messages-list.json': { method: 'GET', path: '/Messages.json', parameters: { PageSize: '1' } },
  'messages-list.xml': { method: 'GET', path: '/Messages' },
  'sms-message.2010.json': { method: 'GET', path: '/SMS/Messages/{Sid}.json' },
  'sms-message.2010.xml': { method: 'GET', path: '/SMS/Messages/{Sid}' },
  'sms-messages-list.2010.json': { method: 'GET', path: '/SMS/Messages.json', parameters: { PageSize: '1' } },
  'sms-messages-list.2010.xml': { method: 'GET', path: '/SMS/Messages' },
  'sms-message.2008.xml': { method: 'GET', path: '/2008-08-01/Accounts/{account}/SMS/Messages/{Sid}' },
  'sms-messages-list.2008.xml': { method: 'GET', path: '/2008-08-01/Accounts/{account}/SMS/Messages' },
  'message-redacted.json': { method: 'POST', path: '/Messages/{Sid}.json', parameters: { Body: '' } },
  ...rehearsed('message-created.test', '/SMS/Messages', { From, To, Body: 'All in the game, yo' }, 201),
  ...rehearsed('call-created.test', '/Calls', { From, To, Url: voiceUrl }, 201),
  ...rehearsed('incoming-phone-number.test', '/IncomingPhoneNumbers', { PhoneNumber: From, VoiceUrl: voiceUrl }, 201),
  ...rehearsed('error-21421', '/IncomingPhoneNumbers', { PhoneNumber: '33' }, 400),
  ...rehearsed('error-21422', '/IncomingPhoneNumbers', { PhoneNumber: '+15005550000' }, 400),
  ...rehearsed('error-21602', '/Messages', { From, To, Body: '' }, 400),
  ...rehearsed('error-21614', '/Messages', { From, To: '+15005550009', Body: 'hi' }, 400),
  ...rehearsed('error-21215', '/Calls', { From, To: '+15005550003', Url: voiceUrl }, 400),
}

function rehearsed(name: string, path: string, parameters: Readonly<Record<string, string>>, status: number) {
  const request = { method: 'POST', parameters, status, rehearsed: true } as const
  return { [`${name}.json`]: { ...request, path: `${path}.json` }, [`${name}.xml`]: { ...request, path } }
}

/** The samples show a message of a messaging service: one with the account's first number in its pool. */
async function serviceOf(server: TestServer): Promise<string> {
  const listed = { method: 'GET', path: '/IncomingPhoneNumbers.json' } as const
  const { json: numbers } = await askJson(server, {
    ...listed,
    parameters: { PhoneNumber: server.numbers[0].slice(1) },
  })
  const [{ sid: PhoneNumberSid } = { sid: '' }] = numbers.incoming_phone_numbers as { sid: string }[]
  const made = { method: 'POST', path: '/v1/Services', parameters: { FriendlyName: 'Holodeck' } } as const
  const service = String((await askJson(server, made)).json.sid)
  await askJson(server, {
    method: 'POST',
    path: `/v1/Services/${service}/PhoneNumbers`,
    parameters: { PhoneNumberSid },
  })
  return service
}

const named = (ending: string) => Object.keys(samples).filter((name) => name.endsWith(ending))

describe('golden bodies', () => {
  let server: TestServer
  let sid: string
  beforeAll(async () => {
    server = await startTestServer()
    const form = {
      MessagingServiceSid: await serviceOf(server),
      To: '+14155552345',
      Body: 'Problems in the Holodeck again! Can you help troubleshoot?',
    }
    const [first, second] = await Promise.all(
      [1, 2].map(() => askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })),
    )
    sid = String(first?.json.sid)
    await settled(server, [sid, String(second?.json.sid)])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const answerTo = async (name: string): Promise<string> => {
    const sample = samples[name]
    if (!sample) throw new Error(`Nothing says how ${name} is asked for`)
    const { status = 200, path, rehearsed: isRehearsed, ...request } = sample
    const answer = await ask(server, {
      ...request,
      path: path.replace('{Sid}', sid).replace('{account}', server.account.sid),
      as: isRehearsed ? server.test : server.account,
    })
    expect(answer.status, answer.text).toBe(status)
    return answer.text
  }

  test('every sample is looked at', () => {
    expect(readdirSync(new URL('../data/golden/', import.meta.url)).sort()).toEqual(Object.keys(samples).sort())
    expect(Object.keys(samples)).toEqual(expect.arrayContaining(Object.keys(exceptions)))
  })

  test.each(named('.json'))('%s: every key, with its type', async (name) => {
    const answer: unknown = JSON.parse(await answerTo(name))
    expect(jsonDifferences(JSON.parse(golden(name)), answer)).toEqual(Object.keys(exceptions[name] ?? {}))
  })

  test.each(named('.xml'))('%s: every element, in the order of this view', async (name) => {
    const answer = readXml(await answerTo(name))
    expect(xmlDifferences(readXml(golden(name)), answer)).toEqual(Object.keys(exceptions[name] ?? {}))
  })

  // The samples of 21215 name another number than the one that was called, and its XML another page than its JSON.
  const corrected = (words: string) =>
    words.replace('+14005550003', '+15005550003').replace('/account/settings/international', '/account/international')

  test.each(errors)('error %s says what its samples say', async (code) => {
    const said = JSON.parse(await answerTo(`error-${code}.json`)) as Json
    const sample = JSON.parse(golden(`error-${code}.json`)) as Json
    const message = corrected(String(sample.message))
    expect(said).toMatchObject({ code: sample.code, status: sample.status, message })
    const [exception] = readXml(await answerTo(`error-${code}.xml`)).children
    const [expected] = readXml(golden(`error-${code}.xml`)).children
    const words = (of: typeof exception) =>
      of?.children.filter(({ name }) => name !== 'MoreInfo').map(({ name, text }) => `${name}: ${corrected(text)}`)
    expect(words(exception)).toEqual(words(expected))
  })

  test('a call that is rehearsed says nothing more than its sample', async () => {
    const call = JSON.parse(await answerTo('call-created.test.json')) as Json
    const sample = JSON.parse(golden('call-created.test.json')) as Json
    const unknown = (of: Json) => Object.keys(of).filter((name) => of[name] === null)
    expect(unknown(call)).toEqual(expect.arrayContaining(unknown(sample)))
    expect(Object.keys(call.subresource_uris as Json)).toEqual(Object.keys(sample.subresource_uris as Json))
  })

  test('a number whose purchase is rehearsed shows what its samples show, but for its SID and dates', async () => {
    const json = JSON.parse(await answerTo('incoming-phone-number.test.json')) as Json
    const sample = JSON.parse(golden('incoming-phone-number.test.json')) as Json
    const own = { sid: json.sid, uri: json.uri, account_sid: server.test.sid }
    const dates = { date_created: json.date_created, date_updated: json.date_updated }
    expect(json).toMatchObject({ ...sample, ...own, ...dates })
    const [number] = readXml(await answerTo('incoming-phone-number.test.xml')).children
    const shown = new Map(number?.children.map(({ name, text }) => [name, text]))
    const different = readXml(golden('incoming-phone-number.test.xml'))
      .children[0]?.children.filter(({ name, text, children }) => children.length === 0 && shown.get(name) !== text)
      .map(({ name }) => name)
    expect(different).toEqual(['Sid', 'AccountSid', 'Uri'])
  })

  test('a number that is read looks as it did when it was bought', async () => {
    const { json } = await askJson(server, { method: 'GET', path: '/IncomingPhoneNumbers.json' })
    const number = (json.incoming_phone_numbers as Json[]).at(-1)
    expect(jsonDifferences(JSON.parse(golden('incoming-phone-number.test.json')), number)).toEqual([
      `.voice_url is , not ${voiceUrl}`,
    ])
    const xml = readXml(
      (await ask(server, { method: 'GET', path: `/IncomingPhoneNumbers/${String(number?.sid)}` })).text,
    )
    expect(xmlDifferences(readXml(golden('incoming-phone-number.test.xml')), xml)).toEqual([
      `VoiceUrl is , not ${voiceUrl}`,
    ])
  })

  test('a redacted message keeps everything but its text', async () => {
    const before = (await askJson(server, { method: 'GET', path: `/Messages/${sid}.json` })).json
    const after = JSON.parse(await answerTo('message-redacted.json')) as Json
    expect(after).toEqual({ ...before, body: '', date_updated: after.date_updated })
    expect(after.price).toMatch(/^-\d+\.\d{5}$/)
  })
})
