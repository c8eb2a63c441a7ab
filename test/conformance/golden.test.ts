import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, type Ask, askJson, type Json, type Parameters } from '../api-client.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'
import { jsonDifferences, xmlDifferences } from './golden.ts'

// The sample bodies of the Messages document and of the page on test credentials. JSON: every key with its type, in any
// order. XML: the order of that very view. Further keys and elements are allowed. What rehearsals with test credentials
// will answer is later work: the same bodies are asked for with real ones.

const servicesAreLater = 'messaging services are later work, so no message comes from one'
const oldAddress = 'the sample was taken from the old SMS/Messages address'
const everyRecordingHasHttps = 'every recording later than the sample has https'

/** Everything in which an answer differs from its sample, and why. What stands here must differ. */
const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'message.json': { '.messaging_service_sid is null, not a string': servicesAreLater },
  'messages-list.json': {
    '.messages[0].messaging_service_sid is null, not a string': servicesAreLater,
    '.account_sid is missing': 'the SDKs of several years refuse a page with a second key that is no paging key',
  },
  'message-created.test.json': {
    '.uri is /2010-04-01/Accounts/{sid}/Messages/{sid}.json, not /2010-04-01/Accounts/{sid}/SMS/Messages/{sid}.json':
      oldAddress,
  },
  'message-created.test.xml': { 'Message stands where SMSMessage is': oldAddress },
  ...Object.fromEntries(
    ['21421', '21422', '21602', '21614'].flatMap((code) => [
      [`error-${code}.json`, https(code, '.more_info')],
      [`error-${code}.xml`, https(code, 'MoreInfo')],
    ]),
  ),
}

function https(code: string, name: string) {
  const page = `www.twilio.com/docs/errors/${code}`
  return { [`${name} is https://${page}, not http://${page}`]: everyRecordingHasHttps }
}

/** Samples of what is not there yet: when its address begins to answer, they are to be added. */
const laterWork = [
  { samples: 'call-created.test.json, call-created.test.xml, error-21215.json, error-21215.xml', of: '/Calls.json' },
  { samples: 'sms-message.2010.*, sms-messages-list.2010.*', of: '/SMS/Messages.json' },
  { samples: 'sms-message.2008.xml, sms-messages-list.2008.xml', of: '/2008-08-01/Accounts' },
]

const golden = (name: string) => readFileSync(new URL(`../data/golden/${name}`, import.meta.url), 'utf8').trim()

const to = '+14155552345'
const bought = { AreaCode: '415', VoiceUrl: 'http://demo.twilio.com/docs/voice.xml' }

/** How the answer to each sample is asked for. `{Sid}` is a message that was sent, `{own}` a number of the account. */
const samples: Readonly<Record<string, Ask & { status?: number }>> = {
  'message.json': { method: 'GET', path: '/Messages/{Sid}.json' },
  'message.xml': { method: 'GET', path: '/Messages/{Sid}' },
  'messages-list.json': { method: 'GET', path: '/Messages.json', parameters: { PageSize: '1' } },
  'messages-list.xml': { method: 'GET', path: '/Messages' },
  'message-redacted.json': { method: 'POST', path: '/Messages/{Sid}.json', parameters: { Body: '' } },
  ...posted('message-created.test', '/Messages', { From: '{own}', To: to, Body: 'All in the game, yo' }, 201),
  ...posted('incoming-phone-number.test', '/IncomingPhoneNumbers', bought, 201),
  ...posted('error-21421', '/IncomingPhoneNumbers', { PhoneNumber: '33' }, 400),
  ...posted('error-21422', '/IncomingPhoneNumbers', { PhoneNumber: '{own}' }, 400),
  ...posted('error-21602', '/Messages', { From: '{own}', To: to, Body: '' }, 400),
  ...posted('error-21614', '/Messages', { From: '{own}', To: '+442071838750', Body: 'hi' }, 400),
}

function posted(name: string, path: string, parameters: Readonly<Record<string, string>>, status: number) {
  const request = { method: 'POST', parameters, status } as const
  return { [`${name}.json`]: { ...request, path: `${path}.json` }, [`${name}.xml`]: { ...request, path } }
}

const named = (ending: string) => Object.keys(samples).filter((name) => name.endsWith(ending))

describe('golden bodies', () => {
  let server: TestServer
  let sid: string
  beforeAll(async () => {
    server = await startTestServer()
    const form = {
      From: server.numbers[0],
      To: '+14155552345',
      Body: 'Problems in the Holodeck again! Can you help troubleshoot?',
    }
    const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })
    sid = String(json.sid)
    await settled(server, [sid])
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const answerTo = async (name: string): Promise<string> => {
    const sample = samples[name]
    if (!sample) throw new Error(`Nothing says how ${name} is asked for`)
    const { status = 200, path, parameters = {}, ...request } = sample
    const filled = Object.entries(parameters).map(([key, value]) => [
      key,
      String(value).replace('{own}', server.numbers[0]),
    ])
    const answer = await ask(server, {
      ...request,
      path: path.replace('{Sid}', sid),
      parameters: Object.fromEntries(filled) as Parameters,
    })
    expect(answer.status, answer.text).toBe(status)
    return answer.text
  }

  test('every sample is looked at', () => {
    expect(readdirSync(new URL('../data/golden/', import.meta.url)).sort()).toEqual(Object.keys(samples).sort())
    expect(Object.keys(samples)).toEqual(expect.arrayContaining(Object.keys(exceptions)))
  })

  test.each(laterWork)('$samples: nothing answers at $of yet', async ({ of }) => {
    const path = of.startsWith('/2008') ? of : `/2010-04-01/Accounts/${server.account.sid}${of}`
    expect((await fetch(server.url + path, { headers: { authorization: server.account.basic } })).status).toBe(404)
  })

  test.each(named('.json'))('%s: every key, with its type', async (name) => {
    const answer: unknown = JSON.parse(await answerTo(name))
    expect(jsonDifferences(JSON.parse(golden(name)), answer)).toEqual(Object.keys(exceptions[name] ?? {}))
  })

  test.each(named('.xml'))('%s: every element, in the order of this view', async (name) => {
    const answer = readXml(await answerTo(name))
    expect(xmlDifferences(readXml(golden(name)), answer)).toEqual(Object.keys(exceptions[name] ?? {}))
  })

  // Samples name other numbers.
  const withoutNumber = (text: unknown) => String(text).replace(/\+\d+/, '{number}')

  test.each(['21421', '21422', '21602', '21614'])('error %s says what its samples say', async (code) => {
    const said = JSON.parse(await answerTo(`error-${code}.json`)) as Json
    const sample = JSON.parse(golden(`error-${code}.json`)) as Json
    expect({ ...said, message: withoutNumber(said.message) }).toMatchObject({
      code: sample.code,
      status: sample.status,
      message: withoutNumber(sample.message),
    })
    const [exception] = readXml(await answerTo(`error-${code}.xml`)).children
    const [expected] = readXml(golden(`error-${code}.xml`)).children
    const words = (of: typeof exception) =>
      of?.children.filter(({ name }) => name !== 'MoreInfo').map(({ name, text }) => `${name}: ${withoutNumber(text)}`)
    expect(words(exception)).toEqual(words(expected))
  })

  test('a number that is read looks as it did when it was bought', async () => {
    const { json } = await askJson(server, { method: 'GET', path: '/IncomingPhoneNumbers.json' })
    const number = (json.incoming_phone_numbers as Json[]).at(-1)
    expect(jsonDifferences(JSON.parse(golden('incoming-phone-number.test.json')), number)).toEqual([
      `.voice_url is , not ${bought.VoiceUrl}`,
    ])
    const xml = readXml(
      (await ask(server, { method: 'GET', path: `/IncomingPhoneNumbers/${String(number?.sid)}` })).text,
    )
    expect(xmlDifferences(readXml(golden('incoming-phone-number.test.xml')), xml)).toEqual([
      `VoiceUrl is , not ${bought.VoiceUrl}`,
    ])
  })

  test('a redacted message keeps everything but its text', async () => {
    const before = (await askJson(server, { method: 'GET', path: `/Messages/${sid}.json` })).json
    const after = JSON.parse(await answerTo('message-redacted.json')) as Json
    expect(after).toEqual({ ...before, body: '', date_updated: after.date_updated })
    expect(after.price).toMatch(/^-\d+\.\d{5}$/)
  })
})
