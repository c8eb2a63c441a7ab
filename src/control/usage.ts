import { formatAmount, usageIn, type UsageSum } from '../domain/usage.ts'
import { dayOf } from '../domain/usage-period.ts'
import { accountOf, accountPath } from './control-account.ts'
import { numberFrom } from './kinds.ts'
import { optional, route } from './route.ts'
import { listOf, object, text, whole } from './shape.ts'

const usualDays = 30

/** What accounts used, day by day. */
export const usageRoutes = [
  route({
    method: 'GET',
    at: '/accounts/{sid}/usage',
    words:
      'What an account and its subaccounts used of each category, day by day: those days only on which there was something.',
    modes: 'both',
    path: accountPath,
    find: accountOf,
    query: { days: optional(numberFrom(1, 400), `How many days back, today included; ${usualDays} unless said.`) },
    answer: object({
      currency: text,
      price: text,
      days: listOf(object({ date: text, category: text, count: whole, usage: whole, price: text })),
    }),
    async deed({ found, query: { days = usualDays } }, { ledger, clock }) {
      const to = dayOf(clock.now())
      const period = { from: to - days + 1, to }
      const sums = await ledger.usage.sum({ accountSid: found.sid, subaccounts: true, ...period }, 'day')
      return {
        currency: found.currency,
        price: formatAmount(usageIn(sums, 'totalprice').price),
        days: byCategory(sums).map(({ period: date, price, ...sum }) => ({ ...sum, date, price: formatAmount(price) })),
      }
    },
  }),
]

/** What was counted at different prices is one category all the same. */
function byCategory(sums: readonly UsageSum[]): readonly UsageSum[] {
  const found = Map.groupBy(sums, ({ period, category }) => `${period} ${category}`)
  return [...found]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, same]) => ({
      period: same[0]?.period ?? '',
      category: same[0]?.category ?? '',
      count: same.reduce((sum, { count }) => sum + count, 0),
      usage: same.reduce((sum, { usage }) => sum + usage, 0),
      price: same.reduce((sum, { price }) => sum + price, 0),
    }))
}
