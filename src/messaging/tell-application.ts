import type { Clock } from '../domain/clock.ts'
import type { Job } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import { notificationOf } from '../domain/notification.ts'
import { obfuscated } from '../domain/retention.ts'
import { mintSid } from '../domain/sid.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import { add, type Operation } from '../domain/write.ts'
import type { WebhookAnswer, WebhookAttemptFacts, WebhookCall } from '../webhooks/call-webhook.ts'
import { idempotencyTokenOf } from '../webhooks/idempotency-token.ts'

export interface Telling {
  ledger: Ledger
  clock: Clock
  call(call: WebhookCall, signal: AbortSignal): Promise<WebhookAnswer>
  /** How many applications are called at once. */
  concurrency: number
}

/** What an application is told, and where. */
export interface Tale extends Pick<WebhookCall, 'url' | 'method' | 'parameters'> {
  kind: WebhookAttempt['kind']
  /** Parameters that are told in full, and kept without the last digits of their numbers. */
  obfuscated?: readonly string[]
}

/**
 * Calls the application of the account that a job belongs to, signed. Answers what came of it with what is to be kept: every attempt,
 * and a notification of one that failed for good. Null when there is no such account any more.
 */
export async function tellApplication(
  job: Job,
  { kind, obfuscated: hidden = [], ...tale }: Tale,
  { ledger, clock, call }: Telling,
  signal: AbortSignal,
): Promise<{ answer: WebhookAnswer; operations: Operation[] } | null> {
  const account = await ledger.accounts.find(job.accountSid)
  if (!account) return null
  const answer = await call(
    {
      ...tale,
      authToken: account.authToken,
      idempotencyToken: idempotencyTokenOf(job.id),
      about: { accountSid: job.accountSid, subject: job.subject, kind },
    },
    signal,
  )
  const said = new Map(tale.parameters)
  const callSid = said.get('CallSid') ?? null
  const about = { callSid, resourceSid: job.subject, apiVersion: said.get('ApiVersion') ?? '2010-04-01' }
  const attempts = hidden.length === 0 ? answer.attempts : answer.attempts.map((facts) => without(facts, hidden))
  return { answer, operations: recordsOf(job, kind, { ...answer, attempts }, { ...about, now: clock.now() }) }
}

const without = (facts: WebhookAttemptFacts, hidden: readonly string[]): WebhookAttemptFacts => ({
  ...facts,
  parameters: facts.parameters.map(([name, value]) => [name, hidden.includes(name) ? obfuscated(value) : value]),
})

/** What is kept of a call: every attempt, and a notification of one that failed for good. */
export function recordsOf(
  { accountSid, subject }: Pick<Job, 'accountSid' | 'subject'>,
  kind: WebhookAttempt['kind'],
  { attempts, ok }: Pick<WebhookAnswer, 'attempts' | 'ok'>,
  about: Parameters<typeof notificationOf>[1],
): Operation[] {
  const operations: Operation[] = attempts.map((facts) =>
    add('webhookAttempt', { id: mintSid('WH', facts.at), accountSid, subject, kind, ...facts }),
  )
  const last = attempts.at(-1)
  if (!ok && last) operations.push(add('notification', notificationOf({ accountSid, ...last }, about)))
  return operations
}
