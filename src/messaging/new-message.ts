import type { Instant } from '../domain/clock.ts'
import { isMms, type Message } from '../domain/message.ts'
import { segmentsOf, smartEncode } from '../domain/segments.ts'
import { mintSid, slotOf } from '../domain/sid.ts'
import type { SendRequest } from './check-request.ts'

/** Before the text of everything that an account on trial sends. */
const trialPrefix = 'Sent from your Twilio trial account - '

/** A message as it is created from a request that was found good. */
export function newMessage(request: SendRequest, to: string, from: string, now: Instant): Message {
  const { account, body: asked = '', mediaUrls = [], options, direction, apiVersion, statusCallback } = request
  const text = account.type === 'Trial' ? trialPrefix + asked : asked
  const body = options.smartEncoded ? smartEncode(text) : text
  const sid = mintSid(wantsMms(request) ? 'MM' : 'SM', now, slotOf(account.ownerAccountSid))
  return {
    sid,
    accountSid: account.sid,
    to,
    from,
    body,
    status: 'queued',
    direction,
    ...segmentsOfMessage({ sid, body }),
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

/** Whether a request is for a message with media, or for one that travels as one. */
export const wantsMms = ({ mediaUrls = [], options }: Pick<SendRequest, 'mediaUrls' | 'options'>): boolean =>
  mediaUrls.length > 0 || options.sendAsMms === true

/** How a text is encoded and in how many parts it is sent; a message with media is one, however long. */
export function segmentsOfMessage(message: Pick<Message, 'sid' | 'body'>): Pick<Message, 'encoding' | 'numSegments'> {
  const { encoding, numSegments } = segmentsOf(message.body)
  return { encoding, numSegments: isMms(message) ? 1 : numSegments }
}
