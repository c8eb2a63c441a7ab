import type { Account } from './account.ts'
import type { EarlyReceipt, HandedPart } from './handed-part.ts'
import type { IncomingPhoneNumber } from './incoming-phone-number.ts'
import type { Job } from './job.ts'
import type { Message, MessageEvent } from './message.ts'
import type { PhoneMessage, VirtualPhone } from './virtual-phone.ts'
import type { WebhookAttempt } from './webhook.ts'

/** Everything that is kept, by the noun under which it is kept. */
export interface Records {
  account: Account
  incomingPhoneNumber: IncomingPhoneNumber
  message: Message
  messageEvent: MessageEvent
  job: Job
  handedPart: HandedPart
  earlyReceipt: EarlyReceipt
  webhookAttempt: WebhookAttempt
  virtualPhone: VirtualPhone
  phoneMessage: PhoneMessage
}
export type Noun = keyof Records

/** The field by which a record is found, changed and removed. */
export const keyOf = {
  account: 'sid',
  incomingPhoneNumber: 'sid',
  message: 'sid',
  messageEvent: 'id',
  job: 'id',
  handedPart: 'key',
  earlyReceipt: 'key',
  webhookAttempt: 'id',
  virtualPhone: 'phoneNumber',
  phoneMessage: 'id',
} as const satisfies Record<Noun, string>
