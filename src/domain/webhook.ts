import type { Instant } from './clock.ts'
import type { Stretch } from './page.ts'
import type { Search } from './search/search.ts'

export const webhookKinds = ['status', 'media', 'usage-trigger', 'caller-id', 'message', 'voice', 'replay'] as const
export type WebhookKind = (typeof webhookKinds)[number]

/** One request to a customer's application and what came back: kept for inspection, pruned later. */
export interface WebhookAttempt {
  id: string
  accountSid: string
  /** What it was about: the SID of a message, a call, a recording, a usage trigger. */
  subject: string
  kind: WebhookKind
  at: Instant
  /** Milliseconds until the answer, or until it was given up. */
  duration: number
  method: 'GET' | 'POST'
  url: string
  /** Form parameters in the order in which they were sent. */
  parameters: readonly (readonly [string, string])[]
  requestHeaders: Readonly<Record<string, string>>
  /** Null when no answer came. */
  responseStatus: number | null
  responseHeaders: Readonly<Record<string, string>>
  /** The first part of the answer's body, as text. */
  responseBody: string
  /** Why it counts as failed, for example 11200 or 11205; null when it went well. */
  errorCode: number | null
  error: string | null
}

/** Whether an application may have refused a request for its signature. */
export const isRefusedSignature = ({ responseStatus, requestHeaders }: WebhookAttempt): boolean =>
  (responseStatus === 401 || responseStatus === 403) && requestHeaders['X-Twilio-Signature'] !== undefined

export interface WebhookAttemptFilter {
  accountSid?: string
  subject?: string
  kind?: WebhookKind
  /** Only those that failed. */
  failed?: true
}

export interface WebhookAttemptQueries {
  /** Those about this subject, in the order in which they were made. */
  about(subject: string): Promise<readonly WebhookAttempt[]>
  find(id: string): Promise<WebhookAttempt | null>
  /** Of any account, newest first: those before the id when one is given. */
  latest(
    filter: WebhookAttemptFilter,
    limit: number,
    before?: string,
    search?: Search<WebhookAttempt>,
  ): Promise<Stretch<WebhookAttempt>>
}
