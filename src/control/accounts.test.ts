import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setBalance } from '../accounts/balance.ts'
import { openAccount } from '../accounts/open-account.ts'
import type { Account } from '../domain/account.ts'
import { countUsage } from '../domain/count-usage.ts'
import { outcome } from '../domain/write.ts'
import type { Store } from '../store/store.ts'
import { type Asked, type RunningControl, now, runningControl } from './running-control.testing.ts'

let control: RunningControl
let store: Store
let account: Account
let other: Account

beforeEach(async () => {
  control = await runningControl()
  store = control.store
  const has = { ledger: store, clock: { now: () => now } }
  account = await openAccount({}, has)
  other = await openAccount({}, has)
})
afterEach(() => control.close())

const ask = (method: Asked['method'], path: string, payload?: object, of: { sid: string } = account) =>
  control.ask(`/accounts/${of.sid}${path}`, { method, ...(payload && { payload }) })

test.each([
  ['GET', ''],
  ['GET', '/senders'],
  ['PUT', '/permissions'],
  ['POST', '/blocks'],
  ['GET', '/balance'],
] as const)('%s of %s of an account that is not there is not found', async (method, path) => {
  const { status, json } = await ask(method, path, {}, { sid: `AC${'0'.repeat(32)}` })
  expect([status, json.error]).toEqual([404, `there is no account AC${'0'.repeat(32)}`])
})

describe('the account itself', () => {
  test('can be put on trial, and be refused in the words of another era', async () => {
    expect((await ask('GET', '')).json).toMatchObject({ sid: account.sid, type: 'Full', errorEra: null })
    const changed = await ask('PATCH', '', { type: 'Trial', errorEra: 'current' })
    expect(changed.json).toMatchObject({ type: 'Trial', errorEra: 'current' })
    expect((await ask('PATCH', '', { errorEra: null })).json).toMatchObject({ type: 'Trial', errorEra: null })
    expect(await store.accounts.find(account.sid)).toMatchObject({ type: 'Trial', errorEra: null })
  })

  test.each([
    [{ type: 'Huge' }, 'type is one of Full, Trial'],
    [{ errorEra: 'old' }, 'errorEra is one of classic, current'],
    [{ authToken: 'x' }, '"authToken" is not known here'],
    [[], 'send a JSON object'],
  ])('%j is refused with what to do instead', async (payload, words) => {
    const { status, json } = await ask('PATCH', '', payload)
    expect([status, json.error]).toEqual([400, expect.stringContaining(words)])
  })
})

describe('senders', () => {
  test('are granted, shown and taken away', async () => {
    for (const sender of ['12345@CA', 'Acme', 'whatsapp:+1 415 523 8886', 'messenger:1234']) {
      expect((await ask('POST', '/senders', { sender })).status).toBe(201)
    }
    const senders = [
      { sender: '12345', kind: 'short-code', country: 'CA' },
      { sender: 'Acme', kind: 'alphanumeric' },
      { sender: 'whatsapp:+14155238886', kind: 'channel' },
      { sender: 'messenger:1234', kind: 'channel' },
    ]
    const { json } = await ask('GET', '/senders')
    expect(new Set(json.senders as object[])).toEqual(new Set(senders))
    for (const { sender } of senders) {
      const path = `/senders/${encodeURIComponent(sender)}`
      expect((await ask('DELETE', path)).status).toBe(204)
      expect((await ask('DELETE', path)).status).toBe(404)
    }
    expect((await ask('GET', '/senders')).json).toEqual({ senders: [] })
  })

  test('granted twice to the same account stay as they are', async () => {
    for (const sender of ['12345', 'messenger:1', 'Acme']) {
      expect((await ask('POST', '/senders', { sender })).status).toBe(201)
      expect((await ask('POST', '/senders', { sender })).status).toBe(201)
    }
    expect((await ask('GET', '/senders')).json.senders).toHaveLength(3)
  })

  test('have one owner, but for names', async () => {
    for (const sender of ['12345', 'messenger:1', 'Acme']) await ask('POST', '/senders', { sender })
    expect((await ask('POST', '/senders', { sender: '12345@GB' }, other)).json).toEqual({
      error: 'another account has 12345: take it away there first',
    })
    expect((await ask('POST', '/senders', { sender: 'messenger:1' }, other)).status).toBe(409)
    expect((await ask('POST', '/senders', { sender: 'Acme' }, other)).status).toBe(201)
    expect((await ask('DELETE', '/senders/12345', undefined, other)).status).toBe(404)
  })

  test.each(['+14155552671', 'much too long a name', '', 12345, null])('%j is no sender to grant', async (sender) => {
    const { status, json } = await ask('POST', '/senders', { sender })
    expect([status, json.error]).toEqual([400, expect.stringContaining('is no sender that can be granted')])
  })
})

describe('permissions', () => {
  test('are those of the settings until they are set, each by itself', async () => {
    expect((await ask('GET', '/permissions')).json).toEqual({ sms: null, voice: null })
    expect((await ask('PUT', '/permissions', { sms: ['home', 'gb'] })).json).toEqual({
      sms: ['home', 'GB'],
      voice: null,
    })
    expect((await ask('PUT', '/permissions', { voice: [] })).json).toEqual({ sms: ['home', 'GB'], voice: [] })
    expect((await ask('PUT', '/permissions', { sms: null })).json).toEqual({ sms: null, voice: [] })
    expect((await ask('GET', '/permissions', undefined, other)).json).toEqual({ sms: null, voice: null })
  })

  test.each([{ sms: 'all' }, { sms: ['Britain'] }, { voice: [1] }])('%j is refused', async (payload) => {
    const { status, json } = await ask('PUT', '/permissions', payload)
    expect([status, json.error]).toEqual([400, expect.stringContaining('country codes')])
  })
})

describe('blocks', () => {
  const to = '+12025550101'

  test('are added, shown and removed, each pair and kind once', async () => {
    const all = [
      { to },
      { to, kind: 'unreachable', sender: '+1 (202) 555-0100' },
      { to: 'whatsapp:+12025550101', sender: 'whatsapp:+12025550100' },
      { to, sender: `MG${'0'.repeat(32)}` },
      { to },
    ]
    for (const block of all) expect((await ask('POST', '/blocks', block)).status).toBe(201)
    const { json } = await ask('GET', '/blocks')
    expect(json.after).toBeNull()
    expect(new Set(json.blocks as object[])).toEqual(
      new Set([
        { to, sender: null, kind: 'opted-out' },
        { to, sender: '+12025550100', kind: 'unreachable' },
        { to: 'whatsapp:+12025550101', sender: 'whatsapp:+12025550100', kind: 'opted-out' },
        { to, sender: `MG${'0'.repeat(32)}`, kind: 'opted-out' },
      ]),
    )
    expect((await ask('DELETE', '/blocks?to=%2B12025550101')).status).toBe(204)
    expect((await ask('DELETE', '/blocks?to=%2B12025550101')).status).toBe(404)
    expect((await ask('DELETE', '/blocks?to=12025550101&sender=12025550100&kind=unreachable')).status).toBe(204)
    expect((await ask('GET', '/blocks')).json.blocks).toHaveLength(2)
    expect((await ask('GET', '/blocks', undefined, other)).json.blocks).toEqual([])
  })

  test.each([
    [{}, 'to is a number'],
    [{ to: '!!' }, 'to is a number'],
    [{ to, sender: '!!' }, 'sender is a number'],
    [{ to, kind: 'rude' }, 'kind is one of opted-out, unreachable'],
    [{ to, until: 'tomorrow' }, '"until" is not known here'],
  ])('%j is refused with what to do instead', async (payload, words) => {
    const { status, json } = await ask('POST', '/blocks', payload)
    expect([status, json.error]).toEqual([400, expect.stringContaining(words)])
  })
})

describe('the balance', () => {
  test('is what the settings give less what was billed, until it is set', async () => {
    expect((await ask('GET', '/balance')).json).toEqual({ balance: '100.00', currency: 'USD' })
    await store.keep(outcome([countUsage(account.sid, 'sms-outbound', now, { price: 750 })]))
    expect((await ask('GET', '/balance')).json).toMatchObject({ balance: '99.9925' })
    expect((await ask('PUT', '/balance', { balance: '5.5' })).json).toEqual({ balance: '5.50', currency: 'USD' })
    await ask('PUT', '/balance', { balance: '-0.01' })
    expect((await ask('GET', '/balance')).json).toMatchObject({ balance: '-0.01' })
    await store.keep(outcome([countUsage(account.sid, 'sms-outbound', now, { price: 750 })]))
    expect((await ask('GET', '/balance')).json).toMatchObject({ balance: '-0.0175' })
    expect((await ask('GET', '/balance', undefined, other)).json).toMatchObject({ balance: '100.00' })
  })

  test.each([
    ['for the first time', []],
    ['again', [400]],
  ])('set %s by two at the same moment is what the first one said, and the other is told', async (_when, before) => {
    const has = { ledger: store, clock: { now: () => now }, startingBalance: 0 }
    for (const balance of before) await setBalance(account, balance, has)
    const overtaken: Store['keep'] = async (write) => {
      expect(await setBalance(account, 500_000, has)).toBe(true)
      return store.keep(write)
    }
    expect(await setBalance(account, 900_000, { ...has, ledger: { ...store, keep: overtaken } })).toBe(false)
    expect((await ask('GET', '/balance')).json).toMatchObject({ balance: '5.00' })
  })

  test.each([{ balance: 20 }, { balance: 'much' }, {}])('%j is refused', async (payload) => {
    expect((await ask('PUT', '/balance', payload)).status).toBe(400)
  })
})
