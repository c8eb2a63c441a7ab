import { type Call, isEnded } from '../domain/call.ts'
import type { Clock } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import { wasKept } from '../domain/was-kept.ts'
import { type Operation, outcome, remove } from '../domain/write.ts'
import type { WebhookCaller } from '../webhooks/call-webhook.ts'
import { type AskedDocument, askDocument } from './ask-document.ts'
import { apologize } from './apologize.ts'
import { goOnAfter } from './carry-out.ts'
import type { Carrying } from './carrying.ts'
import { blame, type Draft, draftOf, finished, type Next, tell } from './draft.ts'
import { type FetchedSound, fetchSound } from './fetch-sound.ts'
import type { CallTelling } from './report-call.ts'
import { reviewDial } from './review-dial.ts'
import { type CallRun, runOf } from './run.ts'
import { takeStep } from './step.ts'
import { gatherFurther } from './verbs/gather.ts'
import { played } from './verbs/play.ts'
import { recorded } from './verbs/record-voice.ts'

export interface RunningCalls extends Carrying {
  clock: Clock
  telling: CallTelling
  fetchFile: WebhookCaller['fetchFile']
}

/** So many documents are asked for in one call, and so many in a row between which nothing is heard: more are taken for a circle. */
const mostDocuments = 1000
const mostInARow = 50

/** Goes on with what calls are told to do, when a time is over or a call that they made got further. */
export const runCall = (has: RunningCalls): DeedSpec => ({
  concurrency: 200,
  batch: 20,
  lease: 10_000,
  run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => goOn(job, has, signal)))),
})

/** Gets the documents and sounds that calls wait for, and goes on with them. A deed of its own: a slow application holds up no other call. */
export const askForCall = (has: RunningCalls): DeedSpec => ({
  concurrency: has.telling.concurrency,
  batch: 1,
  // Longer than an address and its fallback may take with all their tries.
  lease: 40_000,
  run: async (jobs, signal) => void (await Promise.all(jobs.map((job) => goOn(job, has, signal)))),
})

/** What came from elsewhere. */
type Found = { document: AskedDocument } | { sound: FetchedSound } | null

async function goOn(job: Job, has: RunningCalls, signal: AbortSignal): Promise<void> {
  const { ledger, clock } = has
  const call = (await ledger.calls.many([job.subject])).get(job.subject)
  const run = call && runOf(call)
  const found = call && run && concerns(job, call, run) ? await lookElsewhere(call, run, job, has, signal) : null
  const brought: Operation[] = [...operationsOf(found), remove('job', job.id)]
  let taken = false
  await takeStep(
    job.subject,
    async (live) => {
      const now = runOf(live)
      taken = now !== null && concerns(job, live, now)
      if (now === null || !taken) return null
      // A time that is over was over when it was due; what was found elsewhere is there now.
      const draft = draftOf(live, now, found === null ? job.due : clock.now())
      draft.operations.push(...brought)
      await goOnAfter(await nextOf(draft, found, has), draft, has)
      return finished(draft, ledger)
    },
    'outcome',
    has,
  )
  // The call turned to something else meanwhile. What was asked was asked all the same.
  if (!taken) wasKept(await ledger.keep(outcome(brought)))
}

/** Whether the call still waits for what the job was kept for. */
const concerns = ({ data }: Job, { status }: Call, { turn, waiting }: CallRun): boolean =>
  !isEnded(status) && (data['news'] === true ? waiting.for === 'dial' : data['turn'] === turn)

async function lookElsewhere(
  call: Call,
  { waiting, ...run }: CallRun,
  job: Job,
  has: RunningCalls,
  signal: AbortSignal,
): Promise<Found> {
  if (waiting.for === 'document') {
    if (run.documents >= mostDocuments || run.inARow >= mostInARow) return null
    return { document: await askDocument(call, waiting.ask, run.cookies, job, has, signal) }
  }
  const url =
    waiting.for === 'sound' ? waiting.play.url : waiting.for === 'input' ? waiting.gathering.sound?.url : undefined
  if (url === undefined) return null
  const { sid, apiVersion } = call
  const about = { callSid: sid, resourceSid: sid, apiVersion, now: has.clock.now() }
  return { sound: await fetchSound(url, job, about, has, signal) }
}

const operationsOf = (found: Found): readonly Operation[] =>
  found === null ? [] : 'document' in found ? found.document.operations : found.sound.operations

async function nextOf(draft: Draft, found: Found, has: RunningCalls): Promise<Next> {
  const { waiting } = draft.run
  const sound = found && 'sound' in found ? found.sound : null
  switch (waiting.for) {
    case 'document':
      return found && 'document' in found ? arrived(found.document, draft) : tooMany(draft)
    case 'sound':
      return sound === null ? 'waits' : played(waiting.play, sound, draft)
    case 'time':
      return 'on'
    case 'input':
      return gatherFurther(waiting.gathering, sound, draft)
    case 'recording':
      return recorded(waiting.taping, '', draft, has.ledger)
    case 'dial':
      return reviewDial(waiting.dialing, draft, has)
  }
}

/** Begins with a document that came; without any, the caller hears that, and the call ends. */
function arrived({ url, verbs, documentUrl, cookies }: AskedDocument, draft: Draft): Next {
  const { run } = draft
  tell(draft, 'asked', { url, verbs: verbs?.length ?? null })
  const documents = run.documents + 1
  draft.run = { ...run, documentUrl, cookies, documents, inARow: run.inARow + 1, rest: verbs ?? [] }
  return verbs === null ? apologize(draft) : 'on'
}

function tooMany(draft: Draft): Next {
  const text = `Document retrieval limit reached: ${mostInARow} in a row without anything that takes time, or ${mostDocuments} in one call`
  blame(draft, { code: 14106, level: 'error', text })
  return apologize(draft)
}
