import twilio from 'twilio'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Account, type Phone, startTrunkline, type Trunkline } from '../../src/testing/testing.ts'

let trunkline: Trunkline
let account: Account
let phone: Phone
beforeEach(async () => {
  trunkline = await startTrunkline({ alone: true })
  account = await trunkline.account()
  phone = await account.phone()
})
afterEach(() => trunkline.close())

const hour = 3_600_000

describe('the clock', () => {
  test('stands, moves on, and runs again', async () => {
    const at = new Date(Date.now() + 24 * hour)
    expect(await trunkline.clock.freeze(at)).toMatchObject({ now: at, state: 'frozen' })
    expect(await trunkline.clock.now()).toEqual(at)
    const moved = await trunkline.clock.advance('1h30m')
    expect(moved.now).toEqual(new Date(at.getTime() + 1.5 * hour))
    const target = new Date(at.getTime() + 2 * hour)
    expect((await trunkline.clock.advance({ to: target })).now).toEqual(target)
    expect((await trunkline.clock.resume()).state).toBe('running')
    await expect(trunkline.clock.freeze('2001-01-01T00:00:00Z')).rejects.toThrow('has passed')
  })

  test('what falls due on the way has happened when it arrives', async () => {
    await phone.behaves('slow')
    await account.client(twilio).messages.create({ to: phone.number, from: account.phoneNumber, body: 'slow' })
    await account.settle()
    expect(await phone.messages()).toEqual([])
    const { done } = await trunkline.clock.advance('30s')
    expect(done).toBeGreaterThan(0)
    expect((await phone.waitForMessage('slow', { timeout: 1000 })).body).toBe('slow')
  })
})

test('callbacks are told when webhooks are drained', async () => {
  const told: string[] = []
  const url = await account.webhook(async (request: Request) => {
    told.push(new URLSearchParams(await request.text()).get('MessageStatus') ?? '')
    return new Response()
  })
  const message = { to: phone.number, from: account.phoneNumber, body: 'Hello', statusCallback: url }
  await account.client(twilio).messages.create(message)
  await account.webhooks.drain()
  expect(told.toSorted()).toEqual(['delivered', 'sending', 'sent'].filter((status) => told.includes(status)))
  expect(told).toContain('delivered')
  const history = await account.webhooks.history({ kind: 'status' })
  expect(history).toHaveLength(told.length)
  const replayed = await account.webhooks.replay(history[0]!, { parameters: { MessageStatus: 'failed' } })
  expect(replayed).toMatchObject({ kind: 'replay', responseStatus: 200 })
  expect(told.at(-1)).toBe('failed')
  expect((await account.webhooks.get(history[0]!)).parameters.some(([name]) => name === 'MessageStatus')).toBe(true)
})

describe('the world', () => {
  const write = (body: string) =>
    account.client(twilio).messages.create({ to: phone.number, from: account.phoneNumber, body })

  test('goes back to a snapshot, with what phones got', async () => {
    await write('before')
    await account.settle()
    const snapshot = await trunkline.snapshot()
    await write('after')
    await phone.waitForMessage('after')
    await trunkline.restore(snapshot)
    await expect.poll(async () => (await phone.messages()).map(({ body }) => body)).toEqual(['before'])
    await write('again')
    expect((await phone.waitForMessage()).body).toBe('before')
    expect((await phone.waitForMessage()).body).toBe('again')
  })

  test('goes back to its start', async () => {
    await write('before')
    await account.settle()
    await trunkline.reset()
    await expect(account.phone()).resolves.toBeDefined()
    await expect(account.settle()).rejects.toThrow(account.sid)
    account = await trunkline.account()
    phone = await account.phone()
    await write('anew')
    await phone.waitForMessage('anew')
  })
})
