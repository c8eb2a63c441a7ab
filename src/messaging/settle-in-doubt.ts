import type { DeedSpec, Job } from '../domain/job.ts'
import { change, outcome, present, remove } from '../domain/write.ts'
import type { Message } from '../domain/message.ts'
import { handOver } from './deliver-message.ts'
import { newEvent } from './message-event.ts'
import { type Delivering, deliveryData, failedWrite, ours, recordHandovers } from './record-handover.ts'
import { keepUnlessSilenced, unlessSilenced } from './unless-silenced.ts'
import { wasKept } from '../domain/was-kept.ts'

/**
 * Settles hand-overs that stayed without an answer, after the wait for a receipt. A receipt that named the message is the missing
 * answer; without one the message is handed over once more, flagged. A second answer that is lost ends the message as failed.
 */
export function settleInDoubt(has: Delivering): DeedSpec {
  return {
    concurrency: 100,
    batch: 50,
    lease: 10_000,
    attempts: Infinity,
    run: (jobs, signal) => settle(jobs, has, signal),
  }
}

/** So often the receipts of the remaining parts are waited for. */
const mostWaits = 10

async function settle(jobs: readonly Job[], has: Delivering, signal: AbortSignal): Promise<void> {
  const messages = await has.ledger.messages.many(jobs.map(({ subject }) => subject))
  const ready = await Promise.all(jobs.map((job) => settleOne(job, messages.get(job.subject), has)))
  const byCarrier = Map.groupBy(
    ready.filter((task) => task !== null),
    ({ job }) => deliveryData(job).carrier,
  )
  await Promise.all(
    [...byCarrier].map(async ([name, tasks]) => {
      const carrier = has.carrierOf(name)
      if (carrier) await handOver(carrier, tasks, 2, has, signal)
    }),
  )
}

/** Answers with a message that is to be handed over once more. */
async function settleOne(
  job: Job,
  message: Message | undefined,
  has: Delivering,
): Promise<{ job: Job; message: Message } | null> {
  const { ledger, clock } = has
  if (message?.status !== 'sending') {
    wasKept(await ledger.keep(outcome([remove('job', job.id)], [ours(job)])))
    return null
  }
  const { carrier: name, handed } = deliveryData(job)
  const carrier = has.carrierOf(name)
  const at = clock.now()

  const { carrierIds, parts } = await toldByReceipts(message, name, has)
  if (carrierIds.length > 0 && carrierIds.length < parts && job.attempts < mostWaits) {
    // The carrier took it, and has not named every part yet.
    const wait = change('job', job.id, { due: at + has.inDoubtWait, hiddenUntil: null })
    wasKept(await ledger.keep(outcome([wait], [ours(job)])))
    return null
  }
  if (carrier && carrierIds.length > 0) {
    await recordHandovers(
      carrier,
      [{ job, message, handover: { outcome: 'accepted', carrierIds, receipts: 'expected' } }],
      has,
    )
    return null
  }
  if (handed || !carrier) {
    const event = newEvent(message, at, 'in-doubt', { reason: 'no answer and no receipt came', parked: true })
    if (wasKept(await ledger.keep(failedWrite(job, message, 30008, at, [event])))) has.nudge('report-status')
    return null
  }
  const write = outcome(
    [
      change('job', job.id, { data: { ...job.data, handed: true } }),
      newEvent(message, at, 'resubmitted', { attempt: 2 }),
    ],
    [ours(job), present('message', message.sid, { status: ['sending'] }), ...unlessSilenced(message)],
  )
  return (await keepUnlessSilenced(write, job, message, at, has)) ? { job, message } : null
}

/** What this carrier's receipts tell of the message, although its answer to the hand-over never came: its ids, and how many there are. */
async function toldByReceipts(message: Message, carrier: string, { ledger }: Delivering) {
  const events = await ledger.messages.events(message.sid)
  const told = events.filter(({ kind, detail }) => kind === 'early-receipt' && detail.carrier === carrier)
  return {
    carrierIds: [...new Set(told.map(({ detail }) => String(detail.carrierId)))],
    parts: Math.max(1, ...told.map(({ detail }) => Number(detail.parts))),
  }
}
