import type { Instant } from '../domain/clock.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import { mapOf, moment, object, oneOf, orNull, pairs, text, whole } from './shape.ts'

export function momentView(at: Instant): string
export function momentView(at: Instant | null): string | null
export function momentView(at: Instant | null) {
  return at === null ? null : new Date(at).toISOString()
}

/** A request to the customer's application, beside whom and what it is about. */
export const attemptShape = object({
  id: text,
  at: moment,
  kind: text,
  duration: whole,
  method: oneOf(['GET', 'POST']),
  url: text,
  parameters: pairs,
  requestHeaders: mapOf(text),
  responseStatus: orNull(whole),
  responseHeaders: mapOf(text),
  responseBody: text,
  errorCode: orNull(whole),
  error: orNull(text),
})

export const attemptView = ({ at, accountSid: _account, subject: _subject, ...attempt }: WebhookAttempt) => ({
  at: momentView(at),
  ...attempt,
})
