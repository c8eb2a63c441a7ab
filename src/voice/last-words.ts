import { type Call, isEnded } from '../domain/call.ts'
import type { Instant } from '../domain/clock.ts'
import type { HttpMethod } from '../domain/incoming-phone-number.ts'
import type { Ledger } from '../domain/ledger.ts'
import { soundOf } from '../domain/recording.ts'
import type { Operation } from '../domain/write.ts'
import type { Tale } from '../messaging/tell-application.ts'
import { addressIn } from './address-in.ts'
import { dialParameters } from './dial-parameters.ts'
import { newJob } from './new-job.ts'
import { recordingParameters } from './recording-parameters.ts'
import { type Dialing, type Parameter, runOf, type Taping, type Waiting } from './run.ts'
import { voiceParameters } from './voice-parameters.ts'

/** What is shorter is no recording, in milliseconds. */
export const shortestSound = 500

/** A call that ends while it is recorded or dials tells the `action` what came of that; nothing of the answer is carried out. */
export async function lastWords(before: Call, call: Call, at: Instant, ledger: Ledger): Promise<Operation[]> {
  const run = runOf(before)
  const told = run && (await toldOf(before, run.waiting, at, ledger))
  const url = told && addressIn(run, told.action)
  if (!told || !url) return []
  const { accountSid, sid: subject } = call
  const parameters = voiceParameters(call, told.more)
  const data = { url, method: told.method, kind: 'voice', parameters } satisfies Tale
  return [newJob('report-call', { accountSid, subject, due: at, data })]
}

interface Told {
  action: string
  method: HttpMethod
  more: readonly Parameter[]
}

function toldOf(call: Call, waiting: Waiting, at: Instant, ledger: Ledger): Promise<Told | null> | null {
  if (waiting.for === 'recording') return toldOfTaping(call, waiting.taping, at, ledger)
  return waiting.for === 'dial' ? toldOfDialing(call, waiting.dialing, at, ledger) : null
}

async function toldOfTaping(call: Call, { verb, recordingSid }: Taping, at: Instant, ledger: Ledger) {
  const recording = (await ledger.recordings.running(call.sid)).find(({ sid }) => sid === recordingSid)
  if (!recording || soundOf(recording, at) < shortestSound) return null
  const more = [...recordingParameters(recording, at), ['Digits', 'hangup'] as const]
  return { action: verb.action ?? '', method: verb.method, more }
}

async function toldOfDialing(call: Call, dialing: Dialing, at: Instant, ledger: Ledger) {
  const { verb, connected, children, recordingSid } = dialing
  const sid = connected ?? children.at(-1)
  const child = sid === undefined ? undefined : (await ledger.calls.many([sid])).get(sid)
  if (!verb.action || !child) return null
  const { status, answeredAt } = child
  const more = dialParameters({
    status: isEnded(status) ? status : connected === null ? 'canceled' : 'completed',
    callSid: child.sid,
    seconds: answeredAt === null ? null : Math.max(Math.round((at - answeredAt) / 1000), 0),
    recording: recordingSid === null ? null : { accountSid: call.accountSid, sid: recordingSid },
  })
  return { action: verb.action, method: verb.method, more }
}
