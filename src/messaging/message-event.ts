import type { Instant } from '../domain/clock.ts'
import { type Operation, add } from '../domain/write.ts'
import type { MessageEvent, MessageStatus } from '../domain/message.ts'
import { mintSid } from '../domain/sid.ts'

/** What may happen to a message beside taking a status. */
type Happening =
  | 'answered'
  | 'in-doubt'
  | 'resubmitted'
  | 'deferred'
  | 'early-receipt'
  | 'receipt-ignored'
  | 'callback'
  | 'redacted'
  | 'obfuscated'
  | 'media-fetched'
  | 'media-refused'

/** Adds one step to a message's timeline. */
export function newEvent(
  message: { sid: string; accountSid: string },
  at: Instant,
  kind: MessageStatus | Happening,
  detail: MessageEvent['detail'] = {},
  id = mintSid('EV', at),
): Operation {
  return add('messageEvent', { id, messageSid: message.sid, accountSid: message.accountSid, at, kind, detail })
}
