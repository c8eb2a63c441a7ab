import twilio from 'twilio'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Account, type Phone, startTrunkline, type Trunkline } from '../../src/testing/testing.ts'
import '../../src/testing/vitest.ts'

let trunkline: Trunkline
let account: Account
let phone: Phone
beforeAll(async () => {
  trunkline = await startTrunkline()
})
afterAll(() => trunkline.close())
beforeEach(async () => {
  account = await trunkline.account()
  phone = await account.phone()
})
afterEach(() => account.faults.clear())

const write = (body = 'Hello', more: object = {}) =>
  account.client(twilio).messages.create({ to: phone.number, from: account.phoneNumber, body, ...more })

describe('faults of an account', () => {
  test('the next message ends so, and the one after it does not', async () => {
    await account.faults.next({ to: phone }, { status: 'undelivered', code: 30003 })
    const [first, second] = [await write(), await write()]
    await expect(account.message(first.sid)).toHaveStatusHistory(['queued', 'sending', 'sent', 'undelivered'])
    await expect(account.message(second.sid)).toHaveStatusHistory(['queued', 'sending', 'sent', 'delivered'])
    const [fault] = await account.faults.list()
    expect(fault).toMatchObject({
      on: 'carrier',
      match: { to: phone.number },
      done: 1,
      accountSid: account.sid,
    })
  })

  test('requests are answered so, as often as is said', async () => {
    await account.faults.api('POST /Messages', { status: 429, code: 20429, times: 2 })
    await expect(write()).rejects.toMatchObject({ status: 429, code: 20429 })
    await expect(write()).rejects.toMatchObject({ status: 429 })
    expect((await write()).status).toBe('queued')
  })

  test('meet no other account', async () => {
    await account.faults.api('POST /Messages', { status: 503 })
    const other = await trunkline.account()
    const sent = other.client(twilio).messages.create({ to: phone.number, from: other.phoneNumber, body: 'Hi' })
    expect((await sent).status).toBe('queued')
    expect(await other.faults.list()).toEqual([])
  })

  test('webhooks come twice, and carriers lose receipts', async () => {
    let asked = 0
    const url = await account.webhook(async () => {
      asked++
      return new Response()
    })
    await account.faults.webhook({ kind: 'status', status: 'sent' }, { do: 'duplicate', copies: 1 })
    await account.faults.carrier({ to: phone }, { do: 'lose-receipt' })
    await write('Hello', { statusCallback: url })
    await account.webhooks.drain()
    const told = await account.webhooks.history({ kind: 'status' })
    expect(told).toHaveLength(asked)
    expect((await account.messages())[0]?.status).toBe('sent')
  })

  test('a preset brings faults that belong together, and all are cleared', async () => {
    const faults = await account.faults.preset('carrier-outage')
    expect(faults.length).toBeGreaterThan(0)
    await account.faults.remove(faults[0]!)
    expect(await account.faults.list()).toHaveLength(faults.length - 1)
    await account.faults.clear()
    expect(await account.faults.list()).toEqual([])
  })

  test('what cannot be is refused with what can', async () => {
    await expect(account.faults.add({ on: 'webhook', effect: { do: 'lose-receipt' } })).rejects.toThrow(/duplicate/)
  })
})

test('a fault of everybody strikes every account', async () => {
  const fault = await trunkline.faults.api('POST /Messages', { status: 503, times: 1 })
  expect(fault.accountSid).toBeNull()
  await expect(write()).rejects.toMatchObject({ status: 503 })
  await trunkline.faults.clear()
})
