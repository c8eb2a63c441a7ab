import type { Instant } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import { type Operation, outcome, remove } from '../domain/write.ts'
import type { Message, MessageStatus } from '../domain/message.ts'
import { newEvent } from './message-event.ts'
import { newJob } from './new-job.ts'
import { type Telling, tellApplication } from './tell-application.ts'
import { wasKept } from '../domain/was-kept.ts'

/** The statuses that an application is told of. The first status of a message is in the answer to its request, and `sending` stays inside. */
const reported: ReadonlySet<MessageStatus> = new Set([
  'queued',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'read',
  'partially_delivered',
])

/** Those that the first version of the API knows: that a message was processed, and how that ended. */
const reportedAtFirst: ReadonlySet<MessageStatus> = new Set(['sent', 'failed'])
const isOfFirstVersion = ({ apiVersion }: Message) => apiVersion === '2008-08-01'

/**
 * Adds the job that tells the application of the message's status, where it asked for that. The job carries all that is told,
 * so that a message may be deleted or redacted before the call is made. `receiptAt`: when the carrier said so.
 */
export function reportOf(message: Message, at: Instant, receiptAt?: Instant): Operation[] {
  const told = isOfFirstVersion(message) ? reportedAtFirst : reported
  if (message.statusCallback === null || !told.has(message.status)) return []
  const { accountSid, sid: messageSid, status, statusCallback: url } = message
  const parameters = statusParameters(message, receiptAt)
  const hidden = message.options.addressRetention === 'obfuscate'
  const data = { url, status, parameters, ...(hidden && { obfuscated: recipient }) } satisfies ReportData
  return [newJob('report-status', { accountSid, messageSid, due: at, data })]
}

/** What a status callback says, in the order in which it is recorded to be said. */
export function statusParameters(message: Message, receiptAt?: Instant): [string, string][] {
  if (isOfFirstVersion(message)) {
    return [
      ['SmsSid', message.sid],
      ['SmsStatus', message.status],
    ]
  }
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

/** Where a status callback names the recipient. */
const recipient = ['To', 'ChannelToAddress']

interface ReportData {
  url: string
  status: MessageStatus
  parameters: [string, string][]
  /** Which of them are not kept in full. */
  obfuscated?: readonly string[]
}

/** Tells applications of statuses. Each call is a run of its own: a slow receiver holds up no other. */
export function reportStatus(has: Telling): DeedSpec {
  return {
    concurrency: has.concurrency,
    batch: 1,
    // Longer than a call may take with all its tries.
    lease: 20_000,
    run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => report(job, has, signal)))),
  }
}

async function report(job: Job, has: Telling, signal: AbortSignal): Promise<void> {
  const { ledger, clock } = has
  const { status, ...call } = job.data as unknown as ReportData
  const told = await tellApplication(job, { ...call, method: 'POST', kind: 'status' }, has, signal)
  if (!told) return void wasKept(await ledger.keep(outcome([remove('job', job.id)])))

  const { answer, operations } = told
  const last = answer.attempts.at(-1)
  const event = newEvent({ sid: job.subject, accountSid: job.accountSid }, clock.now(), 'callback', {
    status,
    ok: answer.ok,
    attempts: answer.attempts.length,
    responseStatus: last?.responseStatus ?? null,
    errorCode: last?.errorCode ?? null,
  })
  wasKept(await ledger.keep(outcome([...operations, event, remove('job', job.id)])))
}
