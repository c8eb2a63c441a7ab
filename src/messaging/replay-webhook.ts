import { redactedText } from '../domain/redact-webhooks.ts'
import { mintSid } from '../domain/sid.ts'
import { wasKept } from '../domain/was-kept.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import { add, outcome } from '../domain/write.ts'
import type { WebhookCall } from '../webhooks/call-webhook.ts'
import { queryText } from '../webhooks/form.ts'
import { idempotencyTokenOf } from '../webhooks/idempotency-token.ts'
import type { Telling } from './tell-application.ts'

/** What is to be other than it was. */
export type WebhookEdit = Partial<Pick<WebhookCall, 'url' | 'method' | 'parameters' | 'json'>>

export type Replayed =
  | { outcome: 'replayed'; attempt: WebhookAttempt }
  /** The account is gone, whose token would sign. */
  | { outcome: 'unsigned' }
  /** What was said was not kept. */
  | { outcome: 'unknown' }

/**
 * Makes a request to an application again, now, signed anew, and keeps what came of it as an attempt of its own about the same thing. It is a
 * new event to the receiver; what the answer asks for is not carried out.
 */
export async function replayWebhook(
  was: WebhookAttempt,
  edit: WebhookEdit,
  { ledger, clock, call }: Pick<Telling, 'ledger' | 'clock' | 'call'>,
  signal: AbortSignal,
): Promise<Replayed> {
  const { accountSid, subject } = was
  const account = await ledger.accounts.find(accountSid)
  if (!account) return { outcome: 'unsigned' }
  const isEdited = edit.parameters !== undefined || edit.json !== undefined
  if (!isEdited && !isWhole(was)) return { outcome: 'unknown' }
  const { url, parameters } = withoutQuery(was)
  const { authToken } = account
  const idempotencyToken = idempotencyTokenOf(mintSid('WH', clock.now()))
  const again = { url, method: was.method, parameters: edit.json === undefined ? parameters : [], ...edit }
  const about = { accountSid, subject, kind: 'replay' } as const
  const answer = await call({ ...again, authToken, idempotencyToken, about }, signal)
  const attempts = answer.attempts.map((facts): WebhookAttempt => ({
    id: mintSid('WH', facts.at),
    ...about,
    ...facts,
  }))
  wasKept(await ledger.keep(outcome(attempts.map((attempt) => add('webhookAttempt', attempt)))))
  return { outcome: 'replayed', attempt: attempts.at(-1)! }
}

/** Whether all that was said is in the attempt: neither redacted, nor JSON, which is not kept. */
export const isWhole = ({ parameters, requestHeaders }: WebhookAttempt): boolean =>
  parameters.every(([, value]) => value !== redactedText) && requestHeaders['Content-Type'] !== 'application/json'

/** The address as it was before its parameters, or the digest of its body, came into its query. */
function withoutQuery({ method, url, parameters }: WebhookAttempt): Pick<WebhookCall, 'url' | 'parameters'> {
  if (method === 'POST') return { url: url.replace(/[?&]bodySHA256=[\da-f]{64}$/, ''), parameters }
  const query = queryText(parameters)
  if (query === '' || !url.endsWith(query)) return { url, parameters: [] }
  return { url: url.slice(0, -query.length).replace(/[?&]$/, ''), parameters }
}
