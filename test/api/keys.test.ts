import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askJson, ask, type Json } from '../api-client.ts'
import { majors, type SdkClient, sdkClient, type SdkList } from '../conformance/sdk.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

interface SdkKey {
  sid: string
  friendlyName: string
  dateCreated: Date
  dateUpdated: Date
  secret?: string
}

type KeyClient = SdkClient & {
  keys: SdkList<SdkKey>
  newKeys: SdkList<SdkKey>
  signingKeys: SdkList<SdkKey>
  newSigningKeys: SdkList<SdkKey>
}

const wrong = { status: 401, code: 20003 }
const withCode = ({ status, json }: { status: number; json: Json }) => ({ status, code: json.code })

let server: TestServer
let from: string
beforeAll(async () => {
  server = await startTestServer()
  from = server.numbers[0]
})
afterAll(() => server[Symbol.asyncDispose]())

describe.each(majors)('keys through the official SDK, %s', (major) => {
  const client = () => sdkClient(major, server) as KeyClient

  test('are created with a secret, then fetched, renamed, listed and deleted without it', async () => {
    const { keys, newKeys, signingKeys } = client()
    const created = await newKeys.create({ friendlyName: 'CI' })
    expect(created.sid).toMatch(/^SK[0-9a-f]{32}$/)
    expect(created.secret).toMatch(/^\w{32}$/)
    expect(created.dateCreated).toBeInstanceOf(Date)
    const fetched = await keys(created.sid).fetch()
    expect(fetched).toMatchObject({ friendlyName: 'CI', dateCreated: created.dateCreated })
    expect(fetched.secret).toBeUndefined()
    expect(await keys(created.sid).update({ friendlyName: 'CD' })).toMatchObject({ friendlyName: 'CD' })
    expect((await keys.list()).map(({ sid }) => sid)).toContain(created.sid)
    // Made at one address, there at the other.
    expect(await signingKeys(created.sid).fetch()).toMatchObject({ sid: created.sid, friendlyName: 'CD' })
    expect(await signingKeys(created.sid).remove()).toBe(true)
    await expect(keys(created.sid).fetch()).rejects.toMatchObject({ code: 20404, status: 404 })
  })

  test('open everything but accounts and keys, until they are deleted', async () => {
    const { newSigningKeys, keys } = client()
    const { sid, secret = '' } = await newSigningKeys.create({ friendlyName: 'CI' })
    const byKey = sdkClient(major, server, { sid, token: secret }, server.account.sid) as KeyClient
    const sent = await byKey.messages.create({ to: '+14155552345', from, body: 'by key' })
    expect(sent).toMatchObject({ accountSid: server.account.sid, body: 'by key' })
    expect((await byKey.messages.list()).map((message) => message.sid)).toContain(sent.sid)
    for (const refused of [
      () => byKey.api.accounts(server.account.sid).fetch(),
      () => byKey.api.accounts.create({ friendlyName: 'x' }),
      () => byKey.keys.list(),
      () => byKey.newKeys.create({}),
      () => byKey.signingKeys(sid).remove(),
    ])
      await expect(refused()).rejects.toMatchObject(wrong)
    await keys(sid).remove()
    await expect(byKey.messages.list()).rejects.toMatchObject(wrong)
  })

  test('open their own account only, of a parent none of its subaccounts', async () => {
    const parent = client()
    const sub = await parent.api.accounts.create({ friendlyName: 'sub' })
    const actingOn = (key: SdkKey, accountSid: string) =>
      sdkClient(major, server, { sid: key.sid, token: key.secret ?? '' }, accountSid)
    const own = await parent.newKeys.create({})
    await expect(actingOn(own, sub.sid).messages.list()).rejects.toMatchObject(wrong)
    const subClient = sdkClient(major, server, { sid: sub.sid, token: sub.authToken }) as KeyClient
    const key = await subClient.newKeys.create({})
    expect(await actingOn(key, sub.sid).messages.list()).toEqual([])
    await expect(actingOn(key, server.account.sid).messages.list()).rejects.toMatchObject(wrong)
    await parent.api.accounts(sub.sid).update({ status: 'suspended' })
    await expect(actingOn(key, sub.sid).messages.list()).rejects.toMatchObject({ status: 401, code: 20005 })
    await parent.api.accounts(sub.sid).update({ status: 'active' })
    expect(await actingOn(key, sub.sid).messages.list()).toEqual([])
    await parent.api.accounts(sub.sid).update({ status: 'closed' })
    await expect(actingOn(key, sub.sid).messages.list()).rejects.toMatchObject(wrong)
  })
})

describe('keys on the wire', () => {
  test('have four properties, and a secret when they are made; no address', async () => {
    const post = { method: 'POST', path: '/Keys.json', parameters: { FriendlyName: 'CI' } } as const
    const { status, json } = await askJson(server, post)
    expect(status).toBe(201)
    const properties = ['sid', 'friendly_name', 'date_created', 'date_updated']
    expect(Object.keys(json)).toEqual([...properties, 'secret'])
    expect(json.date_created).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/)
    const fetched = await askJson(server, { method: 'GET', path: `/Keys/${String(json.sid)}.json` })
    const { secret: _, ...shown } = json
    expect(fetched.json).toEqual(shown)
    for (const [collection, path] of [
      ['keys', '/Keys.json'],
      ['signing_keys', '/SigningKeys.json'],
    ] as const) {
      const list = await askJson(server, { method: 'GET', path })
      expect((list.json[collection] as Json[]).map(Object.keys)).toContainEqual(properties)
    }
  })

  test.each([
    ['/Keys', 'Keys', 'Key'],
    ['/SigningKeys', 'SigningKeys', 'SigningKey'],
  ])('at %s have the names of that address in XML', async (path, plural, name) => {
    const created = readXml((await ask(server, { method: 'POST', path })).text).children[0]
    const elements = ['Sid', 'FriendlyName', 'DateCreated', 'DateUpdated']
    expect([created?.name, created?.children.map((child) => child.name)]).toEqual([name, [...elements, 'Secret']])
    const list = readXml((await ask(server, { method: 'GET', path })).text).children[0]
    expect([list?.name, list?.children[0]?.name]).toEqual([plural, name])
    expect(list?.children[0]?.children.map((child) => child.name)).toEqual(elements)
  })

  test('let in on hosts whose paths name no account', async () => {
    const { json } = await askJson(server, { method: 'POST', path: '/Keys.json' })
    const as = { sid: String(json.sid), token: String(json.secret) }
    const services = async (token: string) => {
      const authorization = `Basic ${Buffer.from(`${as.sid}:${token}`).toString('base64')}`
      const response = await fetch(`${server.url}/v1/Services`, { headers: { authorization } })
      return { status: response.status, json: (await response.json()) as Json }
    }
    expect(await services(as.token)).toMatchObject({ status: 200, json: { services: [] } })
    expect(withCode(await services('wrong'))).toEqual(wrong)
    expect(withCode(await services(''))).toEqual(wrong)
  })

  test('are nobody else’s: one of another account is not found', async () => {
    const { json: sub } = await askJson(server, { method: 'POST', path: '/2010-04-01/Accounts.json' })
    const { json: key } = await askJson(server, { method: 'POST', path: '/Keys.json' })
    const as = { sid: String(sub.sid), token: String(sub.auth_token) }
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const path = `/2010-04-01/Accounts/${as.sid}/Keys/${String(key.sid)}.json`
      expect(withCode(await askJson(server, { method, path, as }))).toEqual({ status: 404, code: 20404 })
    }
    const path = `/Keys/${String(key.sid)}.json`
    expect((await askJson(server, { method: 'GET', path })).status).toBe(200)
  })
})
