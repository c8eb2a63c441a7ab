import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askJson, basic } from '../api-client.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { asked, bare, contentOf, namesOf, pacific, read, sidsOf, valuesOf } from './first-version.ts'

// Accounts and phone numbers in the first version of the API, 2008-08-01.

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

describe('an account', () => {
  const open = async (FriendlyName: string, Status?: string) => {
    const created = await askJson(server, {
      method: 'POST',
      path: '/2010-04-01/Accounts.json',
      parameters: { FriendlyName },
    })
    const path = `/2010-04-01/Accounts/${String(created.json.sid)}.json`
    if (Status !== undefined) await askJson(server, { method: 'POST', path, parameters: { Status } })
    return { sid: String(created.json.sid), token: String(created.json.auth_token) }
  }

  test('has its status as a number and in words, and its token', async () => {
    const account = await read(server, '')
    expect(namesOf(account)).toEqual('Sid FriendlyName Status StatusText DateCreated DateUpdated AuthToken'.split(' '))
    expect(valuesOf(account)).toMatchObject({
      Sid: server.account.sid,
      Status: '2',
      StatusText: 'Active',
      AuthToken: server.account.token,
      DateCreated: expect.stringMatching(pacific),
    })
  })

  test.each([
    ['suspended', '4', 'Suspended'],
    ['closed', '32', 'Closed'],
  ])('that is %s has status %s', async (status, Status, StatusText) => {
    const { sid } = await open(status, status)
    expect(valuesOf(await read(server, `/Accounts/${sid}`))).toMatchObject({ Sid: sid, Status, StatusText })
  })

  test('is renamed by POST, by PUT, and by a POST that says PUT', async () => {
    const { sid } = await open('first')
    const path = `/Accounts/${sid}`
    for (const [method, query] of [
      ['POST', ''],
      ['PUT', ''],
      ['POST', '?_method=PUT'],
    ] as const) {
      const FriendlyName = `My Nicer Account, ${method}${query}`
      const renamed = await read(server, `${path}${query}`, { method, parameters: { FriendlyName, Status: 'closed' } })
      expect([renamed.status, valuesOf(renamed).FriendlyName, valuesOf(renamed).Status]).toEqual([
        200,
        FriendlyName,
        '2',
      ])
    }
  })

  test('cannot be deleted', async () => {
    const { status, headers } = await asked(server, '', { method: 'DELETE' })
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, PUT, OPTIONS'])
  })

  test('is the only one in its list, and none is opened there', async () => {
    await open('another')
    const list = await read(server, '/Accounts')
    expect([list.name, list.attributes]).toEqual([
      'Accounts',
      { page: '0', numpages: '1', pagesize: '50', total: '1', start: '0', end: '0' },
    ])
    expect(sidsOf(list)).toEqual([server.account.sid])
    expect((await read(server, '/Accounts?page=1')).children).toEqual([])
    expect((await asked(server, '/Accounts', { method: 'POST', parameters: { FriendlyName: 'x' } })).status).toBe(405)
  })

  test('of a stranger stays closed', async () => {
    const { sid, token } = await open('stranger')
    const headers = { authorization: basic({ sid, token }) }
    expect((await asked(server, '', { method: 'GET', headers })).status).toBe(401)
  })
})

describe('a phone number', () => {
  const buy = async () => {
    const parameters = { AreaCode: '415', FriendlyName: 'Company Main Line' }
    const { json } = await askJson(server, { method: 'POST', path: '/IncomingPhoneNumbers.json', parameters })
    return { sid: String(json.sid), number: bare(String(json.phone_number)) }
  }

  test('has the names of this version, in its order', async () => {
    const { sid, number } = await buy()
    const shown = await read(server, `IncomingPhoneNumbers/${sid}`)
    expect(namesOf(shown)).toEqual(
      (
        'Sid AccountSid FriendlyName PhoneNumber Url Method SmsUrl SmsMethod VoiceFallbackUrl VoiceFallbackMethod ' +
        'SmsFallbackUrl SmsFallbackMethod VoiceCallerIdLookup DateCreated DateUpdated'
      ).split(' '),
    )
    expect(valuesOf(shown)).toMatchObject({
      PhoneNumber: number,
      FriendlyName: 'Company Main Line',
      Method: 'POST',
      VoiceCallerIdLookup: 'false',
      DateCreated: expect.stringMatching(pacific),
    })
  })

  test.each([
    ['POST', ''],
    ['PUT', ''],
    ['POST', '?_method=put'],
  ] as const)('is changed by %s%s', async (method, query) => {
    const { sid } = await buy()
    const parameters = { Url: 'https://shop.example/call', Method: 'GET', SmsUrl: 'https://shop.example/sms' }
    const changed = await read(server, `IncomingPhoneNumbers/${sid}${query}`, { method, parameters })
    expect([changed.status, valuesOf(changed)]).toEqual([200, expect.objectContaining(parameters)])
    const { json } = await askJson(server, { method: 'GET', path: `/IncomingPhoneNumbers/${sid}.json` })
    expect(json).toMatchObject({
      voice_url: parameters.Url,
      voice_method: 'GET',
      sms_url: parameters.SmsUrl,
      friendly_name: 'Company Main Line',
    })
  })

  test.each([
    ['DELETE', ''],
    ['POST', '?_method=DELETE'],
  ] as const)('is released by %s%s, and the answer holds nothing', async (method, query) => {
    const { sid } = await buy()
    const { status, text } = await asked(server, `IncomingPhoneNumbers/${sid}${query}`, { method })
    expect([status, text]).toEqual([200, '<?xml version="1.0"?>\n<TwilioResponse/>'])
    expect((await asked(server, `IncomingPhoneNumbers/${sid}`)).status).toBe(404)
  })

  test('is found by itself and by its name, and by no part of either', async () => {
    const { sid, number } = await buy()
    await asked(server, `IncomingPhoneNumbers/${sid}`, { method: 'POST', parameters: { FriendlyName: 'The one' } })
    const found = async (query: string) => {
      const list = await read(server, `IncomingPhoneNumbers?${query}`)
      expect(list.attributes.total).toBe(String(list.children.length))
      return sidsOf(list)
    }
    expect(await found(`PhoneNumber=${number}`)).toEqual([sid])
    expect(await found('FriendlyName=The+one')).toEqual([sid])
    expect(await found('FriendlyName=The')).toEqual([])
    expect(await found(`PhoneNumber=${number.slice(0, 3)}`)).toEqual([])
    expect((await found('')).length).toBeGreaterThan(2)
  })

  test('is not bought from the list of all', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      expect((await asked(server, 'IncomingPhoneNumbers', { method })).status).toBe(405)
    }
  })

  test.each([
    ['Local', '212', /^212/],
    ['TollFree', '866', /^866/],
    ['Local', undefined, /^[2-7]\d{9}$/],
    ['TollFree', undefined, /^8\d{9}$/],
  ] as const)('is bought at /%s in area code %s', async (type, AreaCode, expected) => {
    const parameters = { FriendlyName: 'My Company Line', Url: 'https://shop.example/call', Method: 'GET' }
    const { status, headers, text } = await asked(server, `IncomingPhoneNumbers/${type}`, {
      method: 'POST',
      parameters: AreaCode === undefined ? parameters : { AreaCode, ...parameters },
    })
    const bought = valuesOf(contentOf(text))
    expect([status, bought]).toEqual([201, expect.objectContaining(parameters)])
    expect(bought.PhoneNumber).toMatch(expected)
    expect(headers.get('location')).toBe(
      `${server.url}/2008-08-01/Accounts/${server.account.sid}/IncomingPhoneNumbers/${bought.Sid}`,
    )
    const listed = async (path: string) => sidsOf(await read(server, path)).includes(bought.Sid)
    expect(await listed(`IncomingPhoneNumbers/${type}`)).toBe(true)
    expect(await listed(`IncomingPhoneNumbers/${type === 'Local' ? 'TollFree' : 'Local'}`)).toBe(false)
    const { json } = await askJson(server, { method: 'GET', path: `/IncomingPhoneNumbers/${bought.Sid}.json` })
    expect(json).toMatchObject({ api_version: '2008-08-01', voice_url: parameters.Url, voice_method: 'GET' })
  })

  test.each([
    ['Local', '866', '21452', 'No phone numbers found'],
    ['TollFree', '415', '21452', 'No phone numbers found'],
    ['Local', '5', '21451', ''],
  ])('is not found at /%s in area code %s', async (type, AreaCode, Code, Message) => {
    const refused = await read(server, `IncomingPhoneNumbers/${type}`, { method: 'POST', parameters: { AreaCode } })
    expect([refused.status, valuesOf(refused)]).toEqual([
      400,
      expect.objectContaining({ Code, Message: expect.stringContaining(Message) }),
    ])
  })
})
