import type { Cookie } from '../domain/conversation.ts'
import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import type { Operation } from '../domain/write.ts'
import type { TwimlFault, TwimlReading } from '../twiml/twiml.ts'
import type { WebhookAnswer, WebhookAttemptFacts, WebhookCall } from '../webhooks/call-webhook.ts'
import { idempotencyTokenOf } from '../webhooks/idempotency-token.ts'
import { faultRecord } from './fault-record.ts'
import { recordsOf, type Telling } from './tell-application.ts'

/** What an application is asked to do next, and how its answer is read. */
export interface TwimlQuestion<Verb> {
  accountSid: string
  /** The SID of the message or the call that it is about. */
  subject: string
  callSid: string | null
  apiVersion: string
  /** The job that asks, and which of its questions it is: together they name the request, however often it is made. */
  jobId: string
  step: string
  kind: 'message' | 'voice'
  url: string
  method: HttpMethod
  /** Asked when the first address does not answer well; null where there is none. */
  fallbackUrl: string | null
  fallbackMethod: HttpMethod
  parameters: WebhookCall['parameters']
  cookies: readonly Cookie[]
  read(text: string): TwimlReading<Verb>
  /** What a plain text asks for. */
  plain(text: string): readonly Verb[]
  /** What sound asks for, where it is known what to do with it. */
  audio?(url: string): readonly Verb[]
}

export interface TwimlReply<Verb> {
  /** Null when nothing usable came, from the fallback neither. */
  verbs: readonly Verb[] | null
  /** Against which addresses in the document are resolved. */
  documentUrl: string
  /** The request whose answer the document was. */
  attempt: WebhookAttemptFacts | null
  cookies: readonly Cookie[]
  /** Every attempt, and a notification of each fault: to be kept in the write of what follows. */
  operations: readonly Operation[]
}

/**
 * Asks an application for TwiML, signed, and once more at its fallback address when that fails: no answer, no 2xx, another content type, or
 * a document that cannot be read. Null when the account is gone.
 */
export async function askForTwiml<Verb>(
  question: TwimlQuestion<Verb>,
  { ledger, clock, call }: Telling,
  signal: AbortSignal,
): Promise<TwimlReply<Verb> | null> {
  const { accountSid, subject, jobId, step, kind, fallbackUrl, fallbackMethod } = question
  const account = await ledger.accounts.find(accountSid)
  if (!account) return null
  const { authToken } = account
  const about = { callSid: question.callSid, resourceSid: subject, apiVersion: question.apiVersion }

  const ask = async (
    asked: Pick<WebhookCall, 'url' | 'method' | 'parameters'>,
    cookies: readonly Cookie[],
    which: string,
  ) => {
    const answer = await call(
      {
        ...asked,
        authToken,
        idempotencyToken: idempotencyTokenOf(jobId, which),
        cookies,
        about: { accountSid, subject, kind },
      },
      signal,
    )
    const reading = judge(answer, question)
    const attempts = reading.ok ? answer.attempts : blamed(answer.attempts, reading.fault)
    const attempt = attempts.at(-1) ?? null
    const now = clock.now()
    const faults = reading.ok ? reading.faults.slice(0, mostFaults) : []
    const operations = [
      ...recordsOf(
        { accountSid, subject },
        kind,
        { attempts, ok: reading.ok },
        { ...about, now, ...(!reading.ok && { level: reading.fault.level }) },
      ),
      ...faults.map((fault) => faultRecord({ accountSid, ...about }, attempt, fault, now)),
    ]
    return { reading, attempt, operations, cookies: answer.cookies, documentUrl: documentUrlOf(asked.url, answer) }
  }

  const { url, method, parameters } = question
  const first = await ask({ url, method, parameters }, question.cookies, step)
  const { reading, ...rest } = first
  if (reading.ok) return { verbs: reading.verbs, ...rest }
  if (!fallbackUrl) return { verbs: null, ...rest }

  const failed = [...parameters, ['ErrorCode', String(reading.fault.code)], ['ErrorUrl', url]] as const
  const asked = { url: fallbackUrl, method: fallbackMethod, parameters: failed }
  const second = await ask(asked, first.cookies, `${step} fallback`)
  return {
    verbs: second.reading.ok ? second.reading.verbs : null,
    documentUrl: second.documentUrl,
    attempt: second.attempt,
    cookies: second.cookies,
    operations: [...first.operations, ...second.operations],
  }
}

/** So many faults of one document are told. */
const mostFaults = 50

/** What an answer asks for, by its content type. */
function judge<Verb>(
  { ok, attempts, truncated }: WebhookAnswer,
  { read, plain, audio }: Pick<TwimlQuestion<Verb>, 'read' | 'plain' | 'audio'>,
): TwimlReading<Verb> {
  const last = attempts.at(-1)
  if (!ok || !last) return refused(last?.errorCode ?? 11200, last?.error ?? 'No answer')
  const text = last.responseBody
  const given = last.responseHeaders['content-type'] ?? ''
  const type = given.split(';', 1)[0]!.trim().toLowerCase()
  const isMarkup = markup.has(type)
  if (audio && type.startsWith('audio/')) return { ok: true, verbs: audio(last.url), faults: [] }
  if (truncated) return refused(11750, 'Response body too large: a document has 64 kB at most')
  if (text === '') return { ok: true, verbs: [], faults: last.responseStatus === 200 && !isMarkup ? [unsaid] : [] }
  if (isMarkup) return read(text)
  if (type === 'text/plain') return { ok: true, verbs: plain(text), faults: [] }
  return refused(12300, `Invalid Content-Type: ${given === '' ? 'none' : given.slice(0, 100)}`)
}

const markup: ReadonlySet<string> = new Set(['text/xml', 'application/xml', 'text/html'])

const unsaid: TwimlFault = {
  code: 11200,
  level: 'warning',
  text: 'The answer is empty: 204, or 200 with <Response/> as text/xml, says that nothing is to be done',
  line: null,
  column: null,
}

const refused = (code: number, text: string) =>
  ({ ok: false, fault: { code, level: 'error', text, line: null, column: null } }) as const

/** The last attempt shows why its answer was of no use. */
const blamed = (
  attempts: readonly WebhookAttemptFacts[],
  { code, text }: TwimlFault,
): readonly WebhookAttemptFacts[] => {
  const last = attempts.at(-1)
  return last ? attempts.with(-1, { ...last, errorCode: code, error: text }) : attempts
}

/** Where the document was in the end: where a redirect led, else what was asked, without the parameters of a GET. */
function documentUrlOf(asked: string, { attempts }: WebhookAnswer): string {
  const led = attempts.slice(0, -1).some(({ responseStatus }) => isRedirect(responseStatus))
  const last = attempts.at(-1)
  return led && last && !isRedirect(last.responseStatus) ? last.url : asked
}

const isRedirect = (status: number | null): boolean => status !== null && status >= 300 && status < 400
