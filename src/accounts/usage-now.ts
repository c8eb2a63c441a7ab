import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { usageIn, type UsageSum } from '../domain/usage.ts'
import { dayOf, overlap } from '../domain/usage-period.ts'
import { currentPeriod, type UsageTrigger, watchedValue } from '../domain/usage-trigger.ts'

export type Watched = Pick<UsageTrigger, 'accountSid' | 'recurring' | 'usageCategory' | 'triggerBy'>

/** Tells the values that triggers watch at this moment, in 1/100,000; asks once for all that watch the same account and period. */
export function usageNow({ ledger, clock }: { ledger: Pick<Ledger, 'usage'>; clock: Clock }) {
  const now = clock.now()
  const asked = new Map<string, Promise<readonly UsageSum[]>>()
  return async (watched: Watched): Promise<number> => {
    const { accountSid, recurring, usageCategory } = watched
    const key = `${accountSid} ${recurring}`
    let sums = asked.get(key)
    if (!sums) {
      const period = overlap(currentPeriod(recurring, now), { from: 0, to: dayOf(now) })
      asked.set(key, (sums = ledger.usage.sum({ accountSid, subaccounts: true, ...period }, 'all')))
    }
    return watchedValue(watched, usageIn(await sums, usageCategory))
  }
}
