import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, askJson, type Credentials, type Json } from '../api-client.ts'
import { type MediaServer, openMediaServer } from '../media-server.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { type Property, typeFault } from './property-type.ts'

// What the public API description says of these resources, as it stood in April 2026: each operation answers, each
// property is there with its type, and each was seen with a value wherever a value can be.

interface Described {
  operation: string
  method: Ask['method']
  path: string
  status: number
  parameters: readonly string[]
  /** Which resource it answers with, and under which key when that is a list. */
  shows?: string
  listKey?: string
  page?: string
}

const description = JSON.parse(readFileSync(new URL('../data/operations.json', import.meta.url), 'utf8')) as {
  resources: Readonly<Record<string, readonly Property[]>>
  operations: readonly Described[]
}

/** Operations that are not there yet: their addresses answer 404 until they are. */
const laterOperations: Readonly<Record<string, string>> = {
  FetchIncomingPhoneNumberAssignedAddOn: 'add-ons are sold by nobody here',
  DeleteIncomingPhoneNumberAssignedAddOn: 'add-ons are sold by nobody here',
  ListIncomingPhoneNumberAssignedAddOn: 'add-ons are sold by nobody here',
  CreateIncomingPhoneNumberAssignedAddOn: 'add-ons are sold by nobody here',
  FetchIncomingPhoneNumberAssignedAddOnExtension: 'add-ons are sold by nobody here',
  ListIncomingPhoneNumberAssignedAddOnExtension: 'add-ons are sold by nobody here',
}

/** Properties that have no value yet, and why. */
const withoutValue: Readonly<Record<string, string>> = {}

const described = description.operations.filter(({ operation }) => !(operation in laterOperations))
const shown = [...new Set(described.flatMap(({ shows, page }) => [shows, page]))].filter((name) => name !== undefined)
const propertiesOf = (resource: string | undefined): readonly Property[] =>
  resource === undefined ? [] : (description.resources[resource] ?? [])
const operationOf = (name: string) => {
  const found = described.find(({ operation }) => operation === name)
  if (!found) throw new Error(`${name} is not described`)
  return found
}

const url = 'https://shop.example/hook'
const sidOf = (prefix: string) => `${prefix}${'0123456789abcdef'.repeat(2)}`

/** Everything that can be said of a number. */
const settings = {
  FriendlyName: 'Shop',
  ApiVersion: '2010-04-01',
  ...Object.fromEntries(
    ['VoiceUrl', 'VoiceFallbackUrl', 'SmsUrl', 'SmsFallbackUrl', 'StatusCallback'].map((name) => [name, url]),
  ),
  ...Object.fromEntries(
    ['VoiceMethod', 'VoiceFallbackMethod', 'SmsMethod', 'SmsFallbackMethod', 'StatusCallbackMethod'].map((name) => [
      name,
      'GET',
    ]),
  ),
  VoiceCallerIdLookup: 'true',
  // Filled in when there is an application.
  VoiceApplicationSid: '',
  SmsApplicationSid: '',
  TrunkSid: sidOf('TK'),
  VoiceReceiveMode: 'voice',
  AddressSid: sidOf('AD'),
  IdentitySid: sidOf('RI'),
  BundleSid: sidOf('BU'),
  EmergencyStatus: 'Active',
  EmergencyAddressSid: sidOf('AD'),
}

describe('the properties of the API description', () => {
  const answers = new Map<string, Json[]>()
  let server: TestServer
  let shop: MediaServer

  /** Asks for an operation, and keeps the answer for the tests. */
  const run = async (
    name: string,
    parameters: Readonly<Record<string, string>> = {},
    sid = '',
    as: Credentials = server.account,
    messageSid = '',
  ): Promise<Json> => {
    const { method, path, status } = operationOf(name)
    const filled = path.replace('{AccountSid}', as.sid).replace('{Sid}', sid).replace('{MessageSid}', messageSid)
    const answer = await askJson(server, { method, path: filled, parameters, as })
    expect(answer.status, `${name}: ${answer.text}`).toBe(status)
    answers.set(name, [...(answers.get(name) ?? []), answer.json])
    return answer.json
  }

  beforeAll(async () => {
    shop = await openMediaServer()
    server = await startTestServer()
    const [from] = server.numbers
    const application = await askJson(server, { method: 'POST', path: '/Applications.json' })
    settings.VoiceApplicationSid = settings.SmsApplicationSid = String(application.json.sid)
    const account = await run('CreateAccount', { FriendlyName: 'Tenant' })
    await run('UpdateAccount', { FriendlyName: 'Tenant, renamed' }, String(account.sid))
    await run('FetchAccount', {}, String(account.sid))
    await run('ListAccount', { PageSize: '1' })
    await run('ListAccount', { PageSize: '1', Page: '1' })

    const numbers: [kind: string, number: string][] = [
      ['', '+16465550101'],
      ['Local', '+16465550102'],
      ['Mobile', '+447400123456'],
      ['TollFree', '+18005550103'],
    ]
    for (const [kind, number] of numbers) {
      await run(`CreateIncomingPhoneNumber${kind}`, { PhoneNumber: number, ...settings })
      await run(`ListIncomingPhoneNumber${kind}`, { PageSize: '1' })
      await run(`ListIncomingPhoneNumber${kind}`, { PageSize: '1', Page: '1' })
    }
    const bought = await run('CreateIncomingPhoneNumber', { AreaCode: '415' })
    await run('UpdateIncomingPhoneNumber', settings, String(bought.sid))
    await run('FetchIncomingPhoneNumber', {}, String(bought.sid))
    await run('DeleteIncomingPhoneNumber', {}, String(bought.sid))

    const media = { MediaUrl: shop.put('/1.gif'), StatusCallback: 'http://127.0.0.1:9/nobody', ProvideFeedback: 'true' }
    const sent = await run('CreateMessage', { To: '+14155552345', From: from, Body: 'hi', ...media })
    const { json: service } = await askJson(server, {
      method: 'POST',
      path: '/v1/Services',
      parameters: { FriendlyName: 'Shop' },
    })
    await askJson(server, {
      method: 'POST',
      path: `/v1/Services/${String(service.sid)}/PhoneNumbers`,
      parameters: { PhoneNumberSid: String(answers.get('CreateIncomingPhoneNumber')?.[0]?.sid) },
    })
    const byService = { MessagingServiceSid: String(service.sid), Body: 'hi' }
    const failed = await run('CreateMessage', { To: '+15005530003', ...byService })
    await settled(server, [String(sent.sid), String(failed.sid)])
    await run('FetchMessage', {}, String(sent.sid))
    await run('FetchMessage', {}, String(failed.sid))
    await run('ListMessage', { PageSize: '1' })
    await run('ListMessage', { PageSize: '1', Page: '1' })
    const ofMessage = (name: string, mediaSid = '') => run(name, {}, mediaSid, server.account, String(sent.sid))
    const [medium] = (await ofMessage('ListMedia')).media_list as { sid: string }[]
    await ofMessage('FetchMedia', medium?.sid)
    await ofMessage('DeleteMedia', medium?.sid)
    await ofMessage('CreateMessageFeedback')
    await run('UpdateMessage', { Body: '' }, String(sent.sid))
    await run('DeleteMessage', {}, String(sent.sid))
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await shop[Symbol.asyncDispose]()
  })

  const itemsOf = ({ operation, listKey }: Described): Json[] =>
    (answers.get(operation) ?? []).flatMap((answer) => (listKey === undefined ? [answer] : (answer[listKey] as Json[])))

  test.each(described)('$operation: every property, with its type', (one) => {
    expect(answers.has(one.operation), 'was not asked for').toBe(true)
    const items = itemsOf(one)
    if (one.shows !== undefined) expect(items.length).toBeGreaterThan(0)
    expect(items.flatMap((item) => propertiesOf(one.shows).flatMap((property) => typeFault(property, item)))).toEqual(
      [],
    )
    expect(
      (answers.get(one.operation) ?? []).flatMap((answer) =>
        propertiesOf(one.page).flatMap((property) => typeFault(property, answer)),
      ),
    ).toEqual([])
  })

  test.each(shown)('%s: every property was seen with a value', (resource) => {
    const shows = described.filter((one) => one.shows === resource).flatMap(itemsOf)
    const pages = described
      .filter((one) => one.page === resource)
      .flatMap(({ operation }) => answers.get(operation) ?? [])
    const seen = [...shows, ...pages]
    const never = propertiesOf(resource).filter(({ name }) =>
      seen.every((one) => one[name] === null || one[name] === undefined || one[name] === ''),
    )
    const excused = Object.keys(withoutValue).filter((name) => name.startsWith(`${resource}.`))
    expect(never.map(({ name }) => `${resource}.${name}`)).toEqual(excused)
  })

  test('what was said of a number when it was bought is what it shows', () => {
    const [bought] = answers.get('CreateIncomingPhoneNumber') ?? []
    const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).slice(1)
    const expected = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [snake(name), value === 'true' ? true : value]),
    )
    expect(bought).toMatchObject(expected)
    const { parameters } = operationOf('CreateIncomingPhoneNumber')
    expect(parameters.filter((name) => !(name in settings))).toEqual(['PhoneNumber', 'AreaCode'])
  })

  test.each(Object.keys(laterOperations))('%s is not there yet', async (name) => {
    const { method, path } = description.operations.find(({ operation }) => operation === name) ?? {
      method: 'GET' as const,
      path: '',
    }
    const filled = path.replace('{AccountSid}', server.account.sid).replaceAll(/\{\w+\}/g, sidOf('XX'))
    expect((await askJson(server, { method, path: filled })).status).toBe(404)
  })
})
