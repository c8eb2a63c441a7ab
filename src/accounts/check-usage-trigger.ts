import type { Clock, Instant } from '../domain/clock.ts'
import { type DeedSpec, type Job, laneless } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import { currentPeriod, hasFired, type UsageTrigger } from '../domain/usage-trigger.ts'
import { startOfDay } from '../domain/usage-period.ts'
import { add, change, type Operation, present, remove } from '../domain/write.ts'
import { callOf } from './call-usage-trigger.ts'
import { keepOutcome } from './keep-outcome.ts'
import { usageNow } from './usage-now.ts'

export interface Checking {
  ledger: Ledger
  clock: Clock
  nudge(deed?: string): void
}

/** How long the usage of a trigger is not looked at again. */
const rest = 60_000

/** The one job that looks at the usage of a trigger, as long as there is the trigger and it may still fire. */
export const checkOf = (triggerSid: string): string => `check-${triggerSid}`

export const newCheck = ({ sid, accountSid }: UsageTrigger, now: Instant): Operation =>
  add('job', {
    id: checkOf(sid),
    deed: 'check-usage-trigger',
    accountSid,
    subject: sid,
    ...laneless,
    due: now + rest,
    data: {},
  })

/** Fires triggers whose usage has reached their value, and looks again later: after a rest, or when the next period begins. */
export function checkUsageTrigger(has: Checking): DeedSpec {
  return {
    concurrency: 200,
    batch: 100,
    lease: 30_000,
    attempts: Infinity,
    housekeeping: true,
    async run(jobs) {
      const valueOf = usageNow(has)
      await Promise.all(jobs.map((job) => check(job, valueOf, has)))
    },
  }
}

async function check(job: Job, valueOf: ReturnType<typeof usageNow>, { ledger, clock, nudge }: Checking) {
  const ours = present('job', job.id, { attempts: [job.attempts] })
  const trigger = await ledger.usageTriggers.find(job.accountSid, job.subject)
  const account = await ledger.accounts.find(job.accountSid)
  if (!trigger || account?.status === 'closed') return keepOutcome(ledger, [remove('job', job.id)], [ours])
  const now = clock.now()
  const fired = hasFired(trigger, now)
  const value = fired ? 0 : await valueOf(trigger)
  if (fired || value < trigger.triggerValue)
    return keepOutcome(ledger, [again(job, fired ? nextPeriod(trigger, now) : now + rest)], [ours])

  const then = trigger.recurring === 'alltime' ? remove('job', job.id) : again(job, nextPeriod(trigger, now))
  const kept = await keepOutcome(
    ledger,
    [change('usageTrigger', trigger.sid, { dateFired: now, dateUpdated: now }), then, callOf(trigger, value, now)],
    // Nobody fired it meanwhile.
    [ours, present('usageTrigger', trigger.sid, { dateFired: [trigger.dateFired] })],
  )
  if (kept) nudge('call-usage-trigger')
}

const again = ({ id }: Job, due: Instant): Operation => change('job', id, { due, hiddenUntil: null, attempts: 0 })

const nextPeriod = ({ recurring }: UsageTrigger, now: Instant): Instant =>
  startOfDay(currentPeriod(recurring, now).to + 1)
