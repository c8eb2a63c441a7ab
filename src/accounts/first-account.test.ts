import { describe, expect, test } from 'vitest'
import { databases, sharedDatabases } from '../../test/databases.ts'
import { numberPool } from '../carriers/simulator/number-pool.ts'
import { openStore } from '../store/store.ts'
import { buyNumber } from './buy-number.ts'
import { type FirstCredentials, firstAccount } from './first-account.ts'
import { openAccount } from './open-account.ts'

const shop = { clock: { now: () => Date.UTC(2014, 9, 3) }, inventory: numberPool() }
const none: FirstCredentials = { accountSid: null, authToken: null, testAccountSid: null, testAuthToken: null }
const given: FirstCredentials = {
  accountSid: `AC${'a'.repeat(32)}`,
  authToken: 'the-token',
  testAccountSid: `AC${'b'.repeat(32)}`,
  testAuthToken: 'the-test-token',
}

describe.each(databases)('the first account on $name', ({ open }) => {
  test('is made once, with a test credential and two numbers, and found ever after', async () => {
    await using database = await open()
    await using ledger = await openStore(database.url)
    const first = await firstAccount(none, { ...shop, ledger })
    expect(first).toMatchObject({ firstStart: true, account: { kind: 'live' }, testAccount: { kind: 'test' } })
    expect(first.numbers.map((number) => number.slice(0, 5))).toEqual(['+1415', '+1646'])
    expect(await firstAccount(given, { ...shop, ledger })).toEqual({ ...first, firstStart: false })
  })

  test('has the credentials that it is given', async () => {
    await using database = await open()
    await using ledger = await openStore(database.url)
    const { account, testAccount } = await firstAccount(given, { ...shop, ledger })
    expect([account.sid, account.authToken]).toEqual([given.accountSid, given.authToken])
    expect([testAccount.sid, testAccount.authToken]).toEqual([given.testAccountSid, given.testAuthToken])
  })

  test('is the one that was opened before, however that was', async () => {
    await using database = await open()
    await using ledger = await openStore(database.url)
    const account = await openAccount({ friendlyName: 'Shop' }, { ...shop, ledger })
    const number = await buyNumber({ account, areaCode: '212' }, { ...shop, ledger })
    const found = await firstAccount(none, { ...shop, ledger })
    expect(found).toMatchObject({ account, numbers: [number.phoneNumber], firstStart: false })
    expect(await firstAccount(none, { ...shop, ledger })).toEqual(found)
  })
})

describe.each(sharedDatabases)('the first account on $name', ({ open }) => {
  test.each([
    ['made up', none],
    ['given', given],
  ])('is made by one of several processes that start at once, its credentials %s', async (_, credentials) => {
    await using database = await open()
    await using one = await openStore(database.url)
    await using two = await openStore(database.url)
    const found = await Promise.all(
      [one, two, one, two].map((ledger) => firstAccount(credentials, { ...shop, ledger })),
    )
    expect(found.filter(({ firstStart }) => firstStart)).toHaveLength(1)
    expect(new Set(found.map(({ account }) => account.sid)).size).toBe(1)
    expect(new Set(found.map(({ testAccount }) => testAccount.sid)).size).toBe(1)
    expect(found.map(({ numbers }) => numbers)).toEqual(found.map(() => found[0]?.numbers))
    expect(await one.accounts.count()).toBe(2)
  })

  test('is found by a process that looks for its numbers when another makes it', async () => {
    await using database = await open()
    await using one = await openStore(database.url)
    await using two = await openStore(database.url)
    let made: Promise<unknown> | null = null
    const inventory: typeof shop.inventory = {
      ...shop.inventory,
      async inAreaCode(...asked) {
        await (made ??= firstAccount(none, { ...shop, ledger: two }))
        return shop.inventory.inAreaCode(...asked)
      },
    }
    const found = await firstAccount(none, { ...shop, inventory, ledger: one })
    expect(found.firstStart).toBe(false)
    expect(await one.accounts.count()).toBe(2)
  })
})
