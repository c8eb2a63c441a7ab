import type { Clock } from '../../domain/clock.ts'
import type { DeedSpec, Job } from '../../domain/job.ts'
import type { Message } from '../../domain/message.ts'
import { change, outcome, present, remove } from '../../domain/write.ts'
import { deliveryJobOf } from '../delivery-job.ts'
import { newEvent } from '../message-event.ts'
import type { MessagingDeed } from '../new-job.ts'
import { failedWrite, ours } from '../record-handover.ts'
import { reportOf } from '../report-status.ts'
import { wasKept } from '../../domain/was-kept.ts'
import type { ChoosingData } from './accept-message.ts'
import { type Choosing, findSender, type WithoutSender } from './find-sender.ts'

export interface ChoosingSenders extends Choosing {
  clock: Clock
  nudge(deed?: string): void
}

/**
 * Chooses senders for the messages of services, and queues them. One write takes a message from accepted to queued together with its
 * job, so that whatever dies in between, the message has either the one job or the other.
 */
export function chooseSender(has: ChoosingSenders): DeedSpec {
  return {
    concurrency: 400,
    batch: 200,
    lease: 10_000,
    // A message that was accepted is never given up here.
    attempts: Infinity,
    run: (jobs) => choose(jobs, has),
  }
}

const choosingData = (job: Job): ChoosingData => job.data as unknown as ChoosingData

async function choose(jobs: readonly Job[], has: ChoosingSenders): Promise<void> {
  const messages = await has.ledger.messages.many(jobs.map(({ subject }) => subject))
  const next = await Promise.all(jobs.map((job) => chooseOne(job, messages.get(job.subject), has)))
  for (const deed of new Set(next.flat())) has.nudge(deed)
}

/** Answers with the deeds for which there is something to do now. */
async function chooseOne(job: Job, message: Message | undefined, has: ChoosingSenders): Promise<MessagingDeed[]> {
  const { ledger, clock, rules } = has
  if (message?.status !== 'accepted') {
    wasKept(await ledger.keep(outcome([remove('job', job.id)], [ours(job)])))
    return []
  }
  const { carrier, wanted } = choosingData(job)
  const found = await findSender(message, wanted, has)
  const at = clock.now()
  if (!found.sender) {
    const code = await codeFor(found.because, message, has)
    return wasKept(await ledger.keep(failedWrite(job, message, code, at))) ? ['report-status'] : []
  }
  const { sender: from } = found.sender
  const values = { from, numSegments: found.numSegments, status: 'queued', dateUpdated: at } as const
  const queued: Message = { ...message, ...values }
  const delivery = deliveryJobOf(queued, carrier, at)
  const write = outcome(
    [
      change('message', message.sid, values),
      newEvent(queued, at, 'queued'),
      remove('job', job.id),
      delivery.job,
      ...reportOf(queued, at),
    ],
    [ours(job), present('message', message.sid, { status: ['accepted'] })],
  )
  if (!wasKept(await ledger.keep(write))) return []
  rules.queues.add(from, found.numSegments)
  return [delivery.deed, 'report-status']
}

const codes = { unreachable: 21703, 'opted-out': 21610, 'queue-full': 30001 } as const

/** A pool may be empty because there is no service any more. */
async function codeFor(
  because: WithoutSender,
  { messagingServiceSid }: Message,
  { ledger }: Choosing,
): Promise<number> {
  if (because !== 'empty') return codes[because]
  return (await ledger.messagingServices.known(messagingServiceSid ?? '')) ? 21704 : 21701
}
