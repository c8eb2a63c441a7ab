import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, databases } from '../../test/databases.ts'
import { countUsage } from '../domain/count-usage.ts'
import { billedTo, usageIn } from '../domain/usage.ts'
import { dayOf } from '../domain/usage-period.ts'
import { absent, add, count, outcome, present } from '../domain/write.ts'
import { anAccount } from './records.testing.ts'
import { openStore, type Store } from './store.ts'

const at = (date: string) => Date.parse(`${date}T23:59:59.999Z`)
const day = (date: string) => dayOf(at(date))

describe.each(databases)('usage on $name', ({ open }) => {
  const parent = anAccount()
  const child = anAccount({ ownerAccountSid: parent.sid })
  const stranger = anAccount()
  let database: TestDatabase
  let store: Store
  beforeAll(async () => {
    database = await open()
    store = await openStore(database.url)
    const sent = { usage: 2, price: 1500 }
    await store.keep(
      outcome([
        ...[parent, child, stranger].map((account) => add('account', account)),
        count(parent.sid, 'messages', 7),
        countUsage(parent.sid, 'sms-outbound-longcode', at('2025-12-31'), sent),
        countUsage(parent.sid, 'sms-outbound-longcode', at('2026-01-01'), sent),
        countUsage(parent.sid, 'sms-outbound-longcode', at('2026-01-01'), sent),
        countUsage(parent.sid, 'sms-outbound-longcode', at('2026-01-01'), { usage: 1, price: 5000 }),
        countUsage(parent.sid, 'phonenumbers-local', at('2026-01-01')),
        countUsage(parent.sid, 'sms-outbound', at('2026-02-03'), { price: 10 }),
        countUsage(child.sid, 'sms-outbound-longcode', at('2026-01-01'), sent),
        countUsage(stranger.sid, 'sms-outbound-longcode', at('2026-01-01'), sent),
      ]),
    )
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  const sum = async (from: string, to: string, by: 'day' | 'month' | 'year' | 'all', subaccounts = false) => {
    const sums = await store.usage.sum({ accountSid: parent.sid, subaccounts, from: day(from), to: day(to) }, by)
    const periods = Map.groupBy(sums, ({ period }) => period)
    return Object.fromEntries(
      [...periods].map(([period, parts]) => {
        const { count, usage, price } = usageIn(parts, 'sms')
        return [period, [count, usage, price]]
      }),
    )
  }

  test('is summed by days, months, years, or all together', async () => {
    expect(await sum('2025-01-01', '2026-12-31', 'day')).toEqual({
      '2025-12-31': [1, 2, 1500],
      '2026-01-01': [3, 5, 8000],
      '2026-02-03': [1, 1, 10],
    })
    expect(await sum('2025-01-01', '2026-12-31', 'month')).toEqual({
      '2025-12': [1, 2, 1500],
      '2026-01': [3, 5, 8000],
      '2026-02': [1, 1, 10],
    })
    expect(await sum('2025-01-01', '2026-12-31', 'year')).toEqual({ '2025': [1, 2, 1500], '2026': [4, 6, 8010] })
    expect(await sum('2025-01-01', '2026-12-31', 'all')).toEqual({ '': [5, 8, 9510] })
  })

  test('counts from the first day to the last, both included', async () => {
    expect(await sum('2026-01-01', '2026-01-01', 'all')).toEqual({ '': [3, 5, 8000] })
    expect(await sum('2026-01-01', '2026-02-02', 'all')).toEqual({ '': [3, 5, 8000] })
    expect(await sum('2026-01-02', '2026-02-02', 'all')).toEqual({})
    expect(await sum('2026-01-02', '9999-12-31', 'all')).toEqual({ '': [1, 1, 10] })
  })

  test('counts that of subaccounts when asked to, and never that of others', async () => {
    expect(await sum('2026-01-01', '2026-01-01', 'all', true)).toEqual({ '': [4, 7, 9500] })
    const ofChild = { accountSid: child.sid, subaccounts: true, from: 0, to: day('2026-12-31') }
    expect(usageIn(await store.usage.sum(ofChild, 'all'), 'totalprice')).toEqual({ count: 1, usage: 2, price: 1500 })
  })

  test('is billed in all, with that of subaccounts', async () => {
    expect(await billedTo(parent.sid, store, at('2026-12-31'))).toBe(11_010)
    expect(await billedTo(parent.sid, store, at('2026-01-01'))).toBe(11_000)
  })

  test('is not counted by a write that was not kept', async () => {
    const more = countUsage(parent.sid, 'sms-inbound-shortcode', at('2026-03-01'))
    const guard = present('account', parent.sid, { status: ['closed'] })
    expect(await store.keep(outcome([more], [guard]))).toMatchObject({ kept: false })
    expect(await sum('2026-03-01', '2026-03-01', 'all')).toEqual({})
  })

  test('is the sum of what several processes counted', async () => {
    const account = anAccount()
    await store.keep(outcome([add('account', account)], [absent('account', 'sid', account.sid)]))
    const isOnlyHere = database.url.endsWith(':memory:')
    const others = await Promise.all([1, 2, 3].map(async () => (isOnlyHere ? store : openStore(database.url))))
    await Promise.all(
      others.flatMap((one) =>
        Array.from({ length: 20 }, () =>
          one.keep(outcome([countUsage(account.sid, 'calls-outbound', at('2026-01-01'), { usage: 3, price: 7 })])),
        ),
      ),
    )
    const query = { accountSid: account.sid, subaccounts: false, from: 0, to: day('2026-01-01') }
    expect(await store.usage.sum(query, 'all')).toEqual([
      { period: '', category: 'calls-outbound', count: 60, usage: 180, price: 420 },
    ])
    await Promise.all(others.filter((one) => one !== store).map((one) => one[Symbol.asyncDispose]()))
  })
})
