import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, askJson, type Json } from '../api-client.ts'
import { majors, type SdkList, sdkClient } from '../conformance/sdk.ts'
import { type MediaServer, openMediaServer, pixel } from '../media-server.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { readXml } from '../xml.ts'

const to = '+14155552345'
const vcard = Buffer.from('BEGIN:VCARD\nVERSION:4.0\nFN:Nobody\nEND:VCARD\n')

let server: TestServer
let shop: MediaServer
beforeAll(async () => {
  shop = await openMediaServer()
  shop.put('/1.gif')
  shop.put('/2.vcf', { contentType: 'text/vcard; charset=utf-8', bytes: vcard })
  server = await startTestServer()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await shop[Symbol.asyncDispose]()
})

const post = (path: string, parameters: Readonly<Record<string, string | readonly string[]>>, at = server) =>
  askJson(at, { method: 'POST', path, parameters })
const get = (path: string, parameters = {}, at = server) => askJson(at, { method: 'GET', path, parameters })

/** Sends both files, and waits until they are delivered. */
async function send(at = server, mediaUrl = [`${shop.url}/1.gif`, `${shop.url}/2.vcf`]) {
  const form = { To: to, From: at.numbers[0], Body: 'look', MediaUrl: mediaUrl }
  const { json, status } = await post('/Messages.json', form, at)
  expect(status).toBe(201)
  const [message] = await settled(at, [String(json.sid)])
  return message as Json & { sid: string }
}
const mediaOf = async (sid: string, at = server) =>
  (await get(`/Messages/${sid}/Media.json`, {}, at)).json.media_list as readonly (Json & { sid: string; uri: string })[]

describe('the media of a message', () => {
  let message: Awaited<ReturnType<typeof send>>
  let list: Awaited<ReturnType<typeof mediaOf>>
  beforeAll(async () => {
    message = await send()
    list = await mediaOf(message.sid)
  })
  const under = (path = '') => `/Messages/${message.sid}/Media${path}`
  const bytesAt = async (path: string, headers: Readonly<Record<string, string>> = {}, at = server) => {
    const response = await fetch(at.url + path, { headers })
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  const withoutSuffix = (uri: string) => uri.replace(/\.json$/, '')
  const gifUri = () => withoutSuffix(list.find(({ content_type }) => content_type === 'image/gif')!.uri)

  test('are counted, and delivered with it', () => {
    expect(message).toMatchObject({ num_media: '2', num_segments: '1', status: 'delivered', price: '-0.02000' })
    expect(message.sid).toMatch(/^MM/)
    expect((message.subresource_uris as Json).media).toMatch(new RegExp(`/Messages/${message.sid}/Media\\.json$`))
  })

  test('are listed', async () => {
    const { json } = await get(under('.json'))
    expect(Object.keys(json)).toEqual(expect.arrayContaining(['media_list', 'first_page_uri', 'next_page_uri', 'page']))
    expect(new Set(list.map(({ content_type }) => content_type))).toEqual(new Set(['image/gif', 'text/vcard']))
    for (const one of list) {
      expect(one).toEqual({
        account_sid: server.account.sid,
        content_type: expect.any(String) as string,
        date_created: expect.stringMatching(/ \+0000$/) as string,
        date_updated: one.date_created,
        parent_sid: message.sid,
        sid: expect.stringMatching(/^ME[0-9a-f]{32}$/) as string,
        uri: `/2010-04-01/Accounts/${server.account.sid}${under(`/${one.sid}`)}.json`,
      })
      expect((await get(under(`/${one.sid}.json`))).json).toEqual(one)
    }
  })

  test('are listed in XML, and fetched in it behind .xml only', async () => {
    const whole = readXml((await ask(server, { method: 'GET', path: under() })).text).children[0]
    expect(whole?.name).toBe('MediaList')
    expect(whole?.children.map(({ name }) => name)).toEqual(['Media', 'Media'])
    const [first] = list
    const one = readXml((await ask(server, { method: 'GET', path: under(`/${first!.sid}.xml`) })).text).children[0]
    expect(one?.name).toBe('Media')
    expect(one?.children.map(({ name }) => name)).toEqual([
      'Sid',
      'AccountSid',
      'ParentSid',
      'ContentType',
      'DateCreated',
      'DateUpdated',
      'Uri',
    ])
  })

  test('are found by their date, and page by page', async () => {
    const count = async (parameters: Readonly<Record<string, string>>) =>
      ((await get(under('.json'), parameters)).json.media_list as Json[]).length
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    expect(await count({ DateCreated: day(0) })).toBe(2)
    expect(await count({ DateCreated: day(-1) })).toBe(0)
    expect(await count({ 'DateCreated>': day(0) })).toBe(2)
    expect(await count({ 'DateCreated>': day(1) })).toBe(0)
    expect(await count({ 'DateCreated<': day(1) })).toBe(2)
    expect(await count({ 'DateCreated<': day(0) })).toBe(0)
    const first = (await get(under('.json'), { PageSize: '1' })).json
    const next = await fetch(server.url + String(first.next_page_uri), {
      headers: { authorization: server.account.basic },
    })
    const second = (await next.json()) as { media_list: Json[]; next_page_uri: string | null }
    expect(second.next_page_uri).toBeNull()
    expect([...(first.media_list as Json[]), ...second.media_list]).toEqual(list)
  })

  test('are their bytes without a suffix, with or without credentials, and harmless', async () => {
    for (const headers of [{}, { authorization: server.account.basic }] as Readonly<Record<string, string>>[]) {
      const answer = await bytesAt(gifUri(), headers)
      expect(answer.status).toBe(200)
      expect(Buffer.compare(answer.bytes, pixel)).toBe(0)
      expect(answer.headers.get('content-type')).toBe('image/gif')
      expect(answer.headers.get('content-length')).toBe(String(pixel.length))
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    }
    const head = await fetch(server.url + gifUri(), { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(pixel.length)])
  })

  test('are all else only to those with credentials', async () => {
    expect((await bytesAt(gifUri(), { authorization: 'Basic bm9ib2R5Om5vYm9keQ==' })).status).toBe(401)
    for (const path of [`${gifUri()}.json`, `${gifUri()}.xml`, gifUri().replace(/\/ME\w+$/, '')])
      expect((await bytesAt(path)).status).toBe(401)
    for (const method of ['DELETE', 'POST']) expect((await fetch(server.url + gifUri(), { method })).status).toBe(401)
    expect((await fetch(`${server.url}${gifUri()}?_method=DELETE`)).status).toBe(200)
    expect((await bytesAt(gifUri())).status).toBe(200)
  })

  test('are nobody else’s', async () => {
    const sub = (await post('/2010-04-01/Accounts.json', {})).json
    const as = { sid: String(sub.sid), token: String(sub.auth_token) }
    const [one] = list
    for (const path of [under('.json'), under(`/${one!.sid}.json`), under(`/${one!.sid}`)])
      expect((await ask(server, { method: 'GET', path, as })).status).toBe(404)
    expect((await bytesAt(gifUri().replace(server.account.sid, as.sid))).status).toBe(404)
    const other = await send(server, [`${shop.url}/1.gif`])
    expect((await get(`/Messages/${other.sid}/Media/${one!.sid}.json`)).status).toBe(404)
  })

  test('are on the phone, where anyone can look at them', async () => {
    const inbox = await fetch(`${server.url}/_trunkline/v1/phones/${encodeURIComponent(to)}/messages`)
    const { messages } = (await inbox.json()) as { messages: { messageSid: string; mediaUrls: string[] }[] }
    const { mediaUrls } = messages.find(({ messageSid }) => messageSid === message.sid)!
    expect(mediaUrls).toHaveLength(2)
    const shown = await Promise.all(mediaUrls.map(async (url) => Buffer.from(await (await fetch(url)).arrayBuffer())))
    expect(shown).toEqual([pixel, vcard])
  })

  test('are in the timeline of the control API', async () => {
    const told = (await (await fetch(`${server.url}/_trunkline/v1/messages/${message.sid}`)).json()) as {
      media: Json[]
      events: { kind: string }[]
      webhooks: Json[]
    }
    expect(told.media).toMatchObject([{ contentType: 'image/gif', size: pixel.length }, { size: vcard.length }])
    expect(told.events.map(({ kind }) => kind).slice(0, 4)).toEqual([
      'queued',
      'media-fetched',
      'media-fetched',
      'sending',
    ])
    expect(told.webhooks).toMatchObject([{ kind: 'media', url: `${shop.url}/1.gif` }, { kind: 'media' }])
  })
})

test('media stay at their address when their message is deleted, until they are deleted themselves', async () => {
  const { sid } = await send()
  const list = await mediaOf(sid)
  expect((await ask(server, { method: 'DELETE', path: `/Messages/${sid}.json` })).status).toBe(204)
  expect((await get(`/Messages/${sid}.json`)).status).toBe(404)
  expect(await mediaOf(sid)).toEqual(list)

  for (const [i, { sid: mediaSid }] of list.entries()) {
    const path = `/Messages/${sid}/Media/${mediaSid}`
    expect((await ask(server, { method: 'GET', path })).status).toBe(200)
    const gone = await ask(server, { method: 'DELETE', path: `${path}.json` })
    expect([gone.status, gone.text]).toEqual([204, ''])
    for (const suffix of ['', '.json', '.xml'])
      expect((await ask(server, { method: 'GET', path: path + suffix })).status).toBe(404)
    expect((await get(`/Messages/${sid}/Media.json`)).status).toBe(i === 0 ? 200 : 404)
  }
})

test('a message without media has an empty list, one that never was has none', async () => {
  const { json } = await post('/Messages.json', { To: to, From: server.numbers[0], Body: 'no media' })
  expect(await mediaOf(String(json.sid))).toEqual([])
  const path = `/Messages/MM${'0'.repeat(32)}/Media`
  expect((await get(`${path}.json`)).json).toMatchObject({
    code: 20404,
    message: `The requested resource /2010-04-01/Accounts/${server.account.sid}${path}.json was not found`,
  })
})

test('media cannot be created or changed', async () => {
  const { sid } = await send()
  const [one] = await mediaOf(sid)
  for (const path of [`/Messages/${sid}/Media.json`, `/Messages/${sid}/Media/${one!.sid}.json`])
    expect((await post(path, {})).status).toBe(405)
})

test('a messaging service chooses a sender first, then the media are fetched', async () => {
  const service = String((await post('/v1/Services', { FriendlyName: 'Shop' })).json.sid)
  const { json } = await get('/IncomingPhoneNumbers.json', { PhoneNumber: server.numbers[0].slice(1) })
  const [number] = json.incoming_phone_numbers as { sid: string }[]
  await post(`/v1/Services/${service}/PhoneNumbers`, { PhoneNumberSid: number!.sid })
  const form = { To: to, MessagingServiceSid: service, MediaUrl: shop.put('/by-service.gif') }
  const sent = (await post('/Messages.json', form)).json
  expect(sent).toMatchObject({ status: 'accepted', num_media: '1', num_segments: '0' })
  expect(await settled(server, [String(sent.sid)])).toMatchObject([{ status: 'delivered', num_segments: '1' }])
  expect(await mediaOf(String(sent.sid))).toMatchObject([{ content_type: 'image/gif' }])
})

test('a message whose media are not to be had fails, and tells why', async () => {
  const { sid, error_code, error_message, status, price } = await send(server, [`${shop.url}/nothing`])
  expect({ status, error_code, error_message, price }).toEqual({
    status: 'failed',
    error_code: 11200,
    error_message: 'HTTP retrieval failure',
    price: null,
  })
  expect(await mediaOf(sid)).toEqual([])
  const told = await (await fetch(`${server.url}/_trunkline/v1/messages/${sid}`)).json()
  expect(told).toMatchObject({
    events: [
      { kind: 'queued' },
      { kind: 'media-refused', detail: { reason: 'The answer was 404' } },
      { kind: 'failed' },
    ],
  })
})

interface SdkMedia {
  sid: string
  contentType: string
  parentSid: string
  dateCreated: Date
}

test.each(majors)('%s lists, fetches and deletes media', async (major) => {
  const { sid } = await send()
  const { media } = sdkClient(major, server).messages(sid) as unknown as { media: SdkList<SdkMedia> }
  const list = await media.list()
  expect(new Set(list.map(({ contentType }) => contentType))).toEqual(new Set(['image/gif', 'text/vcard']))
  expect(list.map(({ parentSid }) => parentSid)).toEqual([sid, sid])
  const [first] = list
  expect(await media(first!.sid).fetch()).toMatchObject({ sid: first!.sid, dateCreated: first!.dateCreated })
  expect(first!.dateCreated).toBeInstanceOf(Date)
  expect(await media(first!.sid).remove()).toBe(true)
  expect(await media.list()).toHaveLength(1)
  const tomorrow = new Date(Date.now() + 86_400_000)
  expect(await media.list({ dateCreatedAfter: tomorrow })).toEqual([])
})

test('where media need credentials, a signed link opens the one that it was made for', async () => {
  await using strict = await startTestServer({ env: { TRUNKLINE_MEDIA_AUTH: 'on' } })
  const { sid } = await send(strict)
  const inbox = await fetch(`${strict.url}/_trunkline/v1/phones/${encodeURIComponent(to)}/messages`)
  const { messages } = (await inbox.json()) as { messages: { messageSid: string; mediaUrls: string[] }[] }
  const [first = '', second = ''] = messages.find(({ messageSid }) => messageSid === sid)!.mediaUrls
  const statusOf = async (url: string, authorization?: string) =>
    (await fetch(url, { headers: { ...(authorization && { authorization }) } })).status

  expect(await statusOf(first)).toBe(200)
  const bare = first.replace(/\?.*/, '')
  expect(await statusOf(bare)).toBe(401)
  expect(await statusOf(`${bare}?Signature=`)).toBe(401)
  expect(await statusOf(bare + second.replace(/.*\?/, '?'))).toBe(401)
  expect(await statusOf(first.replace('?', '.json?'))).toBe(401)
  expect(await statusOf(bare, strict.account.basic)).toBe(200)
})
