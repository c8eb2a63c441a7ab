import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../api-client.ts'
import { isCut, isSigned, openWorld, someone, type World } from './world.ts'

let world: World
beforeAll(async () => {
  // Receipts come after a while, so that callbacks of a message follow each other.
  world = await openWorld({ env: { TRUNKLINE_SIMULATOR_DELAY: '40ms' } })
})
afterEach(() => world.control('DELETE', '/faults'))
afterAll(() => world[Symbol.asyncDispose]())

const preset = async (name: string, also: object = {}) => {
  const { status, json } = await world.control('POST', `/fault-presets/${name}`, also)
  if (status !== 201) throw new Error(String(json.error))
  return (json.faults as Json[]).map(({ id }) => String(id))
}
const request = (Body: string, headers = {}) =>
  ({ method: 'POST', path: '/Messages.json', parameters: { To: someone, From: world.from, Body }, headers }) as const
const sendMany = (count: number) => Promise.all(Array.from({ length: count }, () => world.send()))
const received = (sid: string) => world.receiver.received.filter(({ parameters }) => parameters.MessageSid === sid)

describe('what presets promise', { timeout: 60_000 }, () => {
  test('carrier-outage: messages stay on their way, and all of them arrive once it is over', async () => {
    const [id = ''] = await preset('carrier-outage')
    const sids = await sendMany(20)
    await expect.poll(async () => Number((await world.fault(id)).done)).toBeGreaterThanOrEqual(20)
    for (const sid of sids) expect((await world.message(sid)).status).toBe('sending')
    expect(sids.flatMap((sid) => world.told(sid))).toEqual([])
    await world.control('DELETE', '/faults')
    for (const sid of sids) await world.until(sid, { status: 'delivered' })
    const { json } = await world.control('GET', `/phones/${someone}/messages?limit=1000`)
    const arrived = (json.messages as Json[]).map(({ messageSid }) => String(messageSid))
    expect(arrived.filter((sid) => sids.includes(sid)).toSorted()).toEqual(sids.toSorted())
    await world.receiver.until(() => sids.every((sid) => world.told(sid).length === 2))
  })

  test('receipt-storm: one step is told eleven times at once, and is one step', async () => {
    await preset('receipt-storm')
    const sid = await world.send()
    await world.receiver.until(() => world.told(sid).length === 12)
    expect(world.told(sid).filter((status) => status === 'delivered')).toHaveLength(11)
    const events = (await world.control('GET', `/messages/${sid}`)).json.events as Json[]
    expect(events.filter(({ kind }) => kind === 'delivered')).toHaveLength(1)
  })

  test('flaky-webhook: some requests fail, in two ways, and the others arrive', async () => {
    const ids = await preset('flaky-webhook')
    const sids = await sendMany(40)
    for (const sid of sids) await world.until(sid, { status: 'delivered' })
    const seen = async () => Number((await world.fault(ids[0]!)).seen)
    await expect.poll(seen).toBeGreaterThanOrEqual(80)
    for (const id of ids) expect(Number((await world.fault(id)).done)).toBeGreaterThan(0)
    const told = async () => (await Promise.all(sids.map((sid) => world.attempts(sid)))).flat()
    await expect.poll(async () => (await told()).map(({ responseStatus }) => responseStatus)).toContain(503)
    await expect.poll(async () => (await told()).map(({ error }) => error)).toContain('The connection was refused')
    expect(sids.flatMap((sid) => world.told(sid)).length).toBeGreaterThan(20)
  })

  test('out-of-order-callbacks: delivered is told before sent', async () => {
    await preset('out-of-order-callbacks')
    const sids = await sendMany(5)
    await world.receiver.until(() => sids.every((sid) => world.told(sid).length === 2))
    for (const sid of sids) expect(world.told(sid)).toEqual(['delivered', 'sent'])
  })

  test('duplicate-webhooks: everything is told twice, with one token', async () => {
    await preset('duplicate-webhooks')
    const sid = await world.send()
    await world.receiver.until(() => world.told(sid).length === 4)
    expect(world.told(sid).toSorted()).toEqual(['delivered', 'delivered', 'sent', 'sent'])
    expect(new Set(received(sid).map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(2)
  })

  test('forged-webhooks: no signature is right', async () => {
    await preset('forged-webhooks')
    const sid = await world.send()
    await world.receiver.until(() => world.told(sid).length === 2)
    expect(received(sid).map((one) => isSigned(one, world.server.account.token))).toEqual([false, false])
  })

  test('rate-limited: some of what is created is refused with 429, and goes through when it is tried again', async () => {
    await preset('rate-limited')
    const statuses: number[] = []
    for (let i = 0; i < 20; i++) statuses.push((await world.api(request('limited'))).status)
    expect(new Set(statuses)).toEqual(new Set([201, 429]))
  })

  test('lost-answers: who tries again with the same Idempotency-Key has sent one message', async () => {
    await preset('lost-answers')
    let cut = 0
    for (let i = 0; i < 10; i++) {
      const once = request(`answer ${i}`, { 'idempotency-key': randomUUID() })
      while (await isCut(world, once)) cut++
    }
    expect(cut).toBeGreaterThan(0)
    const { json } = await world.api({ method: 'GET', path: '/Messages.json', parameters: { PageSize: '1000' } })
    const bodies = (json.messages as Json[]).map(({ body }) => String(body)).filter((body) => body.startsWith('answer'))
    expect(bodies.toSorted()).toEqual(Array.from({ length: 10 }, (_, i) => `answer ${i}`))
  })

  test('slow-network: requests and callbacks take longer, and come to their end', async () => {
    await preset('slow-network')
    const began = performance.now()
    const sid = await world.send()
    expect(performance.now() - began).toBeGreaterThanOrEqual(1999)
    await expect.poll(async () => (await world.attempts(sid)).length, { timeout: 10_000 }).toBe(2)
    for (const { duration } of await world.attempts(sid)) expect(Number(duration)).toBeGreaterThanOrEqual(1999)
  })

  test('lost-receipts: messages arrive and stay sent', async () => {
    const [id = ''] = await preset('lost-receipts')
    const sid = await world.send()
    await expect.poll(async () => (await world.fault(id)).done).toBe(1)
    await world.until(sid, { status: 'sent' })
  })

  test('undelivered: some messages end so, and the others arrive', async () => {
    await preset('undelivered')
    const sids = await sendMany(30)
    const ends = await Promise.all(
      sids.map(async (sid) => {
        await expect.poll(async () => (await world.message(sid)).status, { timeout: 10_000 }).toMatch(/delivered/)
        const { status, error_code } = await world.message(sid)
        return `${String(status)} ${String(error_code)}`
      }),
    )
    expect(new Set(ends)).toEqual(new Set(['delivered null', 'undelivered 30003']))
  })
})
