import type { Account } from '../domain/account.ts'
import { mintSid } from '../domain/sid.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import type { WebhookAnswer, WebhookCall } from '../webhooks/call-webhook.ts'
import { idempotencyTokenOf } from '../webhooks/idempotency-token.ts'
import { bodyMistakes } from '../webhooks/mistakes/body-mistakes.ts'
import {
  doubleGuessesOf,
  guessesOf,
  type NamedMistake,
  rightlyOf,
  type SignedRequest,
  withDigest,
} from '../webhooks/signature-doctor.ts'
import { type ToldOfSigning, knownOfSigning } from './known-of-signing.ts'
import { isWhole } from './replay-webhook.ts'
import type { Telling } from './tell-application.ts'

/** A request that was made to see what the application makes of it. */
export interface Tried {
  /** With which mistake it was signed; null for the right signature, `none` for one that nobody computes. */
  mistake: string | null
  /** Null when no answer came. */
  status: number | null
}

export interface Diagnosis {
  /** The mistake by which the application computes, shown by what it accepts. */
  likely: NamedMistake | null
  /** What that shows, in a sentence or two. */
  words: string
  tried: readonly Tried[]
}

export type Diagnosed =
  | ({ outcome: 'diagnosed' } & Diagnosis)
  /** What was said was not kept. */
  | { outcome: 'unknown' }

/** So many requests are made at most, and so long, in milliseconds, are new ones begun. */
const mostTries = 200
const longest = 30_000

/**
 * Finds out why an application refuses what is signed for it: makes the request again, signed as each mistake would sign it, until one is
 * accepted that a wrong signature is not. Nothing of it is kept, and what the answers ask for is not carried out.
 */
export async function diagnoseWebhook(
  was: WebhookAttempt,
  account: Account,
  told: ToldOfSigning,
  { ledger, clock, call }: Pick<Telling, 'ledger' | 'clock' | 'call'>,
  signal: AbortSignal,
): Promise<Diagnosed> {
  const isForm = was.requestHeaders['Content-Type'] !== 'application/json'
  if (isForm ? !isWhole(was) : told.body === undefined) return { outcome: 'unknown' }
  const json = isForm ? undefined : told.body
  const parameters = isForm && was.method === 'POST' ? was.parameters : []
  const { authToken } = account
  const request: SignedRequest = {
    url: json === undefined ? was.url : withDigest(was.url, json),
    parameters,
    authToken,
  }
  const known = await knownOfSigning(account, request.url, told, ledger)
  const tried: Tried[] = []

  const ask = async (mistake: string | null, other: Partial<WebhookCall>): Promise<number | null> => {
    const answer = await call(
      {
        ...request,
        method: was.method,
        ...(json !== undefined && { json }),
        ...other,
        idempotencyToken: idempotencyTokenOf(mintSid('WH', clock.now())),
      },
      signal,
    )
    const status = statusOf(answer)
    tried.push({ mistake, status })
    return status
  }
  const concluded = (words: string, likely: NamedMistake | null = null): Diagnosed => ({
    outcome: 'diagnosed',
    likely,
    words,
    tried,
  })

  const first = await ask(null, {})
  if (first === null) return concluded('No answer came: nothing can be said of signatures. Look at the attempt first.')
  if (!isRefusal(first)) return concluded(`The application takes the right signature now, and answers ${first}.`)

  const end = performance.now() + longest
  for (const { other, ...mistake } of triesOf(request, known, json)) {
    if (tried.length >= mostTries || performance.now() > end) break
    const status = await ask(mistake.mistake, other)
    if (status === null) return concluded('The application stopped answering.')
    if (isRefusal(status)) continue
    const control = await ask('none', { signature: wrongSignature })
    return control !== null && isRefusal(control)
      ? concluded(`${mistake.words} It refuses the right signature, and takes the one so computed.`, mistake)
      : concluded('What the application answers does not hang on the signature alone: it took a wrong one, too.')
  }
  return concluded(
    `The application refuses whatever is signed (${first}). It may compute with a token, a host or a port that is not known here: give them, and look for something else that refuses: a firewall, a login, protection against CSRF (Django: @csrf_exempt).`,
  )
}

interface Try extends NamedMistake {
  other: Partial<WebhookCall>
}

/** A body that was written anew is the same when it is written anew: who hashes that takes it. */
function* triesOf(request: SignedRequest, known: Parameters<typeof guessesOf>[1], json?: string): Generator<Try> {
  const right = rightlyOf(request)
  const seen = new Set<string>()
  for (const { signature, ...guess } of guessesOf(right, known, seen)) yield { ...guess, other: { signature } }
  if (json !== undefined)
    for (const { id: mistake, words, fix, taken } of bodyMistakes)
      for (const body of taken(json)) yield { mistake, words, fix, other: { json: body } }
  for (const { signature, ...guess } of doubleGuessesOf(right, known, seen)) yield { ...guess, other: { signature } }
}

/** As long as a right one; nobody computes it. */
const wrongSignature = `${'A'.repeat(27)}=`

/** The first answer that is no refusal: one that redirects has looked at the signature. */
const statusOf = ({ attempts }: WebhookAnswer): number | null =>
  (attempts.find(({ responseStatus }) => responseStatus !== null && !isRefusal(responseStatus)) ?? attempts.at(-1))
    ?.responseStatus ?? null

const isRefusal = (status: number): boolean => status === 401 || status === 403
