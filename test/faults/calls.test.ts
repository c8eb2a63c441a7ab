import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../api-client.ts'
import { twiml } from '../receiver.ts'
import { openWorld, someone, type World } from './world.ts'

let now = Date.UTC(2026, 0, 2, 3, 4, 5)
let world: World
beforeAll(async () => {
  world = await openWorld({ clock: { now: () => now } }, () => twiml('<Say>Hello</Say>'))
})
afterEach(() => world.control('DELETE', '/faults'))
afterAll(() => world[Symbol.asyncDispose]())

const on = 'carrier'
async function call(): Promise<string> {
  const { status, json } = await world.api({
    method: 'POST',
    path: '/Calls.json',
    parameters: { To: someone, From: world.from, Url: `${world.receiver.url}/voice` },
  })
  expect(status).toBe(201)
  return String(json.sid)
}
async function statusOf(sid: string): Promise<unknown> {
  return (await world.api({ method: 'GET', path: `/Calls/${sid}.json` })).json.status
}
/** Lets the clock go on while somebody waits for a status. */
async function until(sid: string, status: string, step = 1000): Promise<void> {
  await expect
    .poll(
      async () => {
        const is = await statusOf(sid)
        if (is !== status) now += step
        return is
      },
      { timeout: 12_000, interval: 30 },
    )
    .toBe(status)
}

describe('calls', () => {
  test.each([
    [486, 'busy'],
    [480, 'no-answer'],
    [503, 'failed'],
  ])('are refused with a SIP code: %i is %s', async (code, status) => {
    const id = await world.set({ on, effect: { do: 'reject', code } })
    await until(await call(), status, 0)
    expect(await world.fault(id)).toMatchObject({ seen: 1, done: 1 })
  })

  test('wait while nothing is taken, and are placed once that is over', async () => {
    const id = await world.set({ on, match: { kind: 'call' }, effect: { do: 'defer', ms: 1000 } })
    const sid = await call()
    await expect.poll(async () => (await world.fault(id)).done).toBe(1)
    now += 1000
    await expect.poll(async () => (await world.fault(id)).done).toBe(2)
    expect(await statusOf(sid)).toBe('queued')
    await world.control('DELETE', `/faults/${id}`)
    await until(sid, 'completed')
  })

  test('are told of later, in their order', async () => {
    const id = await world.set({
      on,
      match: { kind: 'call', to: someone },
      effect: { do: 'delay', ms: 60_000 },
      count: 2,
    })
    const sid = await call()
    await expect.poll(async () => (await world.fault(id)).done).toBe(2)
    expect(await statusOf(sid)).toBe('queued')
    now += 60_000
    await until(sid, 'completed')
    const { json } = await world.control('GET', `/calls/${sid}`)
    const statuses = (json.transcript as { kind: string; detail: Json }[])
      .filter(({ kind }) => kind === 'status')
      .map(({ detail }) => detail.status)
    expect(statuses.slice(0, 2)).toEqual(['ringing', 'in-progress'])
  })

  test('an application that is not asked lets a call fail, or go on by what came in its place', async () => {
    const body = '<Response><Reject/></Response>'
    await world.set({ on: 'webhook', match: { kind: 'voice' }, effect: { do: 'answer', status: 200, body } })
    const sid = await call()
    await until(sid, 'completed')
    const asked = (await world.attempts(sid)).filter(({ kind }) => kind === 'voice')
    expect(asked).toMatchObject([{ responseStatus: 200 }])
    expect(world.receiver.received.filter(({ parameters }) => parameters.CallSid === sid)).toEqual([])
  })
})
