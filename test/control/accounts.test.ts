import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askJson } from '../api-client.ts'
import { askControl } from '../control-client.ts'
import { type TestServer, startTestServer } from '../server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const open = async (values: object = {}) => (await askControl(server, 'POST', '/accounts', values)).json
const requests = async (query: string) =>
  (await askControl(server, 'GET', `/requests?${query}`)).json as { requests: object[]; before: string | null }
const credentials = ({ sid, authToken }: Record<string, unknown>) => ({ sid: String(sid), token: String(authToken) })

describe('accounts to test with', () => {
  test('an account is opened with numbers of its own, and sends at once', async () => {
    const account = await open({ friendlyName: 'Shop', numbers: 3, type: 'Trial' })
    expect(account).toMatchObject({ friendlyName: 'Shop', type: 'Trial', status: 'active', errorEra: null })
    const numbers = account.phoneNumbers as string[]
    expect(new Set(numbers).size).toBe(3)
    const as = credentials(account)
    const { json } = await askJson(server, { method: 'GET', path: '/IncomingPhoneNumbers.json', as })
    expect(
      (json.incoming_phone_numbers as { phone_number: string }[]).map((one) => one.phone_number).toSorted(),
    ).toEqual(numbers.toSorted())
    const other = await open()
    const [From = ''] = other.phoneNumbers as string[]
    const parameters = { To: '+15558675310', From, Body: 'Hi' }
    const sent = await askJson(server, { method: 'POST', path: '/Messages.json', parameters, as: credentials(other) })
    expect(sent.status).toBe(201)
  })

  test('many that are opened at once share nothing', async () => {
    const opened = await Promise.all(Array.from({ length: 50 }, () => open({ numbers: 2 })))
    expect(new Set(opened.map(({ sid }) => sid)).size).toBe(50)
    expect(new Set(opened.flatMap(({ phoneNumbers }) => phoneNumbers as string[])).size).toBe(100)
    expect((await open({ numbers: 0 })).phoneNumbers).toEqual([])
  })

  test.each([
    [{ numbers: 21 }, 'numbers is a whole number from 0 to 20'],
    [{ friendlyName: 'x'.repeat(65) }, 'friendlyName is a text of 1 to 64'],
    [{ type: 'Big' }, 'type is one of'],
  ])('%j is refused', async (values, words) => {
    const { status, json } = await askControl(server, 'POST', '/accounts', values)
    expect([status, json.error]).toEqual([400, expect.stringContaining(words)])
  })
})

describe('what was refused', () => {
  test('is listed by account, with its id, code and words', async () => {
    const account = await open()
    const as = credentials(account)
    const refused = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: { Body: 'Hi' }, as })
    expect(refused.status).toBe(400)
    await expect
      .poll(() => requests(`account=${as.sid}`))
      .toMatchObject({
        requests: [
          {
            accountSid: as.sid,
            method: 'POST',
            path: `/2010-04-01/Accounts/${as.sid}/Messages.json`,
            status: 400,
            code: refused.json.code,
            message: refused.json.message,
            notImplemented: false,
          },
        ],
        before: null,
      })
  })

  test('names what there is nothing for, also where only the credentials tell the account', async () => {
    const account = await open()
    const as = credentials(account)
    const ask = (path: string) =>
      fetch(`${server.url}${path}`, {
        headers: { authorization: `Basic ${Buffer.from(`${as.sid}:${as.token}`).toString('base64')}` },
      })
    const key = await askJson(server, { method: 'POST', path: '/Keys.json', parameters: {}, as })
    const byKey = Buffer.from(`${String(key.json.sid)}:${String(key.json.secret)}`).toString('base64')
    const answer = await ask('/v1/Nothing')
    await fetch(`${server.url}/v1/NothingElse`, { headers: { authorization: `Basic ${byKey}` } })
    await expect
      .poll(() => requests(`account=${as.sid}&notImplemented=true`))
      .toMatchObject({
        requests: [
          { path: '/v1/NothingElse', status: 404, notImplemented: true, accountSid: as.sid },
          { path: '/v1/Nothing', id: answer.headers.get('twilio-request-id'), code: 20404 },
        ],
      })
  })

  test('without any credentials belongs to nobody', async () => {
    await fetch(`${server.url}/favicon.ico`)
    await expect
      .poll(() => requests('notImplemented=true&limit=1'))
      .toMatchObject({ requests: [{ path: '/favicon.ico', accountSid: null }] })
  })
})
