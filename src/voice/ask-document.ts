import type { Call } from '../domain/call.ts'
import type { Cookie } from '../domain/conversation.ts'
import type { Job } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Operation } from '../domain/write.ts'
import { askForTwiml } from '../messaging/ask-for-twiml.ts'
import { faultRecord } from '../messaging/fault-record.ts'
import type { TwimlReading } from '../twiml/twiml.ts'
import type { VoiceVerb } from '../twiml/voice-verbs.ts'
import { addressesOf } from './addresses-of.ts'
import type { CallTelling } from './report-call.ts'
import type { Ask } from './run.ts'
import { saying } from './saying.ts'
import { voiceParameters } from './voice-parameters.ts'

export interface AskedDocument {
  /** What was asked; null for a document that was given at once. */
  url: string | null
  /** Null when there was nothing usable. */
  verbs: readonly VoiceVerb[] | null
  documentUrl: string | null
  cookies: readonly Cookie[]
  operations: readonly Operation[]
}

interface Asking {
  ledger: Ledger
  telling: CallTelling
}

/** Asks the application what a call is to do, and at its fallback address when that fails; or reads what it said at once. */
export async function askDocument(
  call: Call,
  ask: Ask,
  cookies: readonly Cookie[],
  job: Job,
  { ledger, telling }: Asking,
  signal: AbortSignal,
): Promise<AskedDocument> {
  // Loaded when a call is first told what to do: not every start needs it.
  const { readVoiceTwiml } = await import('../twiml/read-voice.ts')
  if ('twiml' in ask) return givenAtOnce(call, readVoiceTwiml(ask.twiml), cookies, telling)
  const { sid, accountSid, apiVersion } = call
  const { url, method, more } = ask
  const { fallbackUrl, fallbackMethod } = await addressesOf(call, ledger)
  const reply = await askForTwiml<VoiceVerb>(
    {
      accountSid,
      subject: sid,
      callSid: sid,
      apiVersion,
      jobId: job.id,
      step: 'document',
      kind: 'voice',
      url,
      method,
      fallbackUrl,
      fallbackMethod,
      parameters: voiceParameters(
        call,
        more.map(([name, value]) => [name, name === 'RecordingUrl' ? telling.publicUrl + value : value]),
      ),
      cookies,
      read: readVoiceTwiml,
      plain: (text) => [saying(text)],
      audio: (address) => [{ verb: 'play', url: address, digits: null, loop: 1 }],
    },
    telling,
    signal,
  )
  if (reply === null) return { url, verbs: null, documentUrl: url, cookies, operations: [] }
  return { url, ...reply }
}

function givenAtOnce(
  call: Call,
  reading: TwimlReading<VoiceVerb>,
  cookies: readonly Cookie[],
  { clock }: CallTelling,
): AskedDocument {
  const { sid, accountSid, apiVersion } = call
  const faults = reading.ok ? reading.faults : [reading.fault]
  const subject = { accountSid, callSid: sid, resourceSid: sid, apiVersion }
  return {
    url: null,
    verbs: reading.ok ? reading.verbs : null,
    documentUrl: null,
    cookies,
    operations: faults.slice(0, mostFaults).map((fault) => faultRecord(subject, null, fault, clock.now())),
  }
}

/** So many faults of one document are told. */
const mostFaults = 50
