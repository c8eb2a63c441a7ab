import type { Notification } from './notification.ts'
import type { WebhookAttempt } from './webhook.ts'
import type { Operation, Write } from './write.ts'

/** What stands in place of what people said, where it is not kept. */
export const redactedText = '[redacted]'

/** The same write without what people said in webhooks: texts, media, speech and digits of requests, and the bodies of answers. */
export const redactWebhooks = (write: Write): Write =>
  write.operations.some(tellsOfWebhooks) ? { ...write, operations: write.operations.map(redacted) } : write

const tellsOfWebhooks = (operation: Operation): boolean =>
  operation.do === 'add' && (operation.noun === 'webhookAttempt' || operation.noun === 'notification')

function redacted(operation: Operation): Operation {
  if (operation.do !== 'add') return operation
  if (operation.noun === 'webhookAttempt') return { ...operation, record: redactedAttempt(operation.record) }
  if (operation.noun === 'notification') return { ...operation, record: redactedNotification(operation.record) }
  return operation
}

const redactedAttempt = (attempt: WebhookAttempt): WebhookAttempt => ({
  ...attempt,
  url: redactedUrl(attempt.url),
  parameters: attempt.parameters.map(([name, value]) => [name, isSaid(name) && value !== '' ? redactedText : value]),
  responseBody: '',
})

const redactedNotification = (notification: Notification): Notification => ({
  ...notification,
  messageText: redactedQuery(notification.messageText, (name, value) => (name === 'url' ? redactedUrl(value) : value)),
  requestUrl: redactedUrl(notification.requestUrl),
  requestVariables: redactedQuery(notification.requestVariables, (name, value) =>
    isSaid(name) ? redactedText : value,
  ),
  responseBody: '',
})

const isSaid = (name: string): boolean => said.test(name)
const said = /^(Body|MediaUrl\d*|SpeechResult|UnstableSpeechResult|Digits)$/

/** By GET, parameters stand in the address. */
const redactedUrl = (url: string): string =>
  url.replace(/([?&])([^=&#]+)=([^&#]+)/g, (whole, mark: string, name: string) =>
    isSaid(name) ? `${mark}${name}=${encodeURIComponent(redactedText)}` : whole,
  )

function redactedQuery(query: string, redact: (name: string, value: string) => string): string {
  const written = new URLSearchParams()
  for (const [name, value] of new URLSearchParams(query)) written.append(name, value === '' ? '' : redact(name, value))
  return written.toString()
}
