import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases, sharedDatabases } from '../../test/databases.ts'
import type { Account } from '../domain/account.ts'
import type { IncomingPhoneNumber } from '../domain/incoming-phone-number.ts'
import type { Page, PageRequest } from '../domain/page.ts'
import { accept, add, change, outcome, remove } from '../domain/write.ts'
import { mintSid } from '../domain/sid.ts'
import { aNumber, anAccount, anyText, someTime } from './records.testing.ts'
import { type Store, openStore } from './store.ts'

type Dated = { sid: string; dateCreated: number }

const newestFirst = (a: Dated, b: Dated) => b.dateCreated - a.dateCreated || (a.sid < b.sid ? 1 : -1)
const sidsOf = (rows: readonly Dated[]) => rows.map(({ sid }) => sid)

/** Reads a list from its start to its end by key and by number, then back, and expects what a plain sort shows. */
async function expectPages<T extends Dated>(
  list: (page: PageRequest) => Promise<Page<T>>,
  all: readonly T[],
  size: number,
) {
  const expected = all.toSorted(newestFirst)
  const pages = [await list({ size, skip: 0 })]
  for (let last = pages[0]!; last.hasNext; pages.push(last)) {
    const { sid, dateCreated } = last.rows.at(-1)!
    last = await list({ size, skip: 99, anchor: { at: dateCreated, sid, direction: 'after' } })
  }
  expect(pages.flatMap(({ rows }) => rows)).toEqual(expected)
  expect(pages.map(({ hasPrevious }) => hasPrevious)).toEqual(pages.map((_, i) => i > 0))
  for (const [i, page] of pages.entries()) expect(await list({ size, skip: i * size })).toEqual(page)

  const back: Page<T>[] = []
  for (let at = pages.at(-1)!.rows.at(-1); at; at = back[0]!.hasPrevious ? back[0]!.rows[0] : undefined) {
    back.unshift(await list({ size, skip: 0, anchor: { at: at.dateCreated, sid: at.sid, direction: 'before' } }))
  }
  expect(back.flatMap(({ rows }) => rows)).toEqual(expected.slice(0, -1))
}

describe.each(databases)('on $name', ({ open }) => {
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await open()
    store = await openStore(database.url)
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  async function keepAccounts(count: number, values: (i: number) => Partial<Account>): Promise<Account[]> {
    const accounts = Array.from({ length: count }, (_, i) => anAccount(values(i)))
    await store.keep(accept(accounts.map((account) => add('account', account))))
    return accounts
  }

  async function keepNumbers(numbers: readonly IncomingPhoneNumber[]): Promise<readonly IncomingPhoneNumber[]> {
    await store.keep(accept(numbers.map((number) => add('incomingPhoneNumber', number))))
    return numbers
  }

  test('accounts: the first of a kind is the oldest, and all are counted', async () => {
    expect(await store.accounts.first('live')).toBeNull()
    expect(await store.accounts.count()).toBe(0)
    await keepAccounts(1, () => ({ dateCreated: 30 }))
    const [older] = await keepAccounts(1, () => ({ dateCreated: 10, status: 'closed' }))
    const [rehearsal] = await keepAccounts(1, () => ({ dateCreated: 5, kind: 'test' }))
    expect(await store.accounts.first('live')).toEqual(older)
    expect(await store.accounts.first('test')).toEqual(rehearsal)
    expect(await store.accounts.count()).toBe(3)
  })

  test('accounts: a parent lists itself and its live subaccounts, and a subaccount itself', async () => {
    const [parent] = await keepAccounts(1, () => ({ dateCreated: 8 }))
    const children = await keepAccounts(20, (i) => ({
      ownerAccountSid: parent!.sid,
      dateCreated: i % 7,
      status: i % 2 ? 'active' : 'suspended',
      friendlyName: i % 3 ? "It's 100%" : 'Other',
    }))
    await keepAccounts(1, () => ({ ownerAccountSid: parent!.sid, kind: 'test' }))
    await keepAccounts(2, () => ({}))
    const all = [parent!, ...children]
    await expectPages((page) => store.accounts.list(parent!.sid, {}, page), all, 4)
    await expectPages(
      (page) => store.accounts.list(parent!.sid, { status: 'active' }, page),
      all.filter(({ status }) => status === 'active'),
      3,
    )
    const named = all.filter(({ friendlyName, status }) => friendlyName === "It's 100%" && status === 'suspended')
    expect(named.length).toBeGreaterThan(0)
    await expectPages(
      (page) => store.accounts.list(parent!.sid, { friendlyName: "It's 100%", status: 'suspended' }, page),
      named,
      50,
    )
    await expectPages((page) => store.accounts.list(children[0]!.sid, {}, page), [children[0]!], 5)
    expect((await store.accounts.list('ACnobody', {}, { size: 5, skip: 0 })).rows).toEqual([])
  })

  test('numbers: an account lists its own only', async () => {
    const accountSid = mintSid('AC', someTime)
    const numbers = await keepNumbers(Array.from({ length: 17 }, (_, i) => aNumber({ accountSid, dateCreated: i % 4 })))
    await keepNumbers([aNumber()])
    await expectPages((page) => store.incomingPhoneNumbers.list(accountSid, {}, page), numbers, 5)
  })

  test('numbers: are filtered by what they are', async () => {
    const accountSid = mintSid('AC', someTime)
    const numbers = await keepNumbers([
      aNumber({ accountSid, phoneNumber: '+12125551234', beta: true }, { friendlyName: 'Sales "one"' }),
      aNumber({ accountSid, phoneNumber: '+442079460123', isoCountry: 'GB', type: 'mobile' }, { friendlyName: '100%' }),
      aNumber({ accountSid, phoneNumber: '+18005550123', type: 'tollfree', origin: 'hosted' }, { friendlyName: '' }),
    ])
    const found = async (filter: Parameters<Store['incomingPhoneNumbers']['list']>[1]) => {
      const { rows } = await store.incomingPhoneNumbers.list(accountSid, filter, { size: 50, skip: 0 })
      return numbers.flatMap(({ sid }, i) => (sidsOf(rows).includes(sid) ? [i] : []))
    }
    expect(await found({ phoneNumber: '555' })).toEqual([0, 2])
    expect(await found({ phoneNumber: '+1' })).toEqual([0, 2])
    expect(await found({ phoneNumber: '5*1' })).toEqual([0, 2])
    expect(await found({ phoneNumber: '5**1' })).toEqual([0, 2])
    expect(await found({ phoneNumber: '21255*1234' })).toEqual([0])
    expect(await found({ phoneNumber: '*'.repeat(13) })).toEqual([1])
    expect(await found({ phoneNumber: '' })).toEqual([0, 1, 2])
    expect(await found({ phoneNumber: '+12125551234' })).toEqual([0])
    expect(await found({ phoneNumber: 'SALES' })).toEqual([])
    expect(await found({ friendlyName: 'Sales "one"' })).toEqual([0])
    expect(await found({ friendlyName: 'sales "one"' })).toEqual([])
    expect(await found({ friendlyName: '100%' })).toEqual([1])
    expect(await found({ friendlyName: '' })).toEqual([2])
    expect(await found({ beta: true })).toEqual([0])
    expect(await found({ beta: false })).toEqual([1, 2])
    expect(await found({ origin: 'hosted' })).toEqual([2])
    expect(await found({ origin: 'twilio', type: 'mobile' })).toEqual([1])
    expect(await found({ type: 'tollfree', beta: true })).toEqual([])
  })

  test('numbers: are found by any name, also beside names that JSON must escape', async () => {
    const accountSid = mintSid('AC', someTime)
    const name = fc.oneof(
      anyText(8),
      fc.constantFrom('a \0 b', '\\u0000', 'half \uD800', '","friendlyName":"x', 'x', '\\', '"'),
    )
    const names = [...new Set(fc.sample(name, 60)), 'a \0 b', '","friendlyName":"x', 'x']
    const numbers = await keepNumbers(names.map((friendlyName) => aNumber({ accountSid }, { friendlyName })))
    for (const friendlyName of names) {
      const { rows } = await store.incomingPhoneNumbers.list(accountSid, { friendlyName }, { size: 100, skip: 0 })
      expect(sidsOf(rows).sort()).toEqual(
        sidsOf(numbers.filter(({ settings }) => settings.friendlyName === friendlyName)).sort(),
      )
    }
  })

  test('numbers: are found under their account, and their owner among all accounts', async () => {
    const [one, other] = await keepNumbers([aNumber(), aNumber()])
    expect(await store.incomingPhoneNumbers.find(one!.accountSid, one!.sid)).toEqual(one)
    expect(await store.incomingPhoneNumbers.find(other!.accountSid, one!.sid)).toBeNull()
    expect(await store.incomingPhoneNumbers.owner(one!.phoneNumber)).toEqual(one)
    expect(await store.incomingPhoneNumbers.owner('+19995550000')).toBeNull()
    const asked = [one!.phoneNumber, '+19995550000', other!.phoneNumber]
    expect(await store.incomingPhoneNumbers.taken(asked)).toEqual(new Set([asked[0], asked[2]]))
    expect(await store.incomingPhoneNumbers.taken([])).toEqual(new Set())
  })

  test('a change is seen at once by the process that made it', async () => {
    const [account] = await keepAccounts(1, () => ({}))
    const number = aNumber()
    expect(await store.incomingPhoneNumbers.owner(number.phoneNumber)).toBeNull()
    await keepNumbers([number])
    expect(await store.incomingPhoneNumbers.owner(number.phoneNumber)).toEqual(number)
    for (const status of ['suspended', 'active', 'closed'] as const) {
      await store.accounts.find(account!.sid)
      await store.keep(outcome([change('account', account!.sid, { status })]))
      expect((await store.accounts.find(account!.sid))?.status).toBe(status)
    }
    await store.keep(outcome([change('incomingPhoneNumber', number.sid, { beta: true })]))
    expect((await store.incomingPhoneNumbers.owner(number.phoneNumber))?.beta).toBe(true)
    await store.keep(outcome([remove('incomingPhoneNumber', number.sid)]))
    expect(await store.incomingPhoneNumbers.owner(number.phoneNumber)).toBeNull()
  })
})

describe.each(sharedDatabases)('two processes on $name', ({ open }) => {
  test('see what the other adds at once, and what it changes within about a second', async () => {
    await using database = await open()
    await using one = await openStore(database.url)
    await using other = await openStore(database.url)
    const account = anAccount()
    const number = aNumber({ accountSid: account.sid })
    expect(await other.accounts.find(account.sid)).toBeNull()
    expect(await other.incomingPhoneNumbers.owner(number.phoneNumber)).toBeNull()
    await one.keep(accept([add('account', account), add('incomingPhoneNumber', number)]))
    expect(await other.accounts.find(account.sid)).toEqual(account)
    expect(await other.incomingPhoneNumbers.owner(number.phoneNumber)).toEqual(number)

    await one.keep(
      outcome([change('account', account.sid, { status: 'closed' }), remove('incomingPhoneNumber', number.sid)]),
    )
    await expect
      .poll(async () => (await other.accounts.find(account.sid))?.status, { timeout: 1900, interval: 50 })
      .toBe('closed')
    await expect
      .poll(() => other.incomingPhoneNumbers.owner(number.phoneNumber), { timeout: 500, interval: 50 })
      .toBeNull()
  })
})
