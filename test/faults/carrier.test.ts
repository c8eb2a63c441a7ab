import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../api-client.ts'
import { openWorld, someone, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterEach(() => world.control('DELETE', '/faults'))
afterAll(() => world[Symbol.asyncDispose]())

const on = 'carrier'
const kinds = async (sid: string) =>
  ((await world.control('GET', `/messages/${sid}`)).json.events as Json[]).map(({ kind }) => kind)
const inbox = async (phone = someone) =>
  ((await world.control('GET', `/phones/${phone}/messages?limit=1000`)).json.messages as Json[]).map(
    ({ messageSid }) => messageSid,
  )

describe('with carriers', () => {
  test('a message is refused at the hand-over', async () => {
    const id = await world.set({ on, effect: { do: 'reject', code: 30_007 } })
    const sid = await world.send()
    await world.until(sid, { status: 'failed', error_code: 30_007 })
    await world.receiver.until(() => world.told(sid).length === 1)
    expect(world.told(sid)).toEqual(['failed'])
    expect(await inbox()).not.toContain(sid)
    expect(await world.fault(id)).toMatchObject({ seen: 1, done: 1 })
  })

  test.each([
    [{ code: 30_003 }, 'undelivered'],
    [{ code: 30_001 }, 'failed'],
    [{ code: 30_001, status: 'undelivered' }, 'undelivered'],
    [{ code: 63_016, status: 'failed' }, 'failed'],
    [{ code: 30_450 }, 'undelivered'],
  ])('a message ends with any code that there is: %j', async (effect, status) => {
    await world.set({ on, effect: { do: 'fail', ...effect } })
    const sid = await world.send()
    await world.until(sid, { status, error_code: effect.code })
    await world.receiver.until(() => world.told(sid).includes(status))
    expect(world.told(sid).toSorted()).toEqual(status === 'failed' ? ['failed'] : ['sent', 'undelivered'])
    expect(await inbox()).not.toContain(sid)
  })

  test('a receipt is lost: the message arrives, and stays sent', async () => {
    const id = await world.set({ on, effect: { do: 'lose-receipt' }, count: 1 })
    const sid = await world.send()
    await expect.poll(async () => (await world.fault(id)).done).toBe(1)
    await expect.poll(() => inbox()).toContain(sid)
    await world.until(await world.send(), { status: 'delivered' })
    expect((await world.message(sid)).status).toBe('sent')
  })

  test('the answer to a hand-over is lost: the message is in doubt until its receipt names it', async () => {
    await world.set({ on, effect: { do: 'lose-answer' } })
    const sid = await world.send()
    await world.until(sid, { status: 'delivered' })
    expect(await kinds(sid)).toEqual(expect.arrayContaining(['in-doubt', 'sent', 'delivered']))
    expect((await inbox()).filter((one) => one === sid)).toHaveLength(1)
  })

  test('nothing is taken now, and everything is taken once that is over', async () => {
    const id = await world.set({ on, effect: { do: 'defer', ms: 30 } })
    const sid = await world.send()
    await expect.poll(async () => Number((await world.fault(id)).done)).toBeGreaterThan(1)
    expect((await world.message(sid)).status).toBe('sending')
    expect(await kinds(sid)).toContain('deferred')
    await world.control('DELETE', `/faults/${id}`)
    await world.until(sid, { status: 'delivered' })
  })

  test('what is set for another carrier, text or recipient changes nothing', async () => {
    const effect = { do: 'reject', code: 30_007 }
    const ids = [
      await world.set({ on, effect, match: { carrier: 'smpp' } }),
      await world.set({ on, effect, match: { body: 'HELLO' } }),
      await world.set({ on, effect, match: { to: '+1999*' } }),
      await world.set({ on, effect, match: { kind: 'call' } }),
      // This is what calls end with.
      await world.set({ on, effect: { do: 'reject', code: 486 } }),
    ]
    await world.until(await world.send(), { status: 'delivered' })
    for (const id of ids) expect(await world.fault(id)).toMatchObject({ seen: 0 })
  })
})

/** A text says which messages meet it. */
test('one of two texts is refused by what it says', async () => {
  await world.set({ on, effect: { do: 'reject', code: 30_004 }, match: { body: '*code*1234*' } })
  const [plain, code] = [await world.send(), await world.send(someone, { Body: 'Your code is 1234.' })]
  await world.until(plain, { status: 'delivered' })
  await world.until(code, { status: 'failed', error_code: 30_004 })
})

describe('receipts on a clock that the test moves', () => {
  let now = Date.UTC(2026, 0, 2, 3, 4, 5)
  let still: World
  const delay = 1000
  beforeAll(async () => {
    still = await openWorld({ clock: { now: () => now }, env: { TRUNKLINE_SIMULATOR_DELAY: `${delay}ms` } })
  })
  afterEach(() => still.control('DELETE', '/faults'))
  afterAll(() => still[Symbol.asyncDispose]())

  /** Sends a message of which the carrier says at this moment that it was delivered. */
  async function sendUntil(at: number): Promise<string> {
    now = at - delay
    const sid = await still.send()
    await still.until(sid, { status: 'sent' })
    now = at
    return sid
  }
  async function isMet(id: string, times = 1): Promise<void> {
    await expect.poll(async () => (await still.fault(id)).done).toBe(times)
  }

  test('come again, and each status is told once', async () => {
    const id = await still.set({ on, effect: { do: 'duplicate', copies: 50 } })
    const sid = await sendUntil(now + delay)
    await isMet(id)
    const kinds = async () =>
      ((await still.control('GET', `/messages/${sid}`)).json.events as Json[]).map(({ kind }) => kind)
    await expect.poll(kinds).toContain('receipt-ignored')
    await still.receiver.until(() => still.told(sid).length === 2)
    expect(still.told(sid)).toEqual(['sent', 'delivered'])
  })

  test('come so much later', async () => {
    const id = await still.set({ on, effect: { do: 'delay', ms: 86_400_000 }, count: 1 })
    const sid = await sendUntil(now + delay)
    await isMet(id)
    const end = now + 86_400_000
    await still.until(await sendUntil(end - 1), { status: 'delivered' })
    expect((await still.message(sid)).status).toBe('sent')
    now = end
    await still.until(sid, { status: 'delivered' })
  })

  test('of the same second come in the opposite order', async () => {
    const second = Math.ceil(now / 1000) * 1000 + delay
    const id = await still.set({ on, effect: { do: 'reorder' } })
    const sids: string[] = []
    for (const at of [100, 400, 900]) {
      sids.push(await sendUntil(second + at))
      await isMet(id, sids.length)
    }
    for (const [i, at] of [1100, 1600, 1900].entries()) {
      now = second + at
      await still.until(sids.at(-1 - i)!, { status: 'delivered' })
      await still.receiver.until(() => still.told(sids.at(-1 - i)!).includes('delivered'))
    }
    const told = still.receiver.received.filter(({ parameters }) => parameters.MessageStatus === 'delivered')
    expect(told.map(({ parameters }) => parameters.MessageSid).slice(-3)).toEqual(sids.toReversed())
  })

  test('that are late survive the end of what held them back', async () => {
    const id = await still.set({ on, effect: { do: 'delay', ms: 5000 } })
    const sid = await sendUntil(now + delay)
    await isMet(id)
    await still.control('DELETE', '/faults')
    expect((await still.message(sid)).status).toBe('sent')
    now += 5000
    await still.until(sid, { status: 'delivered' })
  })
})
