import { describe, expect, test } from 'vitest'
import type { Json } from '../api-client.ts'
import { databases, sharedDatabases } from '../databases.ts'
import { openWorld, someone, type World } from './world.ts'

/** Everything that delays, repeats or loses, but refuses nothing. */
const storm = [
  { on: 'api', effect: { do: 'delay', ms: 30 }, probability: 0.2 },
  { on: 'carrier', effect: { do: 'defer', ms: 80 }, probability: 0.4 },
  { on: 'carrier', effect: { do: 'lose-answer' }, probability: 0.2 },
  { on: 'carrier', effect: { do: 'delay', ms: 200 }, probability: 0.3 },
  { on: 'carrier', effect: { do: 'duplicate', copies: 3 }, probability: 0.3 },
  { on: 'webhook', effect: { do: 'delay', ms: 50 }, probability: 0.2 },
  { on: 'webhook', effect: { do: 'answer', status: 500 }, probability: 0.1 },
  { on: 'webhook', effect: { do: 'drop' }, probability: 0.1 },
  { on: 'webhook', effect: { do: 'duplicate', copies: 2 }, probability: 0.2 },
]

const callbacks = (attempts: readonly Json[]) => attempts.filter(({ kind }) => kind === 'status').length

async function endOf(world: World, sid: string): Promise<Json> {
  return world.until(sid, { status: 'delivered' })
}

describe.each(databases)('everything at once on $name', ({ open }) => {
  test('nothing that was accepted is lost, and each text arrives once', { timeout: 90_000 }, async () => {
    await using database = await open()
    // Longer than any receipt takes: what is in doubt for longer is handed over again, and may arrive twice.
    const env = { TRUNKLINE_DATABASE: database.url, TRUNKLINE_IN_DOUBT_WAIT: '3s' }
    await using world = await openWorld({ env })
    await world.control('PUT', '/faults', { seed: 3, faults: storm })
    const sids = (
      await Promise.all(
        Array.from({ length: 4 }, async () => {
          const own: string[] = []
          for (let i = 0; i < 12; i++) own.push(await world.send())
          return own
        }),
      )
    ).flat()
    const ids = ((await world.control('GET', '/faults')).json.faults as Json[]).map(({ id }) => String(id))
    await world.control('DELETE', `/faults/${ids[1]}`)
    for (const sid of sids) await endOf(world, sid)
    for (const { effect, done } of (await world.control('GET', '/faults')).json.faults as Json[])
      expect(done, JSON.stringify(effect)).toBeGreaterThan(0)
    await world.control('DELETE', '/faults')

    // Each status is told, or its failure is kept.
    for (const sid of sids)
      await expect.poll(async () => callbacks(await world.attempts(sid)), { timeout: 20_000 }).toBeGreaterThanOrEqual(2)
    const { json } = await world.control('GET', `/phones/${someone}/messages?limit=1000`)
    const arrived = (json.messages as Json[]).map(({ messageSid }) => String(messageSid))
    expect(arrived.toSorted()).toEqual(sids.toSorted())
  })
})

describe.each(sharedDatabases)('a server that stops, on $name', ({ open }) => {
  test('leaves what is late to the next one', async () => {
    let now = Date.UTC(2026, 0, 2, 3, 4, 5)
    const clock = { now: () => now }
    await using database = await open()
    const env = { TRUNKLINE_DATABASE: database.url, TRUNKLINE_SIMULATOR_DELAY: '1s' }
    let late = ''
    let failing = ''
    {
      await using world = await openWorld({ env, clock })
      const delay = await world.set({ on: 'carrier', effect: { do: 'delay', ms: 3_600_000 } })
      await world.set({ on: 'carrier', match: { body: 'fail' }, effect: { do: 'fail', code: 30_005 } })
      late = await world.send()
      await world.until(late, { status: 'sent' })
      now += 1000
      await expect.poll(async () => (await world.fault(delay)).done).toBe(1)
      failing = await world.send(someone, { Body: 'fail' })
      await world.until(failing, { status: 'sent' })
    }
    await using world = await openWorld({ env, clock })
    expect(((await world.control('GET', '/faults')).json.faults as Json[]).map(({ done }) => done)).toEqual([1, 1])
    now += 1000
    await world.until(failing, { status: 'undelivered', error_code: 30_005 })
    expect((await world.message(late)).status).toBe('sent')
    now += 3_600_000
    await world.until(late, { status: 'delivered' })
  })
})

test('a server that stops tells at once what it holds back', async () => {
  const world = await openWorld()
  await world.set({ on: 'webhook', match: { status: 'delivered' }, effect: { do: 'reorder' } })
  const sid = await world.send()
  await expect.poll(async () => ((await world.control('GET', '/faults')).json.faults as Json[])[0]?.done).toBe(1)
  const began = performance.now()
  await world.server[Symbol.asyncDispose]()
  expect(performance.now() - began).toBeLessThan(3000)
  expect(world.told(sid).toSorted()).toEqual(['delivered', 'sent'])
  await world.receiver[Symbol.asyncDispose]()
})
