import type { Instant } from './clock.ts'
import type { HttpMethod } from './incoming-phone-number.ts'
import type { Page, PageRequest } from './page.ts'
import { mintSid } from './sid.ts'
import type { WebhookAttempt } from './webhook.ts'

/** That something went wrong for an account between its application and us, told where it can look. */
export interface Notification {
  sid: string
  accountSid: string
  callSid: string | null
  apiVersion: string
  /** 0 for an error, 1 for a warning. */
  log: number
  errorCode: number
  /** A query string, as the service has it. */
  messageText: string
  /** When it happened. */
  messageDate: Instant
  requestMethod: HttpMethod
  requestUrl: string
  requestVariables: string
  responseHeaders: string
  responseBody: string
  dateCreated: Instant
  dateUpdated: Instant
}

export interface NotificationFilter {
  callSid?: string
  log?: number
  /** Inclusive. */
  happenedFrom?: Instant
  /** Exclusive. */
  happenedBefore?: Instant
}

export interface NotificationQueries {
  find(accountSid: string, sid: string): Promise<Notification | null>
  /** Newest first. */
  list(accountSid: string, filter: NotificationFilter, page: PageRequest): Promise<Page<Notification>>
  count(accountSid: string, filter: NotificationFilter): Promise<number>
}

type FailedAttempt = Pick<
  WebhookAttempt,
  | 'accountSid'
  | 'at'
  | 'method'
  | 'url'
  | 'parameters'
  | 'responseStatus'
  | 'responseHeaders'
  | 'responseBody'
  | 'errorCode'
  | 'error'
>

/** Tells of a request that failed for good. */
export function notificationOf(
  attempt: FailedAttempt,
  { callSid, apiVersion, now }: { callSid: string | null; apiVersion: string; now: Instant },
): Notification {
  const errorCode = attempt.errorCode ?? 11200
  const { accountSid, responseStatus, url } = attempt
  return {
    sid: mintSid('NO', now),
    accountSid,
    callSid,
    apiVersion,
    log: 0,
    errorCode,
    messageText: query([
      ['EmailNotification', 'false'],
      ['LogLevel', 'ERROR'],
      ['sourceComponent', callSid === null ? '14100' : '12000'],
      ['Msg', attempt.error ?? ''],
      ...(responseStatus === null ? [] : [['httpResponse', String(responseStatus)] as const]),
      ['ErrorCode', String(errorCode)],
      ['url', url],
    ]),
    messageDate: attempt.at,
    requestMethod: attempt.method,
    requestUrl: url,
    requestVariables: query(attempt.parameters),
    responseHeaders: query(Object.entries(attempt.responseHeaders)),
    responseBody: attempt.responseBody,
    dateCreated: now,
    dateUpdated: now,
  }
}

const query = (pairs: Iterable<readonly [string, string]>): string => {
  const written = new URLSearchParams()
  for (const [name, value] of pairs) written.append(name, value)
  return written.toString()
}
