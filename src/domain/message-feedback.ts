import type { Instant } from './clock.ts'

export const outcomes = ['confirmed', 'unconfirmed'] as const
export type Outcome = (typeof outcomes)[number]

/** What the sender says of the success of a message that was sent with ProvideFeedback. Before anything is said, it is unconfirmed. */
export interface MessageFeedback {
  messageSid: string
  accountSid: string
  outcome: Outcome
  dateCreated: Instant
  dateUpdated: Instant
}

export interface MessageFeedbackQueries {
  find(accountSid: string, messageSid: string): Promise<MessageFeedback | null>
}
