import type { Instant } from './clock.ts'
import type { HttpMethod } from './incoming-phone-number.ts'
import type { Page, PageRequest, Stretch } from './page.ts'
import { mintSid } from './sid.ts'
import type { WebhookAttempt } from './webhook.ts'

/** That something went wrong for an account between its application and us, told where it can look. */
export interface Notification {
  sid: string
  accountSid: string
  callSid: string | null
  /** The message or the call that it is about, where it is about one. */
  resourceSid: string | null
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
  requestHeaders: string
  responseHeaders: string
  responseBody: string
  dateCreated: Instant
  dateUpdated: Instant
}

export interface NotificationFilter {
  callSid?: string
  resourceSid?: string
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
  /** Of any account, newest first: those before the SID when one is given. */
  latest(filter: AlertFilter, limit: number, before?: string): Promise<Stretch<Notification>>
  /** What went wrong lately, by its code: the newest ones only, where there are very many. */
  byCode(accountSid: string | null): Promise<readonly AlertGroup[]>
}

export interface AlertFilter {
  accountSid?: string
  errorCode?: number
}

/** All that went wrong in one way. */
export interface AlertGroup {
  errorCode: number
  level: 'error' | 'warning'
  count: number
  first: Instant
  last: Instant
}

type FailedAttempt = Pick<
  WebhookAttempt,
  | 'accountSid'
  | 'at'
  | 'method'
  | 'url'
  | 'parameters'
  | 'requestHeaders'
  | 'responseStatus'
  | 'responseHeaders'
  | 'responseBody'
  | 'errorCode'
  | 'error'
>

export interface NotificationSubject {
  callSid: string | null
  resourceSid: string | null
  apiVersion: string
  now: Instant
  /** An error unless told. */
  level?: 'error' | 'warning'
  /** What else its text says. */
  more?: readonly (readonly [string, string])[]
}

/** Tells of a request that failed for good, or whose answer was at fault. */
export function notificationOf(
  attempt: FailedAttempt,
  { callSid, resourceSid, apiVersion, now, level = 'error', more = [] }: NotificationSubject,
): Notification {
  const errorCode = attempt.errorCode ?? 11200
  const { accountSid, responseStatus, url } = attempt
  return {
    sid: mintSid('NO', now),
    accountSid,
    callSid,
    resourceSid,
    apiVersion,
    log: level === 'error' ? 0 : 1,
    errorCode,
    messageText: query([
      ['EmailNotification', 'false'],
      ['LogLevel', level === 'error' ? 'ERROR' : 'WARN'],
      ['sourceComponent', callSid === null ? '14100' : '12000'],
      ['Msg', attempt.error ?? ''],
      ...(responseStatus === null ? [] : [['httpResponse', String(responseStatus)] as const]),
      ...more,
      ['ErrorCode', String(errorCode)],
      ['url', url],
    ]),
    messageDate: attempt.at,
    requestMethod: attempt.method,
    requestUrl: url,
    requestVariables: query(attempt.parameters),
    requestHeaders: query(Object.entries(attempt.requestHeaders)),
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
