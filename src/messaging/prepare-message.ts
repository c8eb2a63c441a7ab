import type { Clock, Instant } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Message } from '../domain/message.ts'
import { Problem } from '../domain/problem.ts'
import { add, count, type Operation } from '../domain/write.ts'
import { checkRecipient } from './check-recipient.ts'
import { type Addresses, type SendRequest, checkRequest } from './check-request.ts'
import { checkSender } from './check-sender.ts'
import { deliveryJobOf, type FirstJob } from './delivery-job.ts'
import { newEvent } from './message-event.ts'
import { newMessage } from './new-message.ts'
import type { SendingRules } from './sending-rules.ts'
import { acceptMessage } from './services/accept-message.ts'
import { serviceOf } from './services/service-of.ts'
import { statusCallbackOf } from './status-callback.ts'

export interface Sending {
  ledger: Ledger
  clock: Clock
  /** The name of the carrier that takes what is sent. */
  carrier: string
  rules: SendingRules
  nudge(deed?: string): void
}

/** A message that was found good, and what keeps it: to be put into a write, which may keep other things, too. */
export interface PreparedMessage {
  message: Message
  /** The message, its first job and event. */
  operations: readonly Operation[]
  /** Counts it in the queue of its sender, and wakes who does its first job: to be called once it is kept. */
  afterKept(): void
}

/** Checks a request to send, and makes the message of it. Throws the problem that its sender can mend. */
export async function prepareMessage(request: SendRequest, has: Sending): Promise<PreparedMessage> {
  const { ledger, clock, rules, nudge } = has
  const now = clock.now()
  const addresses = checkRequest(request, now)
  const service = await serviceOf(request, addresses, ledger)
  const { message, deed, job } = service
    ? await acceptMessage(request, addresses, service, now, has)
    : await queueMessage(request, addresses, now, has)
  return {
    message,
    operations: created(message, job, now),
    afterKept() {
      if (!service) rules.queues.add(addresses.from.value, message.numSegments)
      nudge(deed)
    },
  }
}

/** What keeps a message that is new, with its first job. */
export const created = (message: Message, job: Operation, now: Instant): readonly Operation[] => [
  add('message', message),
  job,
  newEvent(message, now, message.status),
  count(message.accountSid, 'messages', 1),
]

/** A message that names its sender, and its first job. */
async function queueMessage(
  request: SendRequest,
  addresses: Addresses,
  now: Instant,
  has: Sending,
): Promise<FirstJob & { message: Message }> {
  const home = await checkSender(request, addresses, has)
  await checkRecipient(request, addresses, home, has)
  const statusCallback = await statusCallbackOf(request, has.ledger)

  const from = addresses.from.value
  const message = newMessage({ ...request, statusCallback }, addresses.to.value, from, now)
  if (await has.rules.queues.isFull(from, message.numSegments)) throw new Problem('fromQueueFull')
  return { message, ...deliveryJobOf(message, has.carrier, now) }
}
