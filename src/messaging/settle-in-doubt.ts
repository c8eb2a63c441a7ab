import type { DeedSpec, Job } from '../domain/job.ts'
import { change, outcome, present, remove } from '../domain/ledger.ts'
import type { Message } from '../domain/message.ts'
import { handOver } from './deliver-message.ts'
import { newEvent } from './message-event.ts'
import { type Delivering, deliveryData, failedWrite, ours, recordHandovers } from './record-handover.ts'
import { wasKept } from './was-kept.ts'

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

  const carrierIds = carrier ? await idsFromReceipts(message, name, has) : []
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
    [ours(job), present('message', message.sid, { status: ['sending'] })],
  )
  return wasKept(await ledger.keep(write)) ? { job, message } : null
}

/** The ids by which this carrier's receipts named the message, although its answer to the hand-over never came. */
async function idsFromReceipts(message: Message, carrier: string, { ledger }: Delivering): Promise<string[]> {
  const events = await ledger.messages.events(message.sid)
  const ids = events
    .filter(({ kind, detail }) => kind === 'early-receipt' && detail.carrier === carrier)
    .map(({ detail }) => String(detail.carrierId))
  return [...new Set(ids)]
}
