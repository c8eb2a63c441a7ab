import { describe, expect, test } from 'vitest'
import type { Json } from '../api-client.ts'
import { databases } from '../databases.ts'
import { openReceiver } from '../receiver.ts'
import { startTestServer } from '../server.ts'
import { askControl } from '../control-client.ts'
import { openWorld, someone, type World } from './world.ts'

const faults = [
  { on: 'api', match: { path: '/Messages' }, effect: { do: 'answer', code: 20_429 }, probability: 0.3 },
  { on: 'carrier', effect: { do: 'fail', code: 30_003 }, probability: 0.25 },
  { on: 'carrier', name: 'blocked', effect: { do: 'reject', code: 30_004 }, probability: 0.25 },
  { on: 'webhook', match: { kind: 'status' }, effect: { do: 'answer', status: 503 }, probability: 0.4 },
]

/** A server whose carrier reports only when the test lets its clock go on: so callbacks of a message follow each other. */
async function openStill() {
  let now = Date.UTC(2026, 0, 2, 3, 4, 5)
  const world = await openWorld({ clock: { now: () => now }, env: { TRUNKLINE_SIMULATOR_DELAY: '1s' } })
  return {
    world,
    goOn: () => void (now += 1000),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

/** What becomes of messages that are sent one after the other: how each request was answered, how each ended, what was told of it. */
async function outcomes({ world, goOn }: Still, seed: number, messages = 25): Promise<string[]> {
  await world.control('PUT', '/faults', { seed, faults })
  const all: string[] = []
  for (let i = 0; i < messages; i++) {
    const { status, json } = await world.api({
      method: 'POST',
      path: '/Messages.json',
      parameters: { To: someone, From: world.from, Body: 'hello', StatusCallback: `${world.receiver.url}/status` },
    })
    if (status !== 201) {
      all.push(String(status))
      continue
    }
    const sid = String(json.sid)
    await untilTold(world, sid, 1)
    if ((await world.message(sid)).status === 'sent') {
      goOn()
      await untilTold(world, sid, 2)
    }
    const attempts = (await world.attempts(sid)).map(({ responseStatus }) => responseStatus)
    all.push([(await world.message(sid)).error_code ?? 'no error', ...attempts].join())
  }
  return all
}

type Still = Awaited<ReturnType<typeof openStill>>

async function untilTold(world: World, sid: string, times: number): Promise<void> {
  await expect.poll(() => world.attempts(sid), { interval: 5, timeout: 10_000 }).toHaveLength(times)
}

describe('the same seed', { timeout: 60_000 }, () => {
  test('brings the same failures to another server, and again to the same one; another seed brings others', async () => {
    await using one = await openStill()
    await using other = await openStill()
    const first = await outcomes(one, 11)
    expect(await outcomes(other, 11)).toEqual(first)
    expect(await outcomes(one, 11)).toEqual(first)
    expect(await outcomes(other, 12)).not.toEqual(first)
    // Something of each kind happened, or this shows nothing.
    for (const kind of ['429', '30003', '30004', '503', '204']) expect(first.join(' ')).toContain(kind)
  })
})

describe.each(databases.filter(({ name }) => name === 'PostgreSQL'))('two servers on one $name', ({ open }) => {
  test('let a fault happen five times together, and not once more', { timeout: 60_000 }, async () => {
    await using database = await open()
    const env = {
      TRUNKLINE_DATABASE: database.url,
      TRUNKLINE_ACCOUNT_SID: `AC${'5'.repeat(32)}`,
      TRUNKLINE_AUTH_TOKEN: 'a-token-of-two',
      TRUNKLINE_TEST_ACCOUNT_SID: `AC${'6'.repeat(32)}`,
      TRUNKLINE_TEST_AUTH_TOKEN: 'a-token-of-nobody',
    }
    await using one = await startTestServer({ env })
    await using other = await startTestServer({ env })
    await using receiver = await openReceiver()
    const { json } = await askControl(one, 'POST', '/faults', {
      on: 'api',
      match: { path: '/Messages' },
      effect: { do: 'answer', status: 503 },
      count: 5,
    })
    const list = async () => ((await askControl(other, 'GET', '/faults')).json.faults as Json[]).map(({ id }) => id)
    expect(await list()).toEqual([json.id])
    // The other process has it at hand within a quarter of a second, and not before it was asked for by a request.
    const send = async (server: typeof one) => {
      const response = await fetch(`${server.url}/2010-04-01/Accounts/${server.account.sid}/Messages.json`, {
        method: 'POST',
        headers: { authorization: server.account.basic },
        body: new URLSearchParams({ To: someone, From: one.numbers[0], Body: 'hello', StatusCallback: receiver.url }),
      })
      return response.status
    }
    const statuses: number[] = []
    const done = async () => Number((await askControl(other, 'GET', `/faults/${String(json.id)}`)).json.done)
    for (let round = 0; round < 100 && (await done()) < 5; round++)
      statuses.push(...(await Promise.all([send(one), send(other), send(one), send(other)])))
    statuses.push(...(await Promise.all(Array.from({ length: 10 }, (_, i) => send(i % 2 === 0 ? one : other)))))
    expect(statuses.filter((status) => status === 503)).toHaveLength(5)
    expect(statuses.filter((status) => status === 201)).toHaveLength(statuses.length - 5)
  })
})
