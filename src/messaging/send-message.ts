import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { accept, add, count } from '../domain/write.ts'
import type { Message } from '../domain/message.ts'
import { Problem } from '../domain/problem.ts'
import { isLandlineOnly } from '../domain/phone-number.ts'
import { segmentsOf, smartEncode } from '../domain/segments.ts'
import { mintSid, slotOf } from '../domain/sid.ts'
import { newEvent } from './message-event.ts'
import { newJob } from './new-job.ts'
import type { DeliveryData } from './record-handover.ts'
import { checkSender } from './check-sender.ts'
import { type SendRequest, checkRequest } from './check-request.ts'

export type { SendRequest } from './check-request.ts'

export interface Sending {
  ledger: Ledger
  clock: Clock
  /** The name of the carrier that takes what is sent. */
  carrier: string
  nudge(deed?: string): void
}

/** Accepts a message for delivery: when this resolves, message, job and first event are kept. Throws the problem that its sender can mend. */
export async function sendMessage(request: SendRequest, has: Sending): Promise<Message> {
  const { ledger, clock, carrier, nudge } = has
  const now = clock.now()
  const addresses = checkRequest(request, now)
  await checkSender(request, addresses, ledger)
  if (addresses.to.kind === 'number' && isLandlineOnly(addresses.to.value))
    throw new Problem('toNotMobile', { To: request.to ?? '' })

  const message = newMessage(request, addresses.to.value, addresses.from.value, now)
  const { sid: messageSid, accountSid, from, numSegments } = message
  const data = { carrier, handed: false } satisfies DeliveryData
  const kept = await ledger.keep(
    accept([
      add('message', message),
      newJob('deliver-message', {
        accountSid,
        messageSid,
        due: now,
        lane: `${carrier}:${from}`,
        weight: numSegments,
        data,
      }),
      newEvent(message, now, message.status),
      count(accountSid, 'messages', 1),
    ]),
  )
  if (!kept.kept) {
    if (kept.because === 'busy') throw new Problem('tooManyRequests')
    throw new Error(`a message was not kept: ${kept.because === 'refused' ? kept.reason : 'a guard did not hold'}`)
  }
  nudge('deliver-message')
  return message
}

/** A message as it is created from a request that was found good. */
function newMessage(request: SendRequest, to: string, from: string, now: number): Message {
  const { account, body: asked = '', mediaUrls = [], options, direction, apiVersion, statusCallback } = request
  const body = options.smartEncoded ? smartEncode(asked) : asked
  const { encoding, numSegments } = segmentsOf(body)
  const isMms = mediaUrls.length > 0 || options.sendAsMms === true
  return {
    sid: mintSid(isMms ? 'MM' : 'SM', now, slotOf(account.ownerAccountSid)),
    accountSid: account.sid,
    to,
    from,
    body,
    status: 'queued',
    direction,
    encoding,
    numSegments: isMms ? 1 : numSegments,
    mediaUrls,
    price: null,
    priceUnit: account.currency,
    errorCode: null,
    messagingServiceSid: null,
    apiVersion,
    statusCallback: statusCallback || null,
    options,
    dateCreated: now,
    dateUpdated: now,
    dateSent: null,
    dateListed: null,
  }
}
