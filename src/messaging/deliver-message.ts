import type { Carrier, Submission } from '../domain/carrier.ts'
import type { Instant } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import { change, outcome, present, remove } from '../domain/write.ts'
import { isMms, type Message, statusesBefore } from '../domain/message.ts'
import { isOverdue } from './is-overdue.ts'
import { newEvent } from './message-event.ts'
import {
  type Delivering,
  deliveryData,
  failedWrite,
  leaveInDoubt,
  ours,
  priceOfMessage,
  recordHandovers,
} from './record-handover.ts'
import { keepUnlessSilenced, unlessSilenced } from './unless-silenced.ts'
import { wasKept } from '../domain/was-kept.ts'

const withoutCarrierRetry = 60_000

const lease = 10_000
/** A carrier answers within this, or its answer counts as lost: well before others may take the job. */
const submitTimeout = 8000

export interface DeliveryPace {
  /** How many messages one process hands over at once. */
  concurrency: number
  batch: number
}

/** A job with the message it is about. */
interface Task {
  job: Job
  message: Message
}

/** Hands messages to their carriers. Nothing is handed over that was not marked before, so that a crash in between is never forgotten. */
export function deliverMessage(has: Delivering, pace: DeliveryPace = { concurrency: 400, batch: 200 }): DeedSpec {
  // A message ends by its validity period, however often it was deferred.
  return { ...pace, lease, attempts: Infinity, run: (jobs, signal) => deliver(jobs, has, signal) }
}

async function deliver(jobs: readonly Job[], has: Delivering, signal: AbortSignal): Promise<void> {
  const messages = await has.ledger.messages.many(jobs.map(({ subject }) => subject))
  const byCarrier = Map.groupBy(jobs, (job) => deliveryData(job).carrier)
  const work = [...byCarrier].map(async ([name, theirs]) => {
    const carrier = has.carrierOf(name)
    const ready = await Promise.all(theirs.map((job) => prepare(job, messages.get(job.subject), carrier, has)))
    if (carrier)
      await handOver(
        carrier,
        ready.filter((task) => task !== null),
        1,
        has,
        signal,
      )
  })
  await Promise.all(work)
}

/** Marks a message as being handed over; answers null when it is not to be handed over now. */
async function prepare(
  job: Job,
  message: Message | undefined,
  carrier: Carrier | undefined,
  has: Delivering,
): Promise<Task | null> {
  const { ledger, clock } = has
  if (!message || !markable.includes(message.status)) {
    wasKept(await ledger.keep(outcome([remove('job', job.id)], [ours(job)])))
    return null
  }
  const { handed } = deliveryData(job)
  if (handed) {
    if (carrier) await leaveInDoubt(carrier, job, message, 'the answer to the hand-over was lost', has)
    else await putOff(job, has)
    return null
  }
  const at = clock.now()
  const code = await whyNot(message, at, has)
  if (code !== null) {
    if (wasKept(await ledger.keep(failedWrite(job, message, code, at)))) has.nudge('report-status')
    return null
  }
  if (!carrier) {
    await putOff(job, has)
    return null
  }
  return mark(job, message, at, has)
}

const markable: readonly Message['status'][] = [...statusesBefore('sending'), 'sending']

async function mark(job: Job, message: Message, at: Instant, has: Delivering): Promise<Task | null> {
  const first = message.status !== 'sending'
  const write = outcome(
    [
      ...(first
        ? [change('message', message.sid, { status: 'sending', dateUpdated: at }), newEvent(message, at, 'sending')]
        : []),
      change('job', job.id, { data: { ...job.data, handed: true } }),
    ],
    [ours(job), present('message', message.sid, { status: [message.status] }), ...unlessSilenced(message)],
  )
  return (await keepUnlessSilenced(write, job, message, at, has)) ? { job, message } : null
}

/** The error code with which a message fails without being handed over, or null. */
async function whyNot(message: Message, at: Instant, { ledger }: Delivering): Promise<number | null> {
  const { maxPrice } = message.options
  if (isOverdue(message, at)) return 30001
  if (maxPrice !== undefined && -priceOfMessage(message) > maxPrice * 100_000) return 30010
  const account = await ledger.accounts.find(message.accountSid)
  return account?.status === 'active' ? null : 30002
}

/** No such carrier is configured now; it may be again, as long as the message is valid. */
async function putOff(job: Job, { ledger, clock }: Delivering): Promise<void> {
  wasKept(
    await ledger.keep(
      outcome([change('job', job.id, { due: clock.now() + withoutCarrierRetry, hiddenUntil: null })], [ours(job)]),
    ),
  )
}

/** Hands over messages that were marked, and keeps what comes of it. */
export async function handOver(
  carrier: Carrier,
  tasks: readonly Task[],
  attempt: number,
  has: Delivering,
  signal: AbortSignal,
): Promise<void> {
  if (tasks.length === 0) return
  const sending = tasks.map(({ job, message }) => ({ job, message: { ...message, status: 'sending' as const } }))
  if (signal.aborted) {
    const handover = { outcome: 'deferred', retryAfter: 0, reason: 'the server stopped' } as const
    return recordHandovers(
      carrier,
      sending.map((task) => ({ ...task, handover })),
      has,
    )
  }
  const links = await mediaLinks(
    sending.map(({ message }) => message),
    has,
  )
  const answers = await carrier.submit(
    sending.map(({ message }) => submissionOf(message, links.get(message.sid) ?? [], attempt)),
    AbortSignal.any([signal, AbortSignal.timeout(submitTimeout)]),
  )
  await recordHandovers(
    carrier,
    sending.map((task, i) => ({
      ...task,
      handover: answers[i] ?? { outcome: 'unknown', reason: 'the carrier did not say' },
    })),
    has,
  )
}

/** Where carriers find the stored copies of the media, by message. Asks nothing for messages without any. */
async function mediaLinks(
  messages: readonly Message[],
  { ledger, mediaLink }: Delivering,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const withMedia = messages.filter(({ mediaUrls }) => mediaUrls.length > 0)
  if (withMedia.length === 0) return new Map()
  const media = await ledger.media.ofMessages(withMedia.map(({ sid }) => sid))
  const linked = await Promise.all(media.map(async (one) => ({ sid: one.messageSid, url: await mediaLink(one) })))
  return new Map(
    [...Map.groupBy(linked, ({ sid }) => sid)].map(([sid, ofMessage]) => [sid, ofMessage.map(({ url }) => url)]),
  )
}

function submissionOf(message: Message, mediaUrls: readonly string[], attempt: number): Submission {
  const { sid: messageSid, accountSid, from, to, body, encoding, numSegments: segments, options } = message
  const actions = options.persistentAction ?? []
  const asMms = isMms(message)
  return { messageSid, accountSid, from: from ?? '', to, body, encoding, segments, asMms, mediaUrls, actions, attempt }
}
