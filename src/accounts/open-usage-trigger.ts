import type { Account } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { mintSid, slotOf } from '../domain/sid.ts'
import type { UsageTrigger } from '../domain/usage-trigger.ts'
import { absent, add } from '../domain/write.ts'
import { newCheck } from './check-usage-trigger.ts'
import { readFriendlyName } from './friendly-name.ts'
import { keepAsked } from './keep-asked.ts'
import { usageNow } from './usage-now.ts'

export interface UsageTriggerRequest extends Partial<
  Pick<UsageTrigger, 'friendlyName' | 'usageCategory' | 'triggerBy' | 'recurring' | 'callbackUrl' | 'callbackMethod'>
> {
  account: Account
  /** A number; with a `+` in front, so much more than what was used already. */
  triggerValue?: string
}

/** Opens a usage trigger, and has its usage looked at from now on. */
export async function openUsageTrigger(
  request: UsageTriggerRequest,
  has: { ledger: Ledger; clock: Clock },
): Promise<UsageTrigger> {
  const { account, callbackMethod = 'POST', triggerBy = 'usage', recurring = 'alltime' } = request
  const callbackUrl = given(request.callbackUrl, 'CallbackUrl')
  const value = given(request.triggerValue, 'TriggerValue')
  const usageCategory = given(request.usageCategory, 'UsageCategory')
  const now = has.clock.now()
  const watched = { accountSid: account.sid, usageCategory, triggerBy, recurring }
  const trigger: UsageTrigger = {
    ...watched,
    sid: mintSid('UT', now, slotOf(account.ownerAccountSid)),
    friendlyName: readFriendlyName(request.friendlyName) ?? '',
    triggerValue: readAmount(value) + (value.startsWith('+') ? await usageNow(has)(watched) : 0),
    callbackUrl,
    callbackMethod,
    dateFired: null,
    dateCreated: now,
    dateUpdated: now,
  }
  const operations = [add('usageTrigger', trigger), newCheck(trigger, now)]
  if (!(await keepAsked(has.ledger, operations, absent('usageTrigger', 'sid', trigger.sid), account)))
    throw new Problem('conflict')
  return trigger
}

function given(value: string | undefined, parameter: string): string {
  if (value === undefined || value === '') throw new Problem('parameterMissing', { parameter })
  return value
}

/** In 1/100,000. */
function readAmount(raw: string): number {
  if (!/^\+?\d{1,9}(\.\d{1,20})?$/.test(raw)) throw new Problem('parameterInvalid', { parameter: 'TriggerValue' })
  return Math.round(Number(raw) * 100_000)
}
