import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import type { UsageTrigger } from '../domain/usage-trigger.ts'
import { change, present } from '../domain/write.ts'
import { readFriendlyName } from './friendly-name.ts'
import { keepAsked } from './keep-asked.ts'

export type UsageTriggerChange = Partial<Pick<UsageTrigger, 'friendlyName' | 'callbackUrl' | 'callbackMethod'>>

/** Renames a usage trigger, or has it call somewhere else. What it watches stays. */
export async function changeUsageTrigger(
  trigger: UsageTrigger,
  asked: UsageTriggerChange,
  { ledger, clock }: { ledger: Ledger; clock: Clock },
): Promise<UsageTrigger> {
  const changed = {
    friendlyName: readFriendlyName(asked.friendlyName) ?? trigger.friendlyName,
    callbackUrl: asked.callbackUrl || trigger.callbackUrl,
    callbackMethod: asked.callbackMethod ?? trigger.callbackMethod,
    dateUpdated: clock.now(),
  }
  const { sid } = trigger
  if (!(await keepAsked(ledger, [change('usageTrigger', sid, changed)], present('usageTrigger', sid))))
    throw new Problem('conflict')
  return { ...trigger, ...changed }
}
