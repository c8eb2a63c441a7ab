import type { Instant } from './clock.ts'
import type { HttpMethod } from './incoming-phone-number.ts'
import type { OwnedQueries } from './page.ts'
import { totalPrice } from './usage-category.ts'
import { type Period, type PeriodLength, dayOf, periodOf } from './usage-period.ts'
import type { Usage } from './usage.ts'

export const recurrences = ['daily', 'monthly', 'yearly', 'alltime'] as const
export type Recurrence = (typeof recurrences)[number]

export const triggerFields = ['count', 'usage', 'price'] as const
export type TriggerField = (typeof triggerFields)[number]

/** Asks to be told, once in each period, when the usage of a category reaches a value. */
export interface UsageTrigger {
  sid: string
  accountSid: string
  friendlyName: string
  usageCategory: string
  triggerBy: TriggerField
  /** In 1/100,000, whatever is counted. */
  triggerValue: number
  recurring: Recurrence
  callbackUrl: string
  callbackMethod: HttpMethod
  dateFired: Instant | null
  dateCreated: Instant
  dateUpdated: Instant
}

export type UsageTriggerFilter = Partial<Pick<UsageTrigger, 'recurring' | 'triggerBy' | 'usageCategory'>>
export type UsageTriggerQueries = OwnedQueries<UsageTrigger, UsageTriggerFilter>

const lengths: Readonly<Record<Recurrence, PeriodLength>> = {
  daily: 'day',
  monthly: 'month',
  yearly: 'year',
  alltime: 'all',
}

/** The period that counts at this moment. */
export const currentPeriod = (recurring: Recurrence, now: Instant): Period => periodOf(lengths[recurring], dayOf(now))

/** In the same measure as `triggerValue`. Money is not counted, and its usage is its amount. */
export function watchedValue(
  { usageCategory, triggerBy }: Pick<UsageTrigger, 'usageCategory' | 'triggerBy'>,
  { count, usage, price }: Usage,
): number {
  if (usageCategory === totalPrice) return triggerBy === 'count' ? 0 : price
  return triggerBy === 'price' ? price : (triggerBy === 'count' ? count : usage) * 100_000
}

/** Whether it has fired in the period in which this moment lies. */
export function hasFired({ dateFired, recurring }: UsageTrigger, now: Instant): boolean {
  return dateFired !== null && dayOf(dateFired) >= currentPeriod(recurring, now).from
}
