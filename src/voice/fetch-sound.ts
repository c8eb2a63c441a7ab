import type { Job } from '../domain/job.ts'
import type { Operation } from '../domain/write.ts'
import { recordsOf } from '../messaging/tell-application.ts'
import type { TwimlFault } from '../twiml/twiml.ts'
import type { WebhookCaller } from '../webhooks/call-webhook.ts'
import { unknownSound } from './prompt-time.ts'
import { wavTime } from './wav-time.ts'

export interface FetchedSound {
  /** Milliseconds. */
  length: number
  fault: TwimlFault | null
  /** Whether an answer came, however bad it was. */
  isAnswered: boolean
  /** The attempts, and a notification of those that failed. */
  operations: readonly Operation[]
}

interface Fetching {
  fetchFile: WebhookCaller['fetchFile']
}

/** Half an hour of telephone sound. */
const mostBytes = 16_000_000

/** Gets the sound that `<Play>` names, to know how long it is: nobody hears it. */
export async function fetchSound(
  url: string,
  job: Job,
  about: Parameters<typeof recordsOf>[3],
  { fetchFile }: Fetching,
  signal: AbortSignal,
): Promise<FetchedSound> {
  const asked = { accountSid: job.accountSid, subject: job.subject, kind: 'media' } as const
  const { attempts, ok, contentType = '', bytes } = await fetchFile({ url, maxBytes: mostBytes, about: asked }, signal)
  const operations = recordsOf(job, 'media', { attempts, ok }, about)
  const last = attempts.at(-1)
  if (!ok) return unheard(operations, last?.errorCode ?? 11200, last?.error ?? 'No answer', false)
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase()
  if (!type.startsWith('audio/'))
    return unheard(operations, 13420, `Play: Invalid Content-Type: ${type.slice(0, 100) || 'none'}`, true)
  return { length: wavTime(bytes) ?? unknownSound, fault: null, isAnswered: true, operations }
}

const unheard = (operations: readonly Operation[], code: number, text: string, isAnswered: boolean): FetchedSound => ({
  length: 0,
  fault: { code, level: 'error', text, line: null, column: null },
  isAnswered,
  operations,
})
