import type { Instant } from './clock.ts'
import { isWithin, totalPrice } from './usage-category.ts'
import { dayOf, type Period, type PeriodLength } from './usage-period.ts'

/** What was used of one category. */
export interface Usage {
  /** How often. */
  count: number
  /** In what it is billed by: segments, minutes. */
  usage: number
  /** In 1/100,000 of the account's currency, positive for what is charged. */
  price: number
}

/** What was used in one period. */
export interface UsageSum extends Usage {
  /** As `nameOfPeriod` writes it. */
  period: string
  category: string
}

export interface UsageQuery extends Period {
  accountSid: string
  subaccounts: boolean
}

export interface UsageQueries {
  /** Only categories in which something was counted, each apart from what contains it. */
  sum(query: UsageQuery, by: PeriodLength): Promise<readonly UsageSum[]>
}

/** What was used of a category with all that it contains. */
export function usageIn(sums: readonly UsageSum[], category: string): Usage {
  const total = { count: 0, usage: 0, price: 0 }
  for (const sum of sums) {
    if (!isWithin(sum.category, category)) continue
    total.count += sum.count
    total.usage += sum.usage
    total.price += sum.price
  }
  return total
}

/** What an account has been billed in all, its subaccounts too: in 1/100,000 of its currency, positive for what is charged. */
export async function billedTo(accountSid: string, { usage }: { usage: UsageQueries }, now: Instant): Promise<number> {
  const sums = await usage.sum({ accountSid, subaccounts: true, from: 0, to: dayOf(now) }, 'all')
  return usageIn(sums, totalPrice).price
}

/** An amount in 1/100,000 of its unit, without zeros at the end: `2192.84855`, `0`. */
export const formatAmount = (amount: number): string => String(amount / 100_000)
