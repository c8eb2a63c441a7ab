import { describe, expect, test } from 'vitest'
import { type Log, silentLog } from '../../src/log.ts'
import { ask, askJson, type Json } from '../api-client.ts'
import { databases } from '../databases.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'

const day = 86_400_000
const to = '+14155552345'

const send = async (server: TestServer, parameters: Readonly<Record<string, string>> = {}) => {
  const form = { To: to, From: server.numbers[0], Body: 'for your eyes only', ...parameters }
  const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })
  const [message] = await settled(server, [String(json.sid)])
  return message as Json & { sid: string }
}
const fetchMessage = async (server: TestServer, sid: string) =>
  (await askJson(server, { method: 'GET', path: `/Messages/${sid}.json` })).json
const control = async (server: TestServer, path: string) =>
  (await (await fetch(`${server.url}/_trunkline/v1${path}`)).json()) as Record<string, Json>

describe.each(databases)('retention on $name', ({ open }) => {
  test('lets texts go after 30 days and numbers after 120, tells so, and lists as before', async () => {
    await using database = await open()
    let ahead = 0
    const logged: { event: string; fields: object }[] = []
    const log: Log = { ...silentLog, info: (fields, event) => void logged.push({ event, fields }), child: () => log }
    await using server = await startTestServer({
      clock: { now: () => Date.now() + ahead },
      log,
      env: {
        TRUNKLINE_DATABASE: database.url,
        TRUNKLINE_BODY_RETENTION: '30d',
        TRUNKLINE_ADDRESS_RETENTION: '120d',
      },
    })
    const message = await send(server)
    const changed = async () => {
      const { body, address } = await control(server, '/retention')
      return [body?.changed, address?.changed]
    }
    expect(await control(server, '/retention')).toMatchObject({ body: { after: '30d' }, address: { after: '120d' } })

    ahead = 29 * day
    const young = await send(server)
    expect(await fetchMessage(server, message.sid)).toEqual(message)

    ahead = 31 * day
    await expect.poll(changed, { timeout: 10_000 }).toEqual([1, 0])
    const emptied = await fetchMessage(server, message.sid)
    expect(emptied).toEqual({ ...message, body: '', date_updated: emptied.date_updated })
    expect(await fetchMessage(server, young.sid)).toEqual(young)

    ahead = 121 * day
    await expect.poll(changed, { timeout: 10_000 }).toEqual([2, 1])
    expect(await fetchMessage(server, message.sid)).toMatchObject({
      to: '+1415555XXXX',
      from: server.numbers[0].replace(/\d{4}$/, 'XXXX'),
      price: message.price,
      status: 'delivered',
    })
    const { events } = (await control(server, `/messages/${message.sid}`)) as unknown as { events: Json[] }
    expect(events.map(({ kind, detail }) => [kind, detail])).toContainEqual(['obfuscated', { by: 'retention' }])
    const found = async (To: string) => {
      const { json } = await askJson(server, { method: 'GET', path: '/Messages.json', parameters: { To } })
      return (json.messages as { sid: string }[]).map(({ sid }) => sid)
    }
    expect(await found(to)).toEqual([young.sid])
    expect(await found('+1415555XXXX')).toEqual([message.sid])
    const told = logged
      .filter(({ event }) => event.startsWith('messages were kept long enough'))
      .map(({ fields }) => fields)
    expect(told[0]).toEqual({ bodies: 1, addresses: 0 })
    expect(JSON.stringify(logged)).not.toContain('for your eyes only')
  })
})

test('nothing goes where no time is set', async () => {
  let ahead = 0
  await using server = await startTestServer({ clock: { now: () => Date.now() + ahead } })
  const message = await send(server)
  expect(await control(server, '/retention')).toMatchObject({ body: { after: 'never' }, address: { after: 'never' } })
  ahead = 1000 * day
  await send(server)
  expect(await fetchMessage(server, message.sid)).toEqual(message)
})

describe('what the sender asks for', () => {
  test('ContentRetention=discard: the text is in the answer, on the phone, and nowhere afterwards', async () => {
    await using server = await startTestServer()
    const form = { To: to, From: server.numbers[0], Body: 'for your eyes only', ContentRetention: 'discard' }
    const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })
    expect(json).toMatchObject({ body: 'for your eyes only', status: 'queued' })
    const [message] = await settled(server, [String(json.sid)])
    expect(message).toMatchObject({ body: '', status: 'delivered', num_segments: '1', to })
    const { messages } = (await control(server, `/phones/${encodeURIComponent(to)}/messages`)) as unknown as {
      messages: Json[]
    }
    expect(messages).toMatchObject([{ body: 'for your eyes only' }])
    expect(JSON.stringify(await control(server, `/messages/${String(json.sid)}`))).not.toContain('eyes')
  })

  test('AddressRetention=obfuscate: the last digits are hidden, in lists too', async () => {
    await using server = await startTestServer()
    const { sid, to: shown, body } = await send(server, { AddressRetention: 'obfuscate' })
    expect([shown, body]).toEqual(['+1415555XXXX', 'for your eyes only'])
    const list = await ask(server, { method: 'GET', path: '/Messages.json' })
    expect(list.text).toContain(sid)
    expect(list.text).not.toContain(to)
  })

  test('SendAsMms: it is one MMS, billed as such, however long', async () => {
    await using server = await startTestServer()
    const message = await send(server, { SendAsMms: 'true', Body: 'x'.repeat(1600) })
    expect(message).toMatchObject({ num_segments: '1', num_media: '0', price: '-0.02000', status: 'delivered' })
    expect(message.sid).toMatch(/^MM/)
  })

  test('ValidityPeriod: what is not sent in time fails as a queue that overflowed', async () => {
    let ahead = 0
    await using server = await startTestServer({
      clock: { now: () => Date.now() + ahead },
      env: { TRUNKLINE_SENDER_RATE: '1' },
    })
    const form = { To: to, From: server.numbers[0], Body: 'hi', ValidityPeriod: '60' }
    const sids = await Promise.all(
      [1, 2].map(async () => {
        const { json } = await askJson(server, { method: 'POST', path: '/Messages.json', parameters: form })
        return String(json.sid)
      }),
    )
    await expect.poll(async () => (await fetchMessage(server, sids[0]!)).status).not.toBe('queued')
    ahead = 61_000
    const messages = await settled(server, sids)
    expect(messages.map(({ status, error_code }) => [status, error_code])).toContainEqual(['failed', 30001])
  })
})
