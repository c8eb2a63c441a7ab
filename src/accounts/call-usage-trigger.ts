import { type Clock, type Instant, rfc2822 } from '../domain/clock.ts'
import { type DeedSpec, type Job, laneless } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import { notificationOf } from '../domain/notification.ts'
import { mintSid } from '../domain/sid.ts'
import { formatAmount } from '../domain/usage.ts'
import type { UsageTrigger } from '../domain/usage-trigger.ts'
import { add, type Operation, remove } from '../domain/write.ts'
import type { WebhookAnswer, WebhookCall } from '../webhooks/call-webhook.ts'
import { idempotencyTokenOf } from '../webhooks/idempotency-token.ts'
import { keepOutcome } from './keep-outcome.ts'

export interface Calling {
  ledger: Ledger
  clock: Clock
  call(call: WebhookCall, signal: AbortSignal): Promise<WebhookAnswer>
}

const kind = 'usage-trigger'

type CallData = Pick<WebhookCall, 'url' | 'method' | 'parameters'>

/** Adds the job that tells the application that a trigger fired. It carries all that is told. */
export function callOf(trigger: UsageTrigger, currentValue: number, now: Instant): Operation {
  const { accountSid, sid, callbackUrl: url, callbackMethod: method } = trigger
  const id = mintSid('JB', now)
  const data = { url, method, parameters: parametersOf(trigger, currentValue, now, id) } satisfies CallData
  return add('job', { id, deed: 'call-usage-trigger', accountSid, subject: sid, ...laneless, due: now, data })
}

function parametersOf(trigger: UsageTrigger, currentValue: number, now: Instant, jobId: string): [string, string][] {
  return [
    ['AccountSid', trigger.accountSid],
    ['UsageTriggerSid', trigger.sid],
    ['DateFired', rfc2822(now)],
    ['Recurring', trigger.recurring],
    ['UsageCategory', trigger.usageCategory],
    ['TriggerBy', trigger.triggerBy],
    ['TriggerValue', formatAmount(trigger.triggerValue)],
    ['CurrentValue', formatAmount(currentValue)],
    [
      'UsageRecordUri',
      `/2010-04-01/Accounts/${trigger.accountSid}/Usage/Records.json?Category=${trigger.usageCategory}`,
    ],
    ['IdempotencyToken', idempotencyTokenOf(jobId)],
  ]
}

/** Tells applications that their triggers fired; keeps every attempt, and a notification of a call that failed for good. */
export function callUsageTrigger(has: Calling): DeedSpec {
  return {
    concurrency: 100,
    batch: 1,
    // Longer than a call may take with all its tries.
    lease: 20_000,
    run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => tell(job, has, signal)))),
  }
}

async function tell(job: Job, has: Calling, signal: AbortSignal): Promise<void> {
  const { ledger, clock, call } = has
  const account = await ledger.accounts.find(job.accountSid)
  const answer =
    account &&
    (await call(
      {
        ...(job.data as CallData),
        authToken: account.authToken,
        idempotencyToken: idempotencyTokenOf(job.id),
        about: { accountSid: job.accountSid, subject: job.subject, kind },
      },
      signal,
    ))
  const records = answer ? recordsOf(job, answer, clock.now()) : []
  await keepOutcome(ledger, [...records, remove('job', job.id)], [])
}

function recordsOf({ accountSid, subject }: Job, { attempts, ok }: WebhookAnswer, now: Instant): Operation[] {
  const records: Operation[] = attempts.map((facts) =>
    add('webhookAttempt', { id: mintSid('WH', facts.at), accountSid, subject, kind, ...facts }),
  )
  const last = attempts.at(-1)
  if (!ok && last) {
    const about = { callSid: null, resourceSid: null, apiVersion: '2010-04-01', now }
    records.push(add('notification', notificationOf({ accountSid, ...last }, about)))
  }
  return records
}
