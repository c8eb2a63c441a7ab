import type { Account } from '../../domain/account.ts'
import type { Instant } from '../../domain/clock.ts'
import type { PageRequest } from '../../domain/page.ts'
import { type Usage, usageIn } from '../../domain/usage.ts'
import { type CategoryWords, totalPrice, usageCategories, wordsOf } from '../../domain/usage-category.ts'
import {
  dateOf,
  type Day,
  dayOf,
  nameOfPeriod,
  overlap,
  type Period,
  periodFromEnd,
  type PeriodLength,
  periodOf,
  periodsIn,
} from '../../domain/usage-period.ts'
import { type Fields, field, group } from '../field.ts'
import { flag, sid, text } from '../kind.ts'
import { type InputOf, param } from '../param.ts'
import { type Call, listing, type Resource } from '../resource.ts'
import { classic } from '../wire/classic.ts'
import { amount, date, dayOrOffset, linkWithQuery, quantity, toTheSecond, usageCategory } from './usage-kinds.ts'

/** What was used of one category in one period. */
interface UsageRecord extends Usage, Period, CategoryWords {
  account: Account
  category: string
  asOf: Instant
  /** Where records of this kind are. */
  path: string
}

const below = (account: Account, name: string) => `/Accounts/${account.sid}/Usage/Records${name}`

const recordsFor = (name: string, words: string) =>
  field(linkWithQuery, words, ({ account, category }: UsageRecord) => ({
    path: below(account, `/${name}`),
    query: { Category: category },
  }))

const fields: Fields<UsageRecord> = {
  accountSid: field(sid('AC'), 'The account that used it.', ({ account }) => account.sid),
  apiVersion: field(text, 'The version of the API.', () => classic.version),
  asOf: field(toTheSecond, 'The moment until which usage is counted.', (record) => record.asOf),
  category: field(usageCategory, 'What was used.', (record) => record.category),
  count: field(quantity, 'How often it was used; none for money.', ({ category, count }) =>
    category === totalPrice ? null : count,
  ),
  countUnit: field(text, 'What is counted, such as messages or calls.', (record) => record.countUnit),
  description: field(text, 'The category in words.', (record) => record.description),
  endDate: field(date, 'The last day, in GMT.', ({ to }) => to),
  price: field(amount, 'What it cost; positive for what is charged.', ({ price }) => price),
  priceUnit: field(text, 'The currency of the price, in lower case.', ({ account }) => account.currency.toLowerCase()),
  startDate: field(date, 'The first day, in GMT.', ({ from }) => from),
  subresourceUris: group('Where the records of this category for other periods are.', {
    allTime: recordsFor('AllTime', 'Of all time.'),
    daily: recordsFor('Daily', 'By day.'),
    lastMonth: recordsFor('LastMonth', 'Of the month before this one.'),
    monthly: recordsFor('Monthly', 'By month.'),
    thisMonth: recordsFor('ThisMonth', 'Of this month.'),
    today: recordsFor('Today', 'Of today.'),
    yearly: recordsFor('Yearly', 'By year.'),
    yesterday: recordsFor('Yesterday', 'Of yesterday.'),
  }),
  uri: field(linkWithQuery, 'Where the record is.', ({ path, category, from, to }) => ({
    path,
    query: { Category: category, StartDate: dateOf(from), EndDate: dateOf(to) },
  })),
  usage: field(quantity, 'How much is billed: segments of messages, minutes of calls.', (record) =>
    record.category === totalPrice ? record.price / 100_000 : record.usage,
  ),
  usageUnit: field(text, 'What the usage is measured in.', (record) => record.usageUnit),
}

const params = {
  category: param(usageCategory, 'Only this category.'),
  startDate: param(dayOrOffset, 'The first day that counts, in GMT, or so many days from today, such as `-30days`.'),
  endDate: param(dayOrOffset, 'The last day that counts, in GMT, or so many days from today.'),
  includeSubaccounts: param(flag, 'Whether the usage of subaccounts counts, too; it does unless this is `false`.'),
}

interface Kind {
  /** Behind `Usage/Records`. */
  name: string
  doc: string
  by: PeriodLength
  /** The period that it is about, where that is not all time. */
  within?(today: Day): Period
}

type Input = InputOf<typeof params>

/** The days that are asked about: of what the kind is about, those that the filters leave. */
function stretchOf({ within }: Kind, { startDate, endDate }: Input, account: Account, today: Day): Period {
  const about = within?.(today)
  const from = startDate?.(today) ?? about?.from ?? dayOf(account.dateCreated)
  const asked = { from, to: endDate?.(today) ?? today }
  return about ? overlap(asked, about) : asked
}

/** One record for each category and each period, the last period first. Only the days of this page are looked up. */
async function list(kind: Kind, input: Input, { account, has }: Call, { size, skip }: PageRequest) {
  const { by, name } = kind
  const now = has.clock.now()
  const stretch = stretchOf(kind, input, account, dayOf(now))
  const categories = input.category === undefined ? usageCategories : [input.category]
  const total = periodsIn(stretch, by) * categories.length
  const count = Math.max(Math.min(size, total - skip), 0)
  const places = Array.from({ length: count }, (_, i) => ({
    period: periodFromEnd(stretch, by, Math.floor((skip + i) / categories.length)),
    category: categories[(skip + i) % categories.length]!,
  }))
  const days = { from: places.at(-1)?.period.from ?? 0, to: places[0]?.period.to ?? -1 }
  const query = { accountSid: account.sid, subaccounts: input.includeSubaccounts ?? true, ...days }
  const sums = Map.groupBy(count > 0 ? await has.ledger.usage.sum(query, by) : [], ({ period }) => period)
  const shared = { account, asOf: now, path: below(account, name) }
  const rows = places.map(({ period, category }): UsageRecord => ({
    ...shared,
    ...period,
    ...usageIn(sums.get(nameOfPeriod(period, by)) ?? [], category),
    ...wordsOf(category, account.currency.toLowerCase()),
    category,
  }))
  return { rows, hasNext: skip + count < total, hasPrevious: skip > 0 }
}

const recordsOf = (kind: Kind): Resource<UsageRecord> => ({
  name: 'UsageRecord',
  plural: 'UsageRecords',
  collection: 'usage_records',
  doc: kind.doc,
  mounts: [{ style: classic, path: `/Accounts/:accountSid/Usage/Records${kind.name}` }],
  sidPrefixes: [],
  fields,
  xmlOrder: {
    instance: [
      'category',
      'description',
      'accountSid',
      'startDate',
      'endDate',
      'asOf',
      'count',
      'countUnit',
      'usage',
      'usageUnit',
      'price',
      'priceUnit',
      'apiVersion',
      'uri',
      'subresourceUris',
    ],
  },
  list: listing({
    doc: kind.doc,
    params,
    run: (input, call, page) => list(kind, input, call, page),
    standingOf: 'by-count',
  }),
})

const ofDay =
  (ago: number) =>
  (today: Day): Period =>
    periodOf('day', today, ago)
const ofMonth =
  (ago: number) =>
  (today: Day): Period =>
    periodOf('month', today, ago)

const kinds: readonly Kind[] = [
  {
    name: '',
    doc: 'Lists what was used, each category with all that it contains; of all time unless days are given.',
    by: 'all',
  },
  { name: '/AllTime', doc: 'Lists what was used since the account was opened.', by: 'all' },
  { name: '/Daily', doc: 'Lists what was used on each day, the last one first.', by: 'day' },
  { name: '/Monthly', doc: 'Lists what was used in each month, the last one first.', by: 'month' },
  { name: '/Yearly', doc: 'Lists what was used in each year, the last one first.', by: 'year' },
  { name: '/Today', doc: 'Lists what was used today.', by: 'all', within: ofDay(0) },
  { name: '/Yesterday', doc: 'Lists what was used yesterday.', by: 'all', within: ofDay(1) },
  { name: '/ThisMonth', doc: 'Lists what was used this month.', by: 'all', within: ofMonth(0) },
  { name: '/LastMonth', doc: 'Lists what was used in the month before this one.', by: 'all', within: ofMonth(1) },
]

/** What was used: of all time, by periods, and of certain periods. */
export const usageRecords = kinds.map(recordsOf)
