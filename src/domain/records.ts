import type { Account } from './account.ts'
import type { Application } from './application.ts'
import type { Arrival, InboundPart, StrayMessage } from './arrival.ts'
import type { Block } from './block.ts'
import type { Credit } from './credit.ts'
import type { GrantedSender } from './granted-sender.ts'
import type { Permission } from './permission.ts'
import type { ShortCode } from './short-code.ts'
import type { ApiKey } from './api-key.ts'
import type { Call, TranscriptLine } from './call.ts'
import type { Conversation } from './conversation.ts'
import type { Fault, FaultSeed } from './fault.ts'
import type { EarlyReceipt, HandedPart } from './handed-part.ts'
import type { IdempotentRequest } from './idempotent-request.ts'
import type { IncomingPhoneNumber } from './incoming-phone-number.ts'
import type { Job } from './job.ts'
import type { Media, MediaPart } from './media.ts'
import type { Message, MessageEvent } from './message.ts'
import type { StaleText, TextBlock, TextPart } from './search/text-block.ts'
import type { MessageFeedback } from './message-feedback.ts'
import type { MessagingService } from './messaging-service.ts'
import type { PoolSender } from './pool-sender.ts'
import type { RefusedRequest } from './refused-request.ts'
import type { UsageTrigger } from './usage-trigger.ts'
import type { Notification } from './notification.ts'
import type { OutgoingCallerId } from './outgoing-caller-id.ts'
import type { Recording } from './recording.ts'
import type { PhoneMessage, VirtualPhone } from './virtual-phone.ts'
import type { WebhookAttempt } from './webhook.ts'

/** Everything that is kept, by the noun under which it is kept. */
export interface Records {
  account: Account
  apiKey: ApiKey
  idempotentRequest: IdempotentRequest
  incomingPhoneNumber: IncomingPhoneNumber
  application: Application
  shortCode: ShortCode
  grantedSender: GrantedSender
  permission: Permission
  block: Block
  credit: Credit
  message: Message
  messageEvent: MessageEvent
  messageFeedback: MessageFeedback
  media: Media
  mediaPart: MediaPart
  messagingService: MessagingService
  poolSender: PoolSender
  job: Job
  handedPart: HandedPart
  earlyReceipt: EarlyReceipt
  arrival: Arrival
  inboundPart: InboundPart
  strayMessage: StrayMessage
  conversation: Conversation
  webhookAttempt: WebhookAttempt
  refusedRequest: RefusedRequest
  call: Call
  transcriptLine: TranscriptLine
  recording: Recording
  notification: Notification
  outgoingCallerId: OutgoingCallerId
  virtualPhone: VirtualPhone
  phoneMessage: PhoneMessage
  usageTrigger: UsageTrigger
  fault: Fault
  faultSeed: FaultSeed
  textBlock: TextBlock
  textPart: TextPart
  staleText: StaleText
}
export type Noun = keyof Records

/** The field by which a record is found, changed and removed. */
export const keyOf = {
  account: 'sid',
  apiKey: 'sid',
  idempotentRequest: 'key',
  incomingPhoneNumber: 'sid',
  application: 'sid',
  shortCode: 'sid',
  grantedSender: 'key',
  permission: 'accountSid',
  block: 'key',
  credit: 'accountSid',
  message: 'sid',
  messageEvent: 'id',
  messageFeedback: 'messageSid',
  media: 'sid',
  mediaPart: 'key',
  messagingService: 'sid',
  poolSender: 'sid',
  job: 'id',
  handedPart: 'key',
  earlyReceipt: 'key',
  arrival: 'key',
  inboundPart: 'key',
  strayMessage: 'sid',
  conversation: 'key',
  webhookAttempt: 'id',
  refusedRequest: 'id',
  call: 'sid',
  transcriptLine: 'id',
  recording: 'sid',
  notification: 'sid',
  outgoingCallerId: 'sid',
  virtualPhone: 'phoneNumber',
  phoneMessage: 'id',
  usageTrigger: 'sid',
  fault: 'id',
  faultSeed: 'key',
  textBlock: 'last',
  textPart: 'key',
  staleText: 'key',
} as const satisfies Record<Noun, string>
