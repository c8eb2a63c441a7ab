import type { Clock, Instant } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import { type Operation, add, outcome, remove } from '../domain/write.ts'
import type { Message, MessageStatus } from '../domain/message.ts'
import { mintInOrder } from '../domain/sid.ts'
import type { WebhookAnswer, WebhookCall } from '../webhooks/call-webhook.ts'
import { newEvent } from './message-event.ts'
import { newJob } from './new-job.ts'
import { wasKept } from './was-kept.ts'

/** The statuses that an application is told of. The first status of a message is in the answer to its request, and `sending` stays inside. */
const reported: ReadonlySet<MessageStatus> = new Set([
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'read',
  'partially_delivered',
])

/**
 * Adds the job that tells the application of the message's status, where it asked for that. The job carries all that is told,
 * so that a message may be deleted or redacted before the call is made. `receiptAt`: when the carrier said so.
 */
export function reportOf(message: Message, at: Instant, receiptAt?: Instant): Operation[] {
  if (message.statusCallback === null || !reported.has(message.status)) return []
  const { accountSid, sid: messageSid, status, statusCallback: url } = message
  const data = { url, status, parameters: statusParameters(message, receiptAt) } satisfies ReportData
  return [newJob('report-status', { accountSid, messageSid, due: at, data })]
}

/** What a status callback says, in the order in which it is recorded to be said. */
export function statusParameters(message: Message, receiptAt?: Instant): [string, string][] {
  const parameters: [string, string][] = []
  const colon = message.to.indexOf(':')
  if (message.errorCode !== null) parameters.push(['ErrorCode', String(message.errorCode)])
  if (colon >= 0) parameters.push(['EventType', message.status.toUpperCase()])
  if (receiptAt !== undefined) parameters.push(['RawDlrDoneDate', toTheMinute(receiptAt)])
  parameters.push(['SmsSid', message.sid], ['SmsStatus', message.status], ['MessageStatus', message.status])
  if (colon >= 0) parameters.push(['ChannelToAddress', message.to.slice(colon + 1)])
  parameters.push(['To', message.to])
  if (colon >= 0) parameters.push(['ChannelPrefix', message.to.slice(0, colon)])
  if (message.messagingServiceSid !== null) parameters.push(['MessagingServiceSid', message.messagingServiceSid])
  parameters.push(['MessageSid', message.sid], ['AccountSid', message.accountSid])
  parameters.push(['From', message.from ?? ''], ['ApiVersion', message.apiVersion])
  return parameters
}

/** YYMMDDhhmm in UTC, as carriers write when a receipt was made (SMPP 3.4, appendix B: `done date`). */
const toTheMinute = (at: Instant): string => new Date(at).toISOString().replace(/\D/g, '').slice(2, 12)

interface ReportData {
  url: string
  status: MessageStatus
  parameters: [string, string][]
}

export interface Reporting {
  ledger: Ledger
  clock: Clock
  call(call: WebhookCall, signal: AbortSignal): Promise<WebhookAnswer>
  /** How many applications are called at once. */
  concurrency: number
}

/** Tells applications of statuses. Each call is a run of its own: a slow receiver holds up no other. */
export function reportStatus(has: Reporting): DeedSpec {
  return {
    concurrency: has.concurrency,
    batch: 1,
    // Longer than a call may take with all its tries.
    lease: 20_000,
    run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => report(job, has, signal)))),
  }
}

async function report(job: Job, { ledger, clock, call }: Reporting, signal: AbortSignal): Promise<void> {
  const { url, status, parameters } = job.data as unknown as ReportData
  const account = await ledger.accounts.find(job.accountSid)
  if (!account) return void wasKept(await ledger.keep(outcome([remove('job', job.id)])))

  const answer = await call(
    { url, method: 'POST', parameters, authToken: account.authToken, idempotencyToken: tokenOf(job) },
    signal,
  )
  const about = { accountSid: job.accountSid, messageSid: job.subject }
  const attempts = answer.attempts.map((facts) =>
    add('webhookAttempt', { id: mintInOrder('WH', facts.at), ...about, kind: 'status', ...facts }),
  )
  const last = answer.attempts.at(-1)
  const event = newEvent({ sid: job.subject, accountSid: job.accountSid }, clock.now(), 'callback', {
    status,
    ok: answer.ok,
    attempts: attempts.length,
    responseStatus: last?.responseStatus ?? null,
    errorCode: last?.errorCode ?? null,
  })
  wasKept(await ledger.keep(outcome([...attempts, event, remove('job', job.id)])))
}

/** The same for every try of a job, also for that of another process after a crash. */
const tokenOf = ({ id }: Job): string => id.slice(2).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
