import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { aMessage } from '../store/records.testing.ts'
import { countMessage } from './count-usage.ts'
import { formatAmount, usageIn } from './usage.ts'
import { isWithin, usageCategories, wordsOf } from './usage-category.ts'
import { dateOf, dayOf, periodFromEnd, type PeriodLength, periodOf, periodsIn } from './usage-period.ts'
import { currentPeriod, hasFired, watchedValue, type UsageTrigger } from './usage-trigger.ts'

const day = (date: string) => dayOf(Date.parse(`${date}T12:00:00Z`))
const dates = ({ from, to }: { from: number; to: number }) => [dateOf(from), dateOf(to)]

describe('a message is counted', () => {
  const at = Date.UTC(2026, 0, 2, 23, 59, 59)
  const counted = (values: Parameters<typeof aMessage>[0]) => {
    const message = aMessage({ accountSid: 'ACx', numSegments: 3, price: -2250, ...values })
    return countMessage(message, at)
  }
  const sid = `SM${'0'.repeat(32)}`
  const media = `MM${'0'.repeat(32)}`

  test('on the day in GMT, by what it was billed', () => {
    expect(counted({ sid, from: '+12025550100' })).toEqual({
      do: 'count',
      accountSid: 'ACx',
      counter: 'usage:2026-01-02:sms-outbound-longcode:3:2250',
      by: 1,
    })
  })

  test.each([
    ['a number', { sid, from: '+12025550100' }, 'sms-outbound-longcode'],
    ['a short code', { sid, from: '12345' }, 'sms-outbound-shortcode'],
    ['a name', { sid, from: 'ACME 24' }, 'sms-outbound'],
    ['WhatsApp', { sid, from: 'whatsapp:+12025550100' }, 'channels-whatsapp-outbound'],
    ['Messenger', { sid, from: 'messenger:123' }, 'channels-messaging-outbound'],
    ['a number, with media', { sid: media, from: '+12025550100' }, 'mms-outbound-longcode'],
    [
      'a number of ours that it reached',
      { sid, from: '12345', to: '+12025550100', direction: 'inbound' as const },
      'sms-inbound-longcode',
    ],
    [
      'a short code that it reached',
      { sid: media, to: '12345', direction: 'inbound' as const },
      'mms-inbound-shortcode',
    ],
  ])('by its sender: %s', (_, values, category) => {
    expect(counted(values)).toMatchObject({ counter: `usage:2026-01-02:${category}:3:2250` })
  })

  test('also when it cost nothing', () => {
    expect(counted({ sid, from: '12345', price: null })).toMatchObject({
      counter: 'usage:2026-01-02:sms-outbound-shortcode:3:0',
    })
  })
})

describe('a category', () => {
  test('contains those that begin with its name, and the total price contains all', () => {
    expect(isWithin('sms-inbound-longcode', 'sms')).toBe(true)
    expect(isWithin('sms', 'sms')).toBe(true)
    expect(isWithin('sms', 'sms-inbound')).toBe(false)
    expect(isWithin('recordingstorage', 'recordings')).toBe(false)
    expect(usageCategories.filter((category) => !isWithin(category, 'totalprice'))).toEqual([])
  })

  test('is listed once, in alphabetical order, and has words', () => {
    expect(usageCategories).toEqual([...new Set(usageCategories)].sort())
    for (const category of usageCategories) expect(wordsOf(category, 'usd').description).toMatch(/^[A-Z][A-Za-z0-9 ]+$/)
  })

  test.each([
    ['sms-inbound-shortcode', 'Short Code Inbound SMS', 'messages', 'messages'],
    ['calls', 'Voice Minutes', 'calls', 'minutes'],
    ['calleridlookups', 'Caller Name Lookups', 'lookups', 'lookups'],
    ['totalprice', 'Total Price', '', 'usd'],
    ['wireless-usage-sms', 'Wireless Usage SMS', '', ''],
  ])('%s is told as %s', (category, description, countUnit, usageUnit) => {
    expect(wordsOf(category, 'usd')).toEqual({ description, countUnit, usageUnit })
  })

  test('is the sum of what it contains', () => {
    const part = { period: '', count: 1, usage: 2, price: 3 }
    const sums = ['sms-inbound', 'sms-inbound-longcode', 'mms-inbound'].map((category) => ({ ...part, category }))
    expect(usageIn(sums, 'sms')).toEqual({ count: 2, usage: 4, price: 6 })
    expect(usageIn(sums, 'totalprice').price).toBe(9)
    expect(usageIn(sums, 'calls')).toEqual({ count: 0, usage: 0, price: 0 })
  })
})

describe('periods', () => {
  test('are whole days, months and years in GMT', () => {
    expect(dates(periodOf('day', day('2024-02-29')))).toEqual(['2024-02-29', '2024-02-29'])
    expect(dates(periodOf('month', day('2024-02-29')))).toEqual(['2024-02-01', '2024-02-29'])
    expect(dates(periodOf('month', day('2026-01-31'), 1))).toEqual(['2025-12-01', '2025-12-31'])
    expect(dates(periodOf('year', day('2024-02-29')))).toEqual(['2024-01-01', '2024-12-31'])
    expect(dates(periodOf('year', day('0099-02-01')))).toEqual(['0099-01-01', '0099-12-31'])
    expect(dayOf(Date.UTC(2026, 0, 1))).toBe(dayOf(Date.UTC(2026, 0, 1, 23, 59, 59, 999)))
  })

  test('of a stretch of time are counted from its end, the outer ones cut to it', () => {
    const stretch = { from: day('2025-12-30'), to: day('2026-02-03') }
    expect(periodsIn(stretch, 'month')).toBe(3)
    expect([0, 1, 2].map((i) => dates(periodFromEnd(stretch, 'month', i)))).toEqual([
      ['2026-02-01', '2026-02-03'],
      ['2026-01-01', '2026-01-31'],
      ['2025-12-30', '2025-12-31'],
    ])
    expect(periodsIn(stretch, 'all')).toBe(1)
    expect(dates(periodFromEnd(stretch, 'all', 0))).toEqual(['2025-12-30', '2026-02-03'])
    expect(periodsIn({ from: 2, to: 1 }, 'day')).toBe(0)
  })

  test('follow each other without a gap, whatever the stretch is', () => {
    const days = fc.integer({ min: day('1600-01-01'), max: day('2999-12-31') })
    fc.assert(
      fc.property(
        days,
        fc.nat(5000),
        fc.constantFrom<PeriodLength>('day', 'month', 'year', 'all'),
        (from, length, by) => {
          const stretch = { from, to: from + length }
          const periods = Array.from({ length: periodsIn(stretch, by) }, (_, i) => periodFromEnd(stretch, by, i))
          expect(periods[0]?.to).toBe(stretch.to)
          expect(periods.at(-1)?.from).toBe(stretch.from)
          periods.forEach((period, i) => i > 0 && expect(period.to).toBe(periods[i - 1]!.from - 1))
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('a trigger', () => {
  const usage = { count: 3, usage: 5, price: 750 }
  const watches = (usageCategory: string, triggerBy: UsageTrigger['triggerBy']) =>
    formatAmount(watchedValue({ usageCategory, triggerBy }, usage))

  test('watches how often, how much, or what it cost; of the total price only what it cost', () => {
    expect(watches('sms', 'count')).toBe('3')
    expect(watches('sms', 'usage')).toBe('5')
    expect(watches('sms', 'price')).toBe('0.0075')
    expect(watches('totalprice', 'usage')).toBe('0.0075')
    expect(watches('totalprice', 'count')).toBe('0')
  })

  test('has fired only in the period in which it did', () => {
    const fired = (dateFired: string | null, recurring: UsageTrigger['recurring'], now: string) =>
      hasFired(
        { dateFired: dateFired === null ? null : Date.parse(dateFired), recurring } as UsageTrigger,
        Date.parse(now),
      )
    expect(fired(null, 'daily', '2026-01-02')).toBe(false)
    expect(fired('2026-01-02T00:00:00Z', 'daily', '2026-01-02T23:59:59Z')).toBe(true)
    expect(fired('2026-01-01T23:59:59Z', 'daily', '2026-01-02T00:00:00Z')).toBe(false)
    expect(fired('2026-01-31', 'monthly', '2026-02-01')).toBe(false)
    expect(fired('2026-01-31', 'yearly', '2026-02-01')).toBe(true)
    expect(fired('1999-01-31', 'alltime', '2026-02-01')).toBe(true)
    expect(dates(currentPeriod('monthly', Date.parse('2026-02-10')))).toEqual(['2026-02-01', '2026-02-28'])
  })
})
