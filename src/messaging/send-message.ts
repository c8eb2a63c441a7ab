import type { Clock, Instant } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { accept, add, count } from '../domain/write.ts'
import type { Message } from '../domain/message.ts'
import { Problem } from '../domain/problem.ts'
import { deliveryJobOf, type FirstJob } from './delivery-job.ts'
import { newEvent } from './message-event.ts'
import { newMessage } from './new-message.ts'
import { checkRecipient } from './check-recipient.ts'
import { checkSender } from './check-sender.ts'
import { type Addresses, type SendRequest, checkRequest } from './check-request.ts'
import type { SendingRules } from './sending-rules.ts'
import { acceptMessage } from './services/accept-message.ts'
import { serviceOf } from './services/service-of.ts'
import { statusCallbackOf } from './status-callback.ts'

export type { SendRequest } from './check-request.ts'

export interface Sending {
  ledger: Ledger
  clock: Clock
  /** The name of the carrier that takes what is sent. */
  carrier: string
  rules: SendingRules
  nudge(deed?: string): void
}

/** Accepts a message for delivery: when this resolves, message, job and first event are kept. Throws the problem that its sender can mend. */
export async function sendMessage(request: SendRequest, has: Sending): Promise<Message> {
  const { ledger, clock, rules, nudge } = has
  const now = clock.now()
  const addresses = checkRequest(request, now)
  const service = await serviceOf(request, addresses, ledger)
  const { message, deed, job } = service
    ? await acceptMessage(request, addresses, service, now, has)
    : await queueMessage(request, addresses, now, has)
  const kept = await ledger.keep(
    accept([
      add('message', message),
      job,
      newEvent(message, now, message.status),
      count(message.accountSid, 'messages', 1),
    ]),
  )
  if (!kept.kept) {
    if (kept.because === 'busy') throw new Problem('tooManyRequests')
    throw new Error(`a message was not kept: ${kept.because === 'refused' ? kept.reason : 'a guard did not hold'}`)
  }
  if (!service) rules.queues.add(addresses.from.value, message.numSegments)
  nudge(deed)
  return message
}

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
