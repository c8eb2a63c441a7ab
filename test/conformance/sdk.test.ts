import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Credentials } from '../api-client.ts'
import { type MediaServer, openMediaServer } from '../media-server.ts'
import { openReceiver, type Receiver } from '../receiver.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import type { ErrorCase, World } from './error-case.ts'
import { errorCases } from './error-cases.ts'
import { majors, sdk, type SdkClient, sdkClient, type SdkList, sdkNames } from './sdk.ts'
import { makeWorld } from './world.ts'

let server: TestServer
let receiver: Receiver
let shop: MediaServer
let world: World
beforeAll(async () => {
  ;[server, receiver, shop, world] = await Promise.all([
    startTestServer(),
    openReceiver(),
    openMediaServer(),
    makeWorld(),
  ])
})
afterAll(() => Promise.all([server, receiver, shop, world.server].map((one) => one[Symbol.asyncDispose]())))

const day = 86_400_000
const to = '+14155552345'

describe.each(majors)('the official SDK, %s', (major) => {
  let client: SdkClient
  let own: Credentials
  let from: string
  beforeAll(async () => {
    const parent = sdkClient(major, server)
    const account = await parent.api.accounts.create({ friendlyName: `For ${major}` })
    own = { sid: account.sid, token: account.authToken }
    client = sdkClient(major, server, own)
    from = (await client.incomingPhoneNumbers.create({ areaCode: '415' })).phoneNumber
  })

  const sendAll = async (bodies: readonly string[], also: Readonly<Record<string, unknown>> = {}) => {
    const messages = await Promise.all(bodies.map((body) => client.messages.create({ to, from, body, ...also })))
    const sids = messages.map(({ sid }) => sid)
    await settled(server, sids, own)
    return sids
  }

  test('creates a message, and fetches it when it is delivered', async () => {
    const created = await client.messages.create({ to: '(415) 555-2345', from, body: 'Hello from the SDK €' })
    expect(created).toMatchObject({
      to,
      from,
      body: 'Hello from the SDK €',
      status: 'queued',
      direction: 'outbound-api',
    })
    expect(created).toMatchObject({
      accountSid: own.sid,
      numSegments: '1',
      numMedia: '0',
      price: null,
      priceUnit: 'USD',
    })
    expect(created).toMatchObject({ apiVersion: '2010-04-01', dateSent: null, errorCode: null, errorMessage: null })
    expect(created.sid).toMatch(/^SM[0-9a-f]{32}$/)
    expect(created.uri).toBe(`/2010-04-01/Accounts/${own.sid}/Messages/${created.sid}.json`)
    expect(Object.keys(created.subresourceUris)).toContain('media')
    await settled(server, [created.sid], own)

    const fetched = await client.messages(created.sid).fetch()
    expect(fetched).toMatchObject({ sid: created.sid, status: 'delivered', price: '-0.00750' })
    expect(fetched.dateSent).toBeInstanceOf(Date)
    expect(Math.abs(Number(fetched.dateSent) - Date.now())).toBeLessThan(60_000)
    expect(Number(fetched.dateCreated)).toBe(Number(created.dateCreated))
  })

  test('sends media, and sees a failure with its code and words', async () => {
    const withMedia = await client.messages.create({
      to,
      from,
      mediaUrl: [shop.put('/1.gif'), shop.put('/2.gif')],
    })
    expect(withMedia).toMatchObject({ numMedia: '2', body: '' })
    expect(withMedia.sid).toMatch(/^MM/)
    expect(await settled(server, [withMedia.sid], own)).toMatchObject([{ status: 'delivered' }])
    const [sid = ''] = await sendAll(['to a phone that is off'], { to: '+15005530003' })
    expect(await client.messages(sid).fetch()).toMatchObject({
      status: 'undelivered',
      errorCode: 30003,
      errorMessage: 'Unreachable destination handset',
    })
  })

  test('accepts every status callback as signed', async () => {
    const statusCallback = `${receiver.url}/status/${major}?shop=1&name=a%20b`
    const sids = await sendAll(['told of', 'told of, too: &=+%'], { statusCallback })
    const mine = () => receiver.received.filter(({ parameters }) => sids.includes(parameters.MessageSid ?? ''))
    await receiver.until(() => mine().length === 4)
    for (const { url, headers, parameters, method } of mine()) {
      expect(method).toBe('POST')
      expect(url).toBe(statusCallback)
      const signature = String(headers['x-twilio-signature'])
      expect(sdk(major).validateRequest(own.token, signature, url, parameters)).toBe(true)
      expect(sdk(major).validateRequest(own.token, signature, url, { ...parameters, MessageStatus: 'read' })).toBe(
        false,
      )
      expect(sdk(major).validateRequest('another token', signature, url, parameters)).toBe(false)
    }
    const statuses = sids.map((sid) =>
      mine()
        .filter(({ parameters }) => parameters.MessageSid === sid)
        .map(({ parameters }) => parameters.MessageStatus),
    )
    expect(statuses.map((each) => new Set(each))).toEqual([
      new Set(['sent', 'delivered']),
      new Set(['sent', 'delivered']),
    ])
  })

  test('lists over several pages, forwards and backwards', async () => {
    const account = await sdkClient(major, server).api.accounts.create({})
    const lister = sdkClient(major, server, { sid: account.sid, token: account.authToken })
    const number = await lister.incomingPhoneNumbers.create({ areaCode: '415' })
    const bodies = Array.from({ length: 7 }, (_, i) => `page ${i}`)
    const sids = await Promise.all(
      bodies.map(async (body) => (await lister.messages.create({ to, from: number.phoneNumber, body })).sid),
    )
    await settled(server, sids, { sid: account.sid, token: account.authToken })

    const all = await lister.messages.list({ pageSize: 3 })
    expect(all.map(({ body }) => body).sort()).toEqual(bodies)
    expect((await lister.messages.list({ limit: 5, pageSize: 2 })).map(({ sid }) => sid)).toEqual(
      all.slice(0, 5).map(({ sid }) => sid),
    )
    expect((await each(lister.messages, { pageSize: 2 })).map(({ sid }) => sid)).toEqual(all.map(({ sid }) => sid))

    const first = await lister.messages.page({ pageSize: 3 })
    const second = await first.nextPage()
    const third = await second?.nextPage()
    expect(third?.nextPage()).toBeUndefined()
    expect([first, second, third].map((page) => page?.instances.length)).toEqual([3, 3, 1])
    const back = await third?.previousPage()
    expect(back?.instances.map(({ sid }) => sid)).toEqual(second?.instances.map(({ sid }) => sid))
    expect(first.previousPage()).toBeUndefined()
  })

  test('filters by To, From and DateSent', async () => {
    const [here = '', there = ''] = [
      ...(await sendAll(['here'], { to: '+14155550111' })),
      ...(await sendAll(['there'], { to: '+14155550122' })),
    ]
    const sidsOf = async (options: Readonly<Record<string, unknown>>) =>
      (await client.messages.list(options)).map(({ sid }) => sid)
    expect(await sidsOf({ to: '+14155550111' })).toEqual([here])
    expect(await sidsOf({ to: '415-555-0122', from })).toEqual([there])
    expect(await sidsOf({ to: '+14155550111', from: '+14155550122' })).toEqual([])
    const [now, before, after] = [new Date(), new Date(Date.now() - day), new Date(Date.now() + day)]
    expect(await sidsOf({ to: '+14155550111', dateSentAfter: before, dateSentBefore: after })).toEqual([here])
    expect(await sidsOf({ to: '+14155550111', dateSentAfter: after })).toEqual([])
    expect(await sidsOf({ to: '+14155550111', dateSentBefore: before })).toEqual([])
    expect(await sidsOf({ to: '+14155550111', dateSent: new Date(Date.UTC(now.getUTCFullYear() - 1, 0, 1)) })).toEqual(
      [],
    )
  })

  test('redacts and deletes', async () => {
    const [sid = ''] = await sendAll(['a secret'])
    expect(await client.messages(sid).update({ body: '' })).toMatchObject({ sid, body: '', status: 'delivered' })
    expect(await client.messages(sid).fetch()).toMatchObject({ body: '', to })
    expect(await client.messages(sid).remove()).toBe(true)
    await expect(client.messages(sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
  })

  test('buys, finds, changes and releases numbers', async () => {
    const { local, mobile, tollFree } = client.incomingPhoneNumbers
    const bought = await client.incomingPhoneNumbers.create({
      areaCode: '212',
      friendlyName: `Shop of ${major}`,
      smsUrl: 'https://shop.example/sms',
    })
    expect(bought).toMatchObject({
      accountSid: own.sid,
      friendlyName: `Shop of ${major}`,
      smsUrl: 'https://shop.example/sms',
      smsMethod: 'POST',
    })
    expect(bought.phoneNumber).toMatch(/^\+1212\d{7}$/)
    expect(bought.capabilities).toMatchObject({ sms: true, mms: true, voice: true })
    expect(bought.dateCreated).toBeInstanceOf(Date)

    const numbers = client.incomingPhoneNumbers
    expect((await numbers.list({ friendlyName: `Shop of ${major}` })).map(({ sid }) => sid)).toEqual([bought.sid])
    expect((await numbers.list({ phoneNumber: '+1212*' })).map(({ sid }) => sid)).toEqual([bought.sid])
    expect((await numbers.list({ pageSize: 1 })).length).toBe(2)
    expect(await numbers(bought.sid).update({ smsUrl: '', smsMethod: 'GET' })).toMatchObject({
      smsUrl: '',
      smsMethod: 'GET',
    })
    expect(await numbers(bought.sid).fetch()).toMatchObject({ smsMethod: 'GET', phoneNumber: bought.phoneNumber })

    const index = majors.indexOf(major)
    for (const [list, number] of [
      [local, `+1646555010${index}`],
      [mobile, `+44740012345${index}`],
      [tollFree, `+1800555010${index}`],
    ] as const) {
      const one = await list.create({ phoneNumber: number })
      expect(one.phoneNumber).toBe(number)
      expect((await list.list()).map(({ sid }) => sid)).toContain(one.sid)
      expect(await numbers(one.sid).remove()).toBe(true)
    }
    expect(await numbers(bought.sid).remove()).toBe(true)
    await expect(numbers(bought.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
  })

  test('opens, finds, renames, suspends and closes subaccounts, and acts for them', async () => {
    const parent = sdkClient(major, server)
    const opened = await parent.api.accounts.create({ friendlyName: `Tenant of ${major}` })
    expect(opened).toMatchObject({ status: 'active', type: 'Full', ownerAccountSid: server.account.sid })
    expect((await parent.api.accounts.list({ friendlyName: `Tenant of ${major}` })).map(({ sid }) => sid)).toEqual([
      opened.sid,
    ])
    expect(await parent.api.accounts(opened.sid).update({ friendlyName: `Tenant ${major}` })).toMatchObject({
      friendlyName: `Tenant ${major}`,
    })
    expect(await parent.api.accounts(opened.sid).fetch()).toMatchObject({ friendlyName: `Tenant ${major}` })

    const acting = sdkClient(major, server, server.account, opened.sid)
    const number = await acting.incomingPhoneNumbers.create({ areaCode: '510' })
    expect(number.accountSid).toBe(opened.sid)
    expect(await acting.messages.create({ to, from: number.phoneNumber, body: 'hi' })).toMatchObject({
      accountSid: opened.sid,
    })

    expect(await parent.api.accounts(opened.sid).update({ status: 'suspended' })).toMatchObject({ status: 'suspended' })
    const itself = sdkClient(major, server, { sid: opened.sid, token: opened.authToken })
    await expect(itself.messages.list()).rejects.toMatchObject({ status: 401, code: 20005 })
    expect(await parent.api.accounts(opened.sid).update({ status: 'closed' })).toMatchObject({ status: 'closed' })
    expect((await parent.api.accounts.list({ status: 'closed' })).map(({ sid }) => sid)).toContain(opened.sid)
  })

  test('is told that its token is wrong', async () => {
    const mistaken = sdkClient(major, server, { sid: own.sid, token: 'wrong' })
    await expect(mistaken.messages.list()).rejects.toMatchObject({ status: 401, code: 20003, message: 'Authenticate' })
  })

  test.each(errorCases.filter(({ notBySdk }) => notBySdk === undefined))('$call: $row → $code', async (one) => {
    const message = (typeof one.message === 'string' ? one.message : one.message(world)).replace('{suffix}', '.json')
    const moreInfo = `https://www.twilio.com/docs/errors/${one.code}`
    await expect(call(sdkClient(major, world.server, credentialsFor(one)), one)).rejects.toMatchObject({
      code: one.code,
      status: one.status,
      message,
      moreInfo,
    })
  })
})

function credentialsFor({ as }: ErrorCase): Credentials {
  if (as === 'test') return world.server.test
  return as === 'sub' ? world.sub : world.server.account
}

function call(client: SdkClient, { call: operation, give }: ErrorCase): Promise<unknown> {
  const { Sid, ...values } = typeof give === 'function' ? give(world) : give
  const path = operation.split('.')
  const verb = path.pop()
  const [noun = '', type] = path
  const list = listOf(client, noun, type)
  const options = sdkNames(values)
  const one = () => list(String(Sid))
  switch (verb) {
    case 'create':
      return list.create(options)
    case 'list':
      return list.page(options)
    case 'fetch':
      return one().fetch()
    case 'update':
      return one().update(options)
    default:
      return one().remove()
  }
}

function listOf(client: SdkClient, noun: string, type: string | undefined): SdkList<unknown> {
  if (noun === 'accounts') return client.api.accounts
  if (noun === 'messages') return client.messages
  if (type === 'local' || type === 'tollFree') return client.incomingPhoneNumbers[type]
  return client.incomingPhoneNumbers
}

function each<One>(list: SdkList<One>, options: Readonly<Record<string, unknown>>): Promise<One[]> {
  const seen: One[] = []
  return new Promise((resolve, reject) => {
    list.each(
      { ...options, done: (error?: Error) => (error ? reject(error) : resolve(seen)) },
      (one) => void seen.push(one),
    )
  })
}
