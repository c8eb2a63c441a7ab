import type { AlertRecord, JobRecord, MessageRecord, PhoneText, RefusedRequest, WebhookSummary } from './wire-shapes.ts'

/** How things are written in the messages of failed tests: one line each, shortened. */

/** A text between quotes, on one line, cut where it is long. */
export function quoted(text: string, most = 100): string {
  const line = text.replace(/\s*\n\s*/g, ' ⏎ ')
  return `"${line.length > most ? `${line.slice(0, most - 1)}…` : line}"`
}

/** A time in milliseconds, as people say it. */
export const time = (ms: number): string =>
  ms % 1000 === 0 || ms >= 10_000 ? `${Math.round(ms / 1000)} s` : `${ms} ms`

export const textWords = ({ from, body, mediaUrls }: Pick<PhoneText, 'from' | 'body' | 'mediaUrls'>): string =>
  `from ${from}: ${quoted(body)}${mediaUrls.length > 0 ? ` with ${mediaUrls.length} media` : ''}`

export const messageWords = ({ to, status, errorCode, body }: MessageRecord): string =>
  `to ${to}: ${quoted(body, 70)} ${status}${errorCode === null ? '' : ` (${errorCode})`}`

export const jobWords = ({ deed, subject, due, attempts, leased }: JobRecord): string =>
  `${deed} of ${subject}, ${leased ? 'under way' : `due ${due}`}${attempts > 1 ? `, tried ${attempts} times` : ''}`

export const pendingWords = (jobs: readonly JobRecord[]): string[] =>
  listed(`Still to be done (${jobs.length}):`, jobs.slice(0, 5).map(jobWords))

export const webhookWords = ({ kind, method, url, responseStatus, errorCode, error }: WebhookSummary): string =>
  `${kind}: ${method} ${url} → ${responseStatus ?? 'no answer'}${errorCode === null ? '' : ` (${errorCode})`}${error === null ? '' : ` ${error}`}`

export const alertWords = ({ errorCode, message }: Pick<AlertRecord, 'errorCode' | 'message'>): string =>
  `${errorCode} ${quoted(message)}`

export const requestWords = ({ method, path, status, code, message }: RefusedRequest): string =>
  `${method} ${path} → ${status}${code === null ? '' : ` (${code})`}${message === null ? '' : ` ${quoted(message)}`}`

/** A heading with its lines below it; nothing where there are none. */
export const listed = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [heading, ...lines.map((line) => `  ${line}`)]
