import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import twilio from 'twilio'
import twilio3 from 'twilio3'
import { openAccount } from '../../src/accounts/open-account.ts'
import { readSettings } from '../../src/config.ts'
import { systemClock } from '../../src/domain/clock.ts'
import { silentLog } from '../../src/log.ts'
import { startServer } from '../../src/server.ts'
import { openStore } from '../../src/store/store.ts'
import { ask, askJson, type Json } from '../api-client.ts'
import { sharedDatabases } from '../databases.ts'
import { heldCarrier } from '../held-carrier.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const root = '/AvailablePhoneNumbers'
const get = (path: string, parameters: Readonly<Record<string, string>> = {}) =>
  askJson(server, { method: 'GET', path: `${root}${path}`, parameters })

async function search(path: string, parameters: Readonly<Record<string, string>> = {}): Promise<readonly Json[]> {
  const { status, text, json } = await get(path, parameters)
  expect(status, text).toBe(200)
  return json.available_phone_numbers as Json[]
}

describe('a search for numbers', () => {
  test('is answered as a whole: the rows and where they are, and nothing of pages', async () => {
    const { json } = await get('/US/Local.json', { AreaCode: '510', PageSize: '2' })
    const [number] = json.available_phone_numbers as Json[]
    expect(json).toEqual({
      uri: `/2010-04-01/Accounts/${server.account.sid}${root}/US/Local.json?AreaCode=510`,
      available_phone_numbers: [expect.anything(), expect.anything()],
    })
    expect(number).toEqual({
      friendly_name: expect.stringMatching(/^\(510\) \d{3}-\d{4}$/) as string,
      phone_number: expect.stringMatching(/^\+1510\d{7}$/) as string,
      lata: '722',
      locality: 'Oakland',
      rate_center: 'OAKLAND',
      latitude: '37.800000',
      longitude: '-122.270000',
      region: 'CA',
      postal_code: '94612',
      iso_country: 'US',
      address_requirements: 'none',
      beta: false,
      capabilities: { voice: true, SMS: true, MMS: true, fax: false },
    })
  })

  test('is the same in XML, in the order of the documents, with its address as an attribute', async () => {
    const { text } = await ask(server, {
      method: 'GET',
      path: `${root}/US/Local`,
      parameters: { AreaCode: '510', PageSize: '1' },
    })
    const [list] = readXml(text).children
    expect(list?.name).toBe('AvailablePhoneNumbers')
    expect(list?.attributes).toEqual({
      uri: `/2010-04-01/Accounts/${server.account.sid}${root}/US/Local?AreaCode=510`,
    })
    const [number] = list!.children
    expect(number?.name).toBe('AvailablePhoneNumber')
    expect(number?.children.map(({ name }) => name)).toEqual([
      'FriendlyName',
      'PhoneNumber',
      'Lata',
      'Locality',
      'RateCenter',
      'Latitude',
      'Longitude',
      'Region',
      'PostalCode',
      'IsoCountry',
      'AddressRequirements',
      'Beta',
      'Capabilities',
    ])
    const capabilities = number?.children.at(-1)?.children.map(({ name, text: value }) => [name, value])
    expect(capabilities).toEqual([
      ['Voice', 'true'],
      ['SMS', 'true'],
      ['MMS', 'true'],
      ['Fax', 'false'],
    ])
  })

  test('shows thirty numbers at most, and fewer where fewer are asked for', async () => {
    expect(await search('/US/Local.json')).toHaveLength(30)
    expect(await search('/US/Local.json', { PageSize: '1000' })).toHaveLength(30)
    expect(await search('/US/Local.json', { PageSize: '3' })).toHaveLength(3)
    expect(await search('/US/Local.json')).toEqual(await search('/US/Local.json'))
  })

  const all = { phone_number: expect.stringMatching(/^\+/) as unknown }
  const like = (pattern: RegExp) => ({ phone_number: expect.stringMatching(pattern) as unknown })
  test.each<[string, Readonly<Record<string, string>>, object]>([
    ['/US/Local', { Contains: '555****', AreaCode: '415' }, like(/^\+1(?=415).*555\d{4}/)],
    ['/US/Local', { Contains: 'storm' }, like(/78676/)],
    ['/US/Local', { Contains: '+1212' }, like(/^\+1212/)],
    ['/US/Local', { Contains: '77$' }, like(/77$/)],
    ['/US/Local', { InRegion: 'tx' }, { region: 'TX' }],
    ['/US/Local', { InPostalCode: '10007' }, { postal_code: '10007', locality: 'New York' }],
    ['/US/Local', { InLocality: 'Denver', InRegion: 'CO' }, { locality: 'Denver', region: 'CO' }],
    ['/US/Local', { InLata: '730', InRateCenter: 'Long Beach' }, { lata: '730', rate_center: 'LONG BEACH' }],
    ['/US/Local', { InLata: '+14155550100', InRateCenter: '+14155550100' }, { lata: '722', rate_center: 'SAN FRANCI' }],
    ['/US/Local', { NearNumber: '+14155550100', Distance: '1' }, { locality: 'San Francisco' }],
    ['/US/Local', { NearLatLong: '40.71,-74.01', Distance: '2' }, { region: 'NY', locality: 'New York' }],
    ['/US/Local', { SmsEnabled: 'true', MmsEnabled: 'true', VoiceEnabled: 'true', FaxEnabled: 'false' }, all],
    ['/US/Local', { ExcludeAllAddressRequired: 'true', ExcludeLocalAddressRequired: 'true' }, all],
    ['/US/Local', { ExcludeForeignAddressRequired: 'true', Beta: 'false' }, all],
    ['/US/TollFree', {}, { ...like(/^\+18(00|33|44|55|66|77|88)/), region: null, latitude: null, lata: null }],
    ['/US/TollFree', { AreaCode: '888' }, like(/^\+1888/)],
    ['/CA/Local', { InRegion: 'QC' }, { region: 'QC', iso_country: 'CA', lata: '888' }],
    ['/GB/Mobile', { Contains: '+447' }, { ...like(/^\+447/), iso_country: 'GB', locality: null }],
    ['/GB/Mobile', { MmsEnabled: 'false' }, { capabilities: { voice: true, SMS: true, MMS: false, fax: false } }],
    ['/JP/TollFree', {}, like(/^\+81120/)],
  ])('%s with %j finds only what was asked for', async (path, parameters, expected) => {
    const found = await search(`${path}.json`, parameters)
    expect(found.length).toBeGreaterThan(0)
    for (const number of found) expect(number).toMatchObject(expected)
  })

  test.each<[string, Readonly<Record<string, string>>]>([
    ['/US/Local', { FaxEnabled: 'true' }],
    ['/US/Local', { SmsEnabled: 'false' }],
    ['/US/Local', { AreaCode: '604' }],
    ['/US/Local', { InRegion: 'ZZ' }],
    ['/US/Local', { InPostalCode: '99999' }],
    ['/US/Local', { NearNumber: '+442079460000' }],
    ['/US/Local', { NearLatLong: '0,0' }],
    ['/GB/Local', { InRegion: 'CA' }],
    ['/US/Mobile', {}],
    ['/US/National', {}],
    ['/US/Voip', {}],
    ['/US/SharedCost', {}],
    ['/US/MachineToMachine', {}],
    ['/KZ/Local', {}],
  ])('%s with %j finds nothing', async (path, parameters) => {
    expect(await search(`${path}.json`, parameters)).toEqual([])
  })

  test.each<[Readonly<Record<string, string>>, number, string]>([
    [{ AreaCode: '12' }, 21451, 'Invalid area code'],
    [{ AreaCode: 'abc' }, 21451, 'Invalid area code'],
    [{ Contains: '5' }, 20001, 'Invalid value for Contains'],
    [{ Contains: '12345678901234567' }, 20001, 'Invalid value for Contains'],
    [{ Contains: 'a-b' }, 20001, 'Invalid value for Contains'],
    [{ NearNumber: 'nonsense' }, 20001, 'Invalid value for NearNumber'],
    [{ NearLatLong: '91,0' }, 20001, 'Invalid value for NearLatLong'],
    [{ NearLatLong: 'here' }, 20001, 'Invalid value for NearLatLong'],
    [{ Distance: '501', NearNumber: '+14155550100' }, 20001, 'Invalid value for Distance'],
    [{ SmsEnabled: 'maybe' }, 20001, 'Invalid value for SmsEnabled'],
  ])('%j is refused with %d', async (parameters, code, message) => {
    expect((await get('/US/Local.json', parameters)).json).toMatchObject({ code, message, status: 400 })
  })

  test.each(['/ZZ/Local.json', '/usa/Local.json', '/us/Local.json', '/ZZ.json', '/us.json', '/US/Fixed.json'])(
    '%s is nowhere',
    async (path) => {
      expect((await get(path)).json).toMatchObject({
        code: 20404,
        message: `The requested resource /2010-04-01/Accounts/${server.account.sid}${root}${path} was not found`,
      })
    },
  )

  test('is not for test credentials', async () => {
    const { json } = await askJson(server, { method: 'GET', path: `${root}/US/Local.json`, as: server.test })
    expect(json).toMatchObject({ code: 20008, status: 403 })
  })
})

describe('a number that was found', () => {
  test('can be bought, and is found no more', async () => {
    const [number] = await search('/US/Local.json', { AreaCode: '212', PageSize: '1' })
    const parameters = { PhoneNumber: String(number?.phone_number) }
    const bought = await askJson(server, { method: 'POST', path: '/IncomingPhoneNumbers/Local.json', parameters })
    expect([bought.status, bought.json.phone_number]).toEqual([201, number?.phone_number])
    const after = await search('/US/Local.json', { AreaCode: '212' })
    expect(after).toHaveLength(30)
    expect(after.map(({ phone_number }) => phone_number)).not.toContain(number?.phone_number)
  })

  test('nothing that the account owns is offered, even when it is asked for by name', async () => {
    expect(await search('/US/Local.json', { Contains: server.numbers[0] })).toEqual([])
  })
})

describe('the countries', () => {
  const unitedStates = () => ({
    country_code: 'US',
    country: 'United States',
    uri: `/2010-04-01/Accounts/${server.account.sid}${root}/US.json`,
    beta: false,
    subresource_uris: {
      local: `/2010-04-01/Accounts/${server.account.sid}${root}/US/Local.json`,
      toll_free: `/2010-04-01/Accounts/${server.account.sid}${root}/US/TollFree.json`,
    },
  })

  test('are listed as a whole, each with the kinds of numbers that it has', async () => {
    const { json } = await get('.json')
    expect(Object.keys(json)).toEqual(['uri', 'countries'])
    expect(json.uri).toBe(`/2010-04-01/Accounts/${server.account.sid}${root}.json`)
    const countries = json.countries as Json[]
    expect(countries).toContainEqual(unitedStates())
    for (const { subresource_uris } of countries) {
      for (const uri of Object.values(subresource_uris as Json)) {
        const { json: numbers } = await askJson(server, { method: 'GET', path: `${String(uri)}?PageSize=1` })
        expect(numbers.available_phone_numbers, String(uri)).toHaveLength(1)
      }
    }
  })

  test('are fetched one by one, in JSON and XML', async () => {
    expect((await get('/US.json')).json).toEqual(unitedStates())
    const { text } = await ask(server, { method: 'GET', path: `${root}/GB` })
    const [country] = readXml(text).children
    expect(country?.children.map(({ name, text: value }) => [name, value])).toEqual([
      ['CountryCode', 'GB'],
      ['Country', 'United Kingdom'],
      ['Uri', `/2010-04-01/Accounts/${server.account.sid}${root}/GB`],
      ['Beta', 'false'],
      ['SubresourceUris', ''],
    ])
    expect(country?.children.at(-1)?.children.map(({ name }) => name)).toEqual(['Local', 'TollFree', 'Mobile'])
  })
})

describe('the SDK', () => {
  test('searches, buys and lists countries', async () => {
    const client = twilio(server.account.sid, server.account.token)
    client.api.baseUrl = server.url
    const found = await client.availablePhoneNumbers('US').local.list({ areaCode: 303, smsEnabled: true, limit: 4 })
    expect(found.map(({ locality }) => locality)).toEqual(Array(4).fill('Denver'))
    const bought = await client.incomingPhoneNumbers.create({ phoneNumber: found[0]!.phoneNumber })
    expect(bought.phoneNumber).toBe(found[0]!.phoneNumber)
    expect((await client.availablePhoneNumbers.list()).map(({ countryCode }) => countryCode)).toContain('CA')
    expect((await client.availablePhoneNumbers('GB').fetch()).country).toBe('United Kingdom')
    expect(await client.availablePhoneNumbers('US').tollFree.list()).toHaveLength(30)
    expect(await client.availablePhoneNumbers('US').national.list()).toEqual([])
  })

  test('of an earlier major searches too', async () => {
    // Its types do not tell where it can be sent.
    const client = twilio3(server.account.sid, server.account.token)
    Object.assign(client.api, { baseUrl: server.url })
    const found = await client.availablePhoneNumbers('US').local.list({ contains: '555****', limit: 4 })
    expect(found).toHaveLength(4)
  })
})

test('a server in production has no numbers of its own making', async () => {
  await using database = await sharedDatabases[0]!.open()
  const store = await openStore(database.url)
  const account = await openAccount({}, { ledger: store, clock: systemClock })
  await store[Symbol.asyncDispose]()
  const env = { TRUNKLINE_PORT: '0', TRUNKLINE_DATABASE: database.url }
  const settings = readSettings({ mode: 'production', flags: {}, env, cwd: tmpdir() })
  const running = await startServer(settings, silentLog, { carrier: heldCarrier() })
  const as = { url: running.url, account: { sid: account.sid, token: account.authToken } }
  const answerTo = async (path: string) => (await askJson(as, { method: 'GET', path: `${root}${path}` })).json
  expect(await answerTo('.json')).toMatchObject({ countries: [] })
  expect(await answerTo('/US.json')).toMatchObject({ code: 20404 })
  expect(await answerTo('/US/Local.json')).toMatchObject({ available_phone_numbers: [] })
  await running.stop()
})
