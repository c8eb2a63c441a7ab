import type { Instant } from '../domain/clock.ts'
import type { Notification } from '../domain/notification.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import { mapOf, moment, object, oneOf, orNull, pairs, text, whole } from './shape.ts'

export function momentView(at: Instant): string
export function momentView(at: Instant | null): string | null
export function momentView(at: Instant | null) {
  return at === null ? null : new Date(at).toISOString()
}

/** A request to the customer's application, beside whom and what it is about. */
export const attemptFields = {
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
}
export const attemptShape = object(attemptFields)

export const attemptView = ({ at, accountSid: _account, subject: _subject, ...attempt }: WebhookAttempt) => ({
  at: momentView(at),
  ...attempt,
})

/** That something went wrong between an application and us. */
export const alertFields = {
  sid: text,
  at: moment,
  level: oneOf(['error', 'warning']),
  errorCode: whole,
  message: text,
  requestUrl: text,
}
export const alertShape = object(alertFields)

export const alertView = ({ sid, messageDate, log, errorCode, messageText, requestUrl }: Notification) => ({
  sid,
  at: momentView(messageDate),
  level: log === 0 ? ('error' as const) : ('warning' as const),
  errorCode,
  message: new URLSearchParams(messageText).get('Msg') ?? '',
  requestUrl,
})
