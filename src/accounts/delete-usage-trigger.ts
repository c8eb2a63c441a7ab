import type { Ledger } from '../domain/ledger.ts'
import type { UsageTrigger } from '../domain/usage-trigger.ts'
import { present, remove } from '../domain/write.ts'
import { checkOf } from './check-usage-trigger.ts'
import { keepAsked } from './keep-asked.ts'

/** Ends a usage trigger. One that is gone already stays so. */
export async function deleteUsageTrigger({ sid }: UsageTrigger, { ledger }: { ledger: Ledger }): Promise<void> {
  await keepAsked(ledger, [remove('usageTrigger', sid), remove('job', checkOf(sid))], present('usageTrigger', sid))
}
