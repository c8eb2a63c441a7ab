import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeAccount } from '../accounts/change-account.ts'
import type { Account } from '../domain/account.ts'
import { authenticate, readBasic } from './auth.ts'
import { basic, runningApi, type RunningApi } from './running-api.testing.ts'

const encoded = (pair: string | Uint8Array) => Buffer.from(pair).toString('base64')

describe('Basic credentials', () => {
  test.each([
    ['a name and a password', `Basic ${encoded('AC1:secret')}`, { username: 'AC1', password: 'secret' }],
    ['colons in the password', `Basic ${encoded('AC1:a:b:')}`, { username: 'AC1', password: 'a:b:' }],
    ['a scheme in other letters', `bASIC   ${encoded('AC1:x')} `, { username: 'AC1', password: 'x' }],
    ['an empty password', `Basic ${encoded('AC1:')}`, { username: 'AC1', password: '' }],
    ['letters beyond ASCII', `Basic ${encoded('AC1:ключ')}`, { username: 'AC1', password: 'ключ' }],
    ['no header', undefined, null],
    ['an empty header', '', null],
    ['another scheme', `Bearer ${encoded('AC1:x')}`, null],
    ['nothing behind the scheme', 'Basic ', null],
    ['no colon', `Basic ${encoded('AC1')}`, null],
    ['what is no base64', 'Basic AC1:secret', null],
    ['base64 for URLs', 'Basic QUM_', null],
    ['bytes that are no UTF-8', `Basic ${encoded(Uint8Array.of(65, 58, 0xff, 0xfe))}`, null],
  ])('are read from %s', (_, header, credentials) => {
    expect(readBasic(header)).toEqual(credentials)
  })
})

describe('who may act for whom', () => {
  let api: RunningApi
  let sub: Account
  let sibling: Account
  let stranger: Account
  beforeAll(async () => {
    api = await runningApi()
    sub = await api.open({ owner: api.account })
    sibling = await api.open({ owner: api.account })
    stranger = await api.open({})
  })
  afterAll(() => api[Symbol.asyncDispose]())

  const who = (as: Account, accountSid: string | null) => authenticate(basic(as), accountSid, api.ledger)
  const wrong = { code: 20003, status: 401, message: 'Authenticate' }

  test('an account acts for itself, named or not', async () => {
    expect(await who(api.account, api.account.sid)).toMatchObject({ caller: api.account, account: api.account })
    expect(await who(api.account, null)).toMatchObject({ account: api.account })
    expect(await who(sub, sub.sid)).toMatchObject({ caller: sub, account: sub })
  })

  test('a parent acts for its subaccount', async () => {
    expect(await who(api.account, sub.sid)).toMatchObject({ caller: api.account, account: sub })
  })

  test('nobody acts for a parent, a sibling or a stranger', async () => {
    await expect(who(sub, api.account.sid)).rejects.toMatchObject(wrong)
    await expect(who(sub, sibling.sid)).rejects.toMatchObject(wrong)
    await expect(who(stranger, sub.sid)).rejects.toMatchObject(wrong)
    await expect(who(api.account, stranger.sid)).rejects.toMatchObject(wrong)
    await expect(who(api.account, `AC${'0'.repeat(32)}`)).rejects.toMatchObject(wrong)
  })

  test('a wrong token, an unknown account and a name that is no SID are one answer', async () => {
    const { sid, authToken } = api.account
    for (const [username, token] of [
      [sid, 'wrong'],
      [sid, ''],
      [sid, `${authToken} `],
      [sid.toLowerCase(), authToken],
      [`AC${'0'.repeat(32)}`, authToken],
      ['invalid', authToken],
      ['', ''],
    ] as const) {
      await expect(who({ ...stranger, sid: username, authToken: token }, sid)).rejects.toMatchObject({
        ...wrong,
        detail: 'Your AccountSid or AuthToken was incorrect.',
      })
    }
  })

  test('an account that is not active does not act, but its parent reaches it', async () => {
    const has = { ledger: api.ledger, clock: api.clock }
    const asleep = await changeAccount(await api.open({ owner: api.account }), { status: 'suspended' }, has)
    await expect(who(asleep, asleep.sid)).rejects.toMatchObject({ code: 20005, status: 401 })
    expect(await who(api.account, asleep.sid)).toMatchObject({ account: { status: 'suspended' } })
  })
})
