import type { Carrier, Handover } from '../domain/carrier.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import type { Job } from '../domain/job.ts'
import { type Guard, type Operation, type Write, add, change, outcome, present, remove } from '../domain/write.ts'
import { countMessage } from '../domain/count-usage.ts'
import { type HandedPart, partKey } from '../domain/handed-part.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Media } from '../domain/media.ts'
import { isMms, type Message, statusesBefore } from '../domain/message.ts'
import { countryOf } from '../domain/phone-number.ts'
import { priceOf } from '../domain/price.ts'
import { letGo, obfuscationJobOf } from './let-go.ts'
import { newEvent } from './message-event.ts'
import { newJob } from './new-job.ts'
import { applyEarlyReceipts } from './record-receipt.ts'
import { reportOf } from './report-status.ts'
import { wasKept } from '../domain/was-kept.ts'

export interface Delivering {
  ledger: Ledger
  clock: Clock
  carrierOf(name: string): Carrier | undefined
  nudge(deed?: string): void
  /** Where a carrier finds a medium that is stored here. */
  mediaLink(media: Media): Promise<string>
  /** How long a hand-over without an answer waits for a receipt before it is settled without one, in milliseconds. */
  inDoubtWait: number
}

/** A message that was handed over for this job, and what the carrier answered. */
export interface HandedOver {
  job: Job
  message: Message
  handover: Handover
}

/** What the jobs that hand a message over carry. */
export interface DeliveryData {
  carrier: string
  /** Whether the message was marked as handed over, so that from then on its carrier may have it. */
  handed: boolean
  /** Why the carrier put it off last: the timeline tells it once, however often it is tried. */
  deferred?: string
}

export const deliveryData = (job: Job): DeliveryData => job.data as unknown as DeliveryData

/** Keeps what carriers answered: the message's next status, its parts, what is to be told and done next. */
export async function recordHandovers(carrier: Carrier, handed: readonly HandedOver[], has: Delivering): Promise<void> {
  const parts = await Promise.all(handed.map((one) => recordOne(carrier, one, has)))
  await applyEarlyReceipts(parts.flat(), has)
  has.nudge('report-status')
}

/** Answers with the parts for which receipts may have come already. */
async function recordOne(
  carrier: Carrier,
  { job, message, handover }: HandedOver,
  has: Delivering,
): Promise<HandedPart[]> {
  const at = has.clock.now()
  switch (handover.outcome) {
    case 'accepted': {
      const parts = handover.receipts === 'expected' ? partsOf(carrier, message, handover.carrierIds, at) : []
      const sent = sentWrite(carrier, job, message, handover, at)
      const kept = await has.ledger.keep({
        ...sent,
        operations: [...sent.operations, ...parts.map((part) => add('handedPart', part))],
      })
      if (kept.kept) return parts
      // A carrier that gives an id twice: the message is sent all the same, and its receipt belongs to the earlier one.
      if (kept.because === 'refused' && parts.length > 0) wasKept(await has.ledger.keep(sent))
      else wasKept(kept)
      return []
    }
    case 'deferred': {
      const { retryAfter, reason } = handover
      const data = { ...deliveryData(job), handed: false, deferred: reason }
      const again = change('job', job.id, { due: at + retryAfter, hiddenUntil: null, data })
      const told = deliveryData(job).deferred === reason
      await keepOurs(
        job,
        message,
        told ? [again] : [again, newEvent(message, at, 'deferred', { reason, retryAfter })],
        has,
      )
      return []
    }
    case 'refused':
      wasKept(await has.ledger.keep(failedWrite(job, message, handover.code, at)))
      return []
    case 'unknown':
      await leaveInDoubt(carrier, job, message, handover.reason, has)
      return []
  }
}

/**
 * Nobody knows whether the carrier took the message. The carrier's policy says how that ends: at once as failed, or, after a wait
 * for a receipt, with one more hand-over. The second one is the last in any case.
 */
export async function leaveInDoubt(
  carrier: Carrier,
  job: Job,
  message: Message,
  reason: string,
  has: Delivering,
): Promise<void> {
  const at = has.clock.now()
  const due = at + has.inDoubtWait
  if (job.deed === 'settle-in-doubt') {
    const wait = change('job', job.id, { due, hiddenUntil: null, data: { ...job.data, handed: true } })
    return keepOurs(job, message, [wait, newEvent(message, at, 'in-doubt', { reason, parked: false })], has)
  }
  const parked = carrier.inDoubt === 'park'
  const event = newEvent(message, at, 'in-doubt', { reason, parked })
  if (parked) return void wasKept(await has.ledger.keep(failedWrite(job, message, 30008, at, [event])))
  const { accountSid, lane, weight } = job
  const data = { carrier: carrier.name, handed: false } satisfies DeliveryData
  const settle = newJob('settle-in-doubt', { accountSid, messageSid: message.sid, due, lane, weight, data })
  await keepOurs(job, message, [event, remove('job', job.id), settle], has)
}

/** Ends a message that is not sent. Nothing is charged for it. */
export function failedWrite(
  job: Job,
  message: Message,
  code: number,
  at: Instant,
  also: readonly Operation[] = [],
): Write {
  const failed: Message = { ...message, status: 'failed', errorCode: code, dateListed: at, dateUpdated: at }
  const { status, errorCode, dateListed, dateUpdated } = failed
  const { values, events } = letGo(failed, at, true)
  return outcome(
    [
      change('message', message.sid, { status, errorCode, dateListed, dateUpdated, ...values }),
      ...also,
      newEvent(message, at, 'failed', { errorCode: code }),
      ...events(),
      remove('job', job.id),
      ...reportOf(failed, at),
    ],
    [ours(job), present('message', message.sid, { status: statusesBefore('failed') })],
  )
}

/** What a message costs when it is sent to where it goes. */
export function priceOfMessage(message: Message): number {
  const { to, numSegments, mediaUrls, direction, options } = message
  if (options.answersOptOut) return 0
  return priceOf({
    country: countryOf(to.slice(to.indexOf(':') + 1)),
    segments: numSegments,
    media: Math.max(mediaUrls.length, isMms(message) ? 1 : 0),
    direction,
  })
}

/** Nobody else took the job since it was taken here. */
export const ours = ({ id, attempts }: Job): Guard => present('job', id, { attempts: [attempts] })

/** Late answers count too, whoever has the job by now: what a carrier took is sent. */
function sentWrite(
  carrier: Carrier,
  job: Job,
  message: Message,
  { carrierIds, receipts }: Extract<Handover, { outcome: 'accepted' }>,
  at: Instant,
): Write {
  const sent: Message = {
    ...message,
    status: 'sent',
    dateSent: at,
    dateListed: at,
    dateUpdated: at,
    price: priceOfMessage(message),
  }
  const { status, dateSent, dateListed, dateUpdated, price } = sent
  const isLast = receipts === 'never'
  const { values, events } = letGo(sent, at, isLast)
  return outcome(
    [
      change('message', message.sid, { status, dateSent, dateListed, dateUpdated, price, ...values }),
      countMessage(sent, at),
      newEvent(message, at, 'sent', { carrier: carrier.name, carrierIds: carrierIds.join(' ') }),
      ...events(),
      ...(isLast ? [] : obfuscationJobOf(sent, at)),
      remove('job', job.id),
      ...reportOf(sent, at),
    ],
    [present('message', message.sid, { status: statusesBefore('sent') })],
  )
}

const partsOf = (
  carrier: Carrier,
  { sid: messageSid }: Message,
  carrierIds: readonly string[],
  at: Instant,
): HandedPart[] =>
  carrierIds.map((id, part) => ({
    key: partKey(carrier.name, id),
    messageSid,
    part,
    parts: carrierIds.length,
    status: null,
    code: null,
    at,
  }))

async function keepOurs(
  job: Job,
  message: Message,
  operations: readonly Operation[],
  { ledger }: Delivering,
): Promise<void> {
  wasKept(await ledger.keep(outcome(operations, [ours(job), present('message', message.sid, { status: ['sending'] })])))
}
