import type { Instant } from '../domain/clock.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'

export const momentView = (at: Instant | null) => (at === null ? null : new Date(at).toISOString())

/** A request to the customer's application, beside whom and what it is about. */
export const attemptView = ({ at, accountSid: _account, subject: _subject, ...attempt }: WebhookAttempt) => ({
  at: momentView(at),
  ...attempt,
})
