import type { Instant } from '../domain/clock.ts'
import { type NotificationSubject, notificationOf } from '../domain/notification.ts'
import { add, type Operation } from '../domain/write.ts'
import type { TwimlFault } from '../twiml/twiml.ts'
import type { WebhookAttemptFacts } from '../webhooks/call-webhook.ts'

/** Whom and what a fault is about. */
export type FaultSubject = { accountSid: string } & Pick<NotificationSubject, 'callSid' | 'resourceSid' | 'apiVersion'>

/** Adds the notification of a fault in a document, or in what it asked for. `attempt`: the request whose answer it was. */
export function faultRecord(
  { accountSid, ...subject }: FaultSubject,
  attempt: WebhookAttemptFacts | null,
  { code, level, text, line, column }: TwimlFault,
  now: Instant,
): Operation {
  const isSchema = code === schemaWarning
  const place = line === null ? [] : [['line', String(line)] as const, ['cols', String(column ?? 0)] as const]
  const more = isSchema ? [...place, ['parserMessage', text] as const] : place
  const at = attempt ?? { ...unasked, at: now }
  const failed = { ...at, accountSid, errorCode: code, error: isSchema ? 'XML Validation warning' : text }
  return add('notification', notificationOf(failed, { ...subject, now, level, more }))
}

const schemaWarning = 12200

/** What was never asked by a request. */
const unasked = {
  method: 'POST',
  url: '',
  parameters: [],
  requestHeaders: {},
  responseStatus: null,
  responseHeaders: {},
  responseBody: '',
} as const
