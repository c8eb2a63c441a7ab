import type { Deeds } from '../domain/job.ts'
import { callUsageTrigger, type Calling } from './call-usage-trigger.ts'
import { checkUsageTrigger, type Checking } from './check-usage-trigger.ts'

/** What jobs about usage are done by, by the names that they carry. */
export const usageDeeds = (has: Checking & Calling) =>
  ({
    'check-usage-trigger': checkUsageTrigger(has),
    'call-usage-trigger': callUsageTrigger(has),
  }) satisfies Deeds
