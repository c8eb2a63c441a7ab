import type { Instant } from '../../domain/clock.ts'
import type { Message } from '../../domain/message.ts'
import type { MessagingService } from '../../domain/messaging-service.ts'
import { Problem } from '../../domain/problem.ts'
import { checkRecipient } from '../check-recipient.ts'
import type { Addresses, SendRequest } from '../check-request.ts'
import type { FirstJob } from '../delivery-job.ts'
import { newJob } from '../new-job.ts'
import { newMessage } from '../new-message.ts'
import { statusCallbackOf } from '../status-callback.ts'
import { type Choosing, findSender, isInPool } from './find-sender.ts'

const deed = 'choose-sender'

/** What the job that chooses a sender carries. */
export interface ChoosingData {
  /** Who takes the message once it has a sender. */
  carrier: string
  /** The only sender that will do, where the message names one. */
  wanted: string | null
}

const refusals = {
  empty: 'serviceEmpty',
  unreachable: 'serviceWithoutSender',
  'opted-out': 'toOptedOut',
  'queue-full': 'fromQueueFull',
} as const

/**
 * Makes a message that waits for its service to choose the sender, and the job that does so. Only what is wrong with the pool itself is
 * told at once; that none of its senders can send the message ends it later, unless the service is to tell that at once, too.
 */
export async function acceptMessage(
  asked: SendRequest,
  addresses: Addresses,
  service: MessagingService,
  now: Instant,
  has: Choosing & { carrier: string },
): Promise<FirstJob & { message: Message }> {
  const { to, from } = addresses
  const wanted = from.kind === 'service' ? null : from.value
  const request = withDefaultsOf(service, asked)
  await checkRecipient(request, addresses, undefined, has)
  await checkPool(service, from, has)
  const { sid: messagingServiceSid, settings } = service
  const statusCallback = (await statusCallbackOf(request, has.ledger)) || settings.statusCallback || undefined
  const message: Message = {
    ...newMessage({ ...request, statusCallback }, to.value, from.value, now),
    from: wanted,
    status: 'accepted',
    numSegments: 0,
    messagingServiceSid,
  }
  if (settings.synchronousValidation) {
    const found = await findSender(message, wanted, has)
    if (!found.sender) throw new Problem(refusals[found.because])
  }
  const { sid: messageSid, accountSid } = message
  const data = { carrier: has.carrier, wanted } satisfies ChoosingData
  return { message, deed, job: newJob(deed, { accountSid, messageSid, due: now, data }) }
}

/** What is asked, with what the service says where the message does not. */
function withDefaultsOf({ sid, settings }: MessagingService, request: SendRequest): SendRequest {
  const { options } = request
  // No templates are kept here.
  if (options.contentSid) throw new Problem('contentSidInvalid')
  const { smartEncoded = settings.smartEncoding, validityPeriod = settings.validityPeriod } = options
  return { ...request, messagingServiceSid: sid, options: { ...options, smartEncoded, validityPeriod } }
}

async function checkPool({ sid }: MessagingService, from: Addresses['from'], has: Choosing): Promise<void> {
  if (!(await has.ledger.poolSenders.known(sid))) throw new Problem('serviceEmpty')
  const isThere = from.kind === 'service' ? from.value === sid : await isInPool(from.value, sid, has)
  if (!isThere) throw new Problem('senderNotInService')
}
