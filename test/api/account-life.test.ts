import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, askJson, type Credentials } from '../api-client.ts'
import { sdkClient } from '../conformance/sdk.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const inactive = { status: 401, code: 20005, message: 'Account not active' }
const parentClient = () => sdkClient('twilio', server)

async function openSub(friendlyName: string) {
  const { sid, authToken } = await parentClient().api.accounts.create({ friendlyName })
  const credentials: Credentials = { sid, token: authToken }
  const become = (status: string) => parentClient().api.accounts(sid).update({ status })
  return { sid, credentials, own: sdkClient('twilio', server, credentials), become }
}

/** What the parent does in the name of the subaccount. */
const inNameOf = (sid: string) => sdkClient('twilio', server, server.account, sid)

describe('the life of a subaccount', () => {
  test('suspended, it and its keys are refused, its parent reads only; opened again, all is as before', async () => {
    const { sid, own, become } = await openSub('to suspend')
    const from = (await own.incomingPhoneNumbers.create({ areaCode: '415' })).phoneNumber
    const message = { to: '+14155552345', from, body: 'hi' }
    const sent = await own.messages.create(message)
    await settled(server, [sent.sid], { sid, token: (await own.api.accounts(sid).fetch()).authToken })

    expect((await become('suspended')).status).toBe('suspended')
    await expect(own.messages.list()).rejects.toMatchObject(inactive)
    await expect(own.messages.create(message)).rejects.toMatchObject(inactive)
    await expect(own.api.accounts(sid).fetch()).rejects.toMatchObject(inactive)
    await expect(own.api.accounts(sid).update({ status: 'active' })).rejects.toMatchObject(inactive)
    const parent = inNameOf(sid)
    expect((await parent.messages.list()).map((one) => one.sid)).toEqual([sent.sid])
    await expect(parent.messages.create(message)).rejects.toMatchObject(inactive)
    await expect(parent.messages(sent.sid).remove()).rejects.toMatchObject(inactive)
    await expect(parent.incomingPhoneNumbers.create({ areaCode: '415' })).rejects.toMatchObject(inactive)

    expect((await become('active')).status).toBe('active')
    expect(await own.messages.create(message)).toMatchObject({ from, body: 'hi' })
  })

  test('closed, it gives its numbers back for good, and what it did stays to be read', async () => {
    const { sid, own, become } = await openSub('to close')
    const from = (await own.incomingPhoneNumbers.create({ areaCode: '415' })).phoneNumber
    const sent = await own.messages.create({ to: '+14155552345', from, body: 'hi' })

    expect((await become('closed')).status).toBe('closed')
    await expect(own.messages.list()).rejects.toMatchObject(inactive)
    const parent = inNameOf(sid)
    expect((await parent.messages.list()).map((one) => one.sid)).toEqual([sent.sid])
    expect(await parent.incomingPhoneNumbers.list()).toEqual([])
    expect((await parentClient().incomingPhoneNumbers.create({ phoneNumber: from })).phoneNumber).toBe(from)
    await expect(become('active')).rejects.toMatchObject({ status: 400, code: 21479 })
    await expect(become('suspended')).rejects.toMatchObject({ status: 400, code: 21479 })
    expect((await parentClient().api.accounts(sid).update({ friendlyName: 'closed' })).status).toBe('closed')
  })

  test('is listed by its name and its status, beside its parent', async () => {
    const { sid, become } = await openSub('to find')
    const found = async (filter: Readonly<Record<string, string>>) =>
      (await parentClient().api.accounts.list(filter)).map((one) => one.sid)
    expect(await found({})).toEqual(expect.arrayContaining([sid, server.account.sid]))
    expect(await found({ friendlyName: 'to find' })).toEqual([sid])
    expect(await found({ friendlyName: 'to' })).toEqual([])
    await become('suspended')
    expect(await found({ status: 'suspended' })).toContain(sid)
    expect(await found({ status: 'active' })).not.toContain(sid)
  })

  test('opens no subaccounts of its own', async () => {
    const { credentials } = await openSub('childless')
    const request = { method: 'POST', path: '/2010-04-01/Accounts.json', as: credentials } as const
    expect((await askJson(server, request)).json).toMatchObject({ status: 403, code: 20006, message: 'Access Denied' })
  })
})

test('an account in XML has its elements in the order that was recorded', async () => {
  const path = `/2010-04-01/Accounts/${server.account.sid}`
  const recorded = ['Sid', 'FriendlyName', 'Type', 'Status', 'DateCreated', 'DateUpdated', 'AuthToken']
  for (const [from, depth] of [
    [path, 1],
    ['/2010-04-01/Accounts', 2],
  ] as const) {
    let element = readXml((await ask(server, { method: 'GET', path: from })).text)
    for (let i = 0; i < depth; i++) element = element.children[0]!
    expect(element.name).toBe('Account')
    const names = element.children.map(({ name }) => name)
    expect(names).toEqual([...recorded, 'Uri', 'SubresourceUris', 'OwnerAccountSid'])
  }
})

test('a parent that is no subaccount names itself as its owner', async () => {
  const { json } = await askJson(server, { method: 'GET', path: `/2010-04-01/Accounts/${server.account.sid}.json` })
  expect(json).toMatchObject({ owner_account_sid: server.account.sid, auth_token: server.account.token })
})
