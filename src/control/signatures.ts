import { diagnoseWebhook } from '../messaging/diagnose-webhook.ts'
import { knownOfSigning, knownWithoutAccount } from '../messaging/known-of-signing.ts'
import type { Account } from '../domain/account.ts'
import { examine, explain, explainBody, withDigest } from '../webhooks/signature-doctor.ts'
import { targetOf } from '../webhooks/target.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { anyText, kind, listUpTo, matching, oneOf, textUpTo } from './kinds.ts'
import { optional, required, route } from './route.ts'
import { flag, listOf, object, orNull, text, whole } from './shape.ts'
import { attemptOf, attemptPath, parameters } from './webhooks.ts'

const named = object({ mistake: text, words: text, fix: text })

const examined = {
  url: text,
  method: text,
  signed: text,
  signature: orNull(text),
  header: orNull(text),
  bodySha256: orNull(text),
  guesses: listOf(object({ mistake: text, words: text, fix: text, signed: text, signature: orNull(text) })),
  likely: orNull(named),
}

const hosts = optional(
  listUpTo(matching(/^[^/?#@\s]+$/, 'a host'), 10, 'a list of at most 10 hosts, such as ["app.internal:3000"]'),
  'Names under which the application may know itself, with a port or without.',
)
const secrets = optional(
  listUpTo(textUpTo(1000), 10, 'a list of at most 10 texts'),
  'What the application has for its auth token.',
)

async function accountOf(sid: string, { ledger }: Pick<ControlContext, 'ledger'>): Promise<Account> {
  const account = await ledger.accounts.find(sid)
  if (!account) throw new ControlProblem(409, `there is no account ${sid} any more that could sign it`)
  return account
}

/** What was signed, and which mistake comes to another signature. */
export const signatureRoutes = [
  route({
    method: 'GET',
    at: '/webhooks/{id}/signature',
    words:
      'What was signed of a request, to the letter, and what each mistake would make of it ([how to read it](signatures.md)). `signature` is computed with the token that the account has now, `header` is what was sent.',
    modes: 'both',
    path: attemptPath,
    query: { received: optional(anyText, 'The signature that the application computed: `likely` names the mistake.') },
    find: attemptOf,
    answer: object(examined),
    async deed({ found, query: { received } }, has) {
      const { url, method, requestHeaders } = found
      const header = requestHeaders['X-Twilio-Signature']
      if (header === undefined) throw new ControlProblem(409, 'that request was not signed, or never made')
      const account = await accountOf(found.accountSid, has)
      const isForm = method === 'POST' && requestHeaders['Content-Type'] !== 'application/json'
      const request = { url, parameters: isForm ? found.parameters : [], authToken: account.authToken }
      const known = await knownOfSigning(account, url, {}, has.ledger)
      const likely = received === undefined ? null : explain(received, request, known)
      return { url, method, header, ...examine(request, known), likely }
    },
  }),
  route({
    method: 'POST',
    at: '/signature-checks',
    words:
      'Whether a signature is that of a request, or which mistake it comes from. Production shows no signature that was computed with the token of an account.',
    modes: 'both',
    body: {
      url: required(
        kind<string>({ type: 'string' }, 'an http or https address', (value) =>
          typeof value === 'string' && targetOf(value) !== null ? value : undefined,
        ),
        'The address as it was called, or as it is configured.',
      ),
      signature: required(textUpTo(1000), 'What is to be looked at.'),
      method: optional(oneOf(['POST', 'GET']), 'POST unless said. Nothing but the address is signed of a GET.'),
      parameters: optional(parameters, 'Those of the form: an object, or a list of pairs.'),
      body: optional(anyText, 'A body that is no form, to the letter.'),
      account: optional(anyText, 'The SID of the account whose token signs; the first account unless said.'),
      authToken: optional(textUpTo(1000, 1), 'The token that signs, in place of an account.'),
      hosts,
      secrets,
    },
    answer: object({ ...examined, valid: flag }),
    async deed({ body: given }, has) {
      const { url: asked, method = 'POST', parameters: form = [], body, signature } = given
      if (body !== undefined && given.parameters !== undefined)
        throw new ControlProblem(400, 'send body or parameters, not both: a form is in its parameters')
      if (method === 'GET' && (body !== undefined || given.parameters !== undefined))
        throw new ControlProblem(400, 'a GET has neither body nor parameters: they are in its address')
      if (given.account !== undefined && given.authToken !== undefined)
        throw new ControlProblem(400, 'send account or authToken, not both')
      const account = given.authToken === undefined ? await signer(given.account, has) : null
      const authToken = account?.authToken ?? given.authToken ?? ''
      const url = body === undefined || /[?&]bodySHA256=/.test(asked) ? asked : withDigest(asked, body)
      // As it is called: what else the address has is one of the mistakes.
      const called = targetOf(url)?.url ?? url
      const told = { ...given, ...(body !== undefined && { body }) }
      const known = account ? await knownOfSigning(account, url, told, has.ledger) : knownWithoutAccount(told)
      const request = { url: called, parameters: form, authToken }
      const found = examine(request, known)
      const otherBody = body === undefined ? null : explainBody(body, found.bodySha256)
      const likely = explain(signature, request, known) ?? otherBody
      const shown = has.mode === 'development' || account === null
      const valid = signature === found.signature && otherBody === null
      return {
        url,
        method,
        ...found,
        header: signature,
        likely,
        valid,
        ...(!shown && {
          signature: valid ? signature : null,
          guesses: found.guesses.map((guess) => ({ ...guess, signature: null })),
        }),
      }
    },
  }),
  route({
    method: 'POST',
    at: '/webhooks/{id}/diagnosis',
    words:
      'Finds out why the application refuses the request: makes it again, signed as each mistake would sign it, until one is taken. Nothing of that is kept, and what the answers ask for is not carried out.',
    modes: 'development',
    path: attemptPath,
    body: {
      hosts,
      secrets,
      body: optional(anyText, 'The body to send where it was JSON, which is not kept.'),
    },
    find: attemptOf,
    answer: object({
      likely: orNull(named),
      words: text,
      tried: listOf(object({ mistake: orNull(text), status: orNull(whole) })),
    }),
    async deed({ found, body: told }, { ledger, clock, webhooks }, { signal }) {
      if (found.requestHeaders['X-Twilio-Signature'] === undefined)
        throw new ControlProblem(409, 'that request was not signed, or never made')
      const account = await accountOf(found.accountSid, { ledger })
      const call = (asked: Parameters<typeof webhooks.call>[0]) => webhooks.call(asked, signal)
      const diagnosed = await diagnoseWebhook(found, account, told, { ledger, clock, call }, signal)
      if (diagnosed.outcome === 'unknown')
        throw new ControlProblem(
          409,
          'what it said was not kept: of JSON send the body; a form that was redacted cannot be sent again',
        )
      const { likely, words, tried } = diagnosed
      return { likely, words, tried }
    },
  }),
]

async function signer(sid: string | undefined, { ledger }: ControlContext): Promise<Account> {
  const account = sid === undefined ? await ledger.accounts.first('live') : await ledger.accounts.find(sid)
  if (!account)
    throw new ControlProblem(400, sid === undefined ? 'send account or authToken' : `there is no account ${sid}`)
  return account
}
