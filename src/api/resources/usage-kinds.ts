import type { Instant } from '../../domain/clock.ts'
import { Problem } from '../../domain/problem.ts'
import { formatAmount } from '../../domain/usage.ts'
import { dateOf, type Day, dayOf } from '../../domain/usage-period.ts'
import { readInstant } from '../iso-date.ts'
import { usageCategories } from '../../domain/usage-category.ts'
import { link, oneOf, type Read, type Written } from '../kind.ts'

const anyCategory = oneOf(usageCategories)

export const usageCategory: typeof anyCategory = {
  ...anyCategory,
  schema: { ...anyCategory.schema, title: 'UsageCategory' },
}

/** A path of this API with a query behind its suffix. */
export const linkWithQuery: Written<{ path: string; query: Readonly<Record<string, string>> }> = {
  ...link,
  plain: false,
  write: ({ path, query }, at) => `${link.write(path, at)}?${new URLSearchParams(query).toString()}`,
}

/** `2019-06-24T22:32:49+00:00` */
export const toTheSecond: Written<Instant> = {
  write: (at) => `${new Date(at).toISOString().slice(0, 19)}+00:00`,
  bare: false,
  plain: true,
  schema: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\+00:00$' },
}

export const date: Written<Day> = { ...toTheSecond, write: dateOf, schema: { type: 'string', format: 'date' } }

export const amount: Written<number> = {
  ...toTheSecond,
  write: formatAmount,
  schema: { type: 'string', pattern: '^-?\\d+(\\.\\d{1,5})?$' },
}

export const quantity: Written<number> = { ...amount, write: String }

/** A day, or how many days from today on: `2026-01-02`, `-30days`, `+1day`. The plus sign of a query is a blank when it comes here. */
export const dayOrOffset: Read<(today: Day) => Day> = {
  read(raw) {
    if (raw === '') return undefined
    const [, sign, days] = /^([+ -])(\d{1,5}) ?days?$/i.exec(raw) ?? []
    if (days !== undefined) return (today) => today + Number(days) * (sign === '-' ? -1 : 1)
    const span = /^\d{4}-\d\d-\d\d$/.test(raw) ? readInstant(raw) : null
    if (span === null) throw new Problem('dateInvalid')
    return () => dayOf(span.from)
  },
  schema: { type: 'string', pattern: '^(\\d{4}-\\d{2}-\\d{2}|[+-]\\d{1,5} ?days?)$' },
}
