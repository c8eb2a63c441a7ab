import { replayWebhook } from '../messaging/replay-webhook.ts'
import { isRefusedSignature, type WebhookAttempt, webhookKinds } from '../domain/webhook.ts'
import { webhookSearch } from '../domain/search/webhook-search.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText, kind, matching, oneOf, yes } from './kinds.ts'
import { pageFields, pageOf } from './paging.ts'
import { optional, required, route } from './route.ts'
import { searchField, searchOf } from './search.ts'
import { listOf, moment, object, orNull, text, whole } from './shape.ts'
import { attemptFields, attemptView, momentView } from './views.ts'

const owned = { accountSid: text, subject: text }

const summary = object({
  id: text,
  at: moment,
  kind: text,
  ...owned,
  method: text,
  url: text,
  responseStatus: orNull(whole),
  duration: whole,
  errorCode: orNull(whole),
  error: orNull(text),
})

const summaryView = (attempt: WebhookAttempt) => {
  const { id, at, accountSid, subject, method, url, responseStatus, duration, errorCode, error } = attempt
  const said = { method, url, responseStatus, duration, errorCode, error }
  return { id, at: momentView(at), kind: attempt.kind, accountSid, subject, ...said }
}

const fullView = (attempt: WebhookAttempt) => ({
  ...attemptView(attempt),
  accountSid: attempt.accountSid,
  subject: attempt.subject,
  hint: isRefusedSignature(attempt)
    ? `The application refused a signed request: perhaps it computes the signature otherwise. \`trunkline webhooks verify ${attempt.id}\` shows what was signed, and with --try, in development, what the application does.`
    : null,
})
const full = object({ ...attemptFields, ...owned, hint: orNull(text) })

export const attemptPath = { id: required(anyText, 'The id of the attempt.') }

export async function attemptOf({ id }: { id: string }, { ledger }: ControlContext): Promise<WebhookAttempt> {
  const attempt = await ledger.webhookAttempts.find(id)
  if (!attempt) throw new ControlProblem(404, `there is no webhook attempt ${id}`)
  return attempt
}

export const parameters = kind<readonly (readonly [string, string])[]>(
  {
    anyOf: [
      { type: 'object', additionalProperties: { type: 'string' } },
      {
        type: 'array',
        items: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'string' }], minItems: 2, maxItems: 2 },
      },
    ],
  },
  'an object of texts such as {"Body": "Hi"}, or a list of pairs such as [["Body", "Hi"]]',
  (value) => {
    const pairs = Array.isArray(value)
      ? value
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
        : []
    const isPair = (pair: unknown): pair is readonly [string, string] =>
      Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === 'string')
    return typeof value === 'object' && value !== null && pairs.every(isPair) ? pairs : undefined
  },
)

/** What was asked of applications, and what they answered. */
export const webhookRoutes = [
  route({
    method: 'GET',
    at: '/webhooks',
    words: 'Requests to applications, newest first.',
    modes: 'both',
    query: {
      ...pageFields,
      ...searchField,
      account: optional(anyText, 'Only those of this account.'),
      subject: optional(anyText, 'Only those about this SID.'),
      kind: optional(
        oneOf(webhookKinds),
        `Only those of this kind: ${webhookKinds.map((one) => `\`${one}\``).join(', ')}.`,
      ),
      failed: optional(yes, '`true` for those that failed.'),
    },
    answer: object({ webhooks: listOf(summary), before: orNull(text) }),
    async deed({ query: { account, limit, before, q, ...filter } }, { ledger, clock }) {
      const found = await ledger.webhookAttempts.latest(
        { ...filter, accountSid: account },
        ...pageOf({ limit, before }),
        searchOf(q, webhookSearch, clock.now()),
      )
      return { webhooks: found.rows.map(summaryView), before: found.before }
    },
  }),
  route({
    method: 'GET',
    at: '/webhooks/{id}',
    words: 'One of them, with its whole request and answer.',
    modes: 'both',
    path: attemptPath,
    find: attemptOf,
    answer: full,
    deed: ({ found }) => fullView(found),
  }),
  route({
    method: 'POST',
    at: '/webhooks/{id}/replay',
    words:
      'Makes the request again now, as it was or edited, signed anew and as a new event to the receiver, and keeps it as an attempt of kind `replay`. What the answer asks for is not carried out.',
    modes: 'both',
    path: attemptPath,
    find: attemptOf,
    body: {
      url: optional(matching(/^https?:\/\/./i, 'an http or https address'), 'Another address.'),
      method: optional(oneOf(['GET', 'POST']), 'Another method.'),
      parameters: optional(
        parameters,
        'Others than these: an object, or a list of pairs where names come twice or order counts.',
      ),
      json: optional(
        kind<object>({ type: ['object', 'array'] }, 'an object or a list', (value) =>
          typeof value === 'object' && value !== null ? value : undefined,
        ),
        'Sent as JSON in place of parameters.',
      ),
    },
    status: 201,
    answer: full,
    async deed({ found, body: { json, ...edit } }, { ledger, clock, webhooks }, { signal }) {
      if (json !== undefined && edit.parameters !== undefined)
        throw new ControlProblem(400, 'send json or parameters, not both')
      if (json !== undefined && (edit.method ?? found.method) === 'GET')
        throw new ControlProblem(400, 'a GET carries no json: send method POST with it')
      const call = (asked: Parameters<typeof webhooks.call>[0]) => webhooks.call(asked, signal)
      const edited = { ...edit, ...(json !== undefined && { json: JSON.stringify(json) }) }
      const replayed = await replayWebhook(found, edited, { ledger, clock, call }, signal)
      if (replayed.outcome === 'unsigned')
        throw new ControlProblem(409, `there is no account ${found.accountSid} any more that could sign it`)
      if (replayed.outcome === 'unknown')
        throw new ControlProblem(409, 'what it said was not kept: send parameters or json with what it shall say')
      return fullView(replayed.attempt)
    },
  }),
]
