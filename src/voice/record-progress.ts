import { type Call, callMayAdvance } from '../domain/call.ts'
import type { CallProgress } from '../domain/voice-carrier.ts'
import { addressesOf } from './addresses-of.ts'
import { answering } from './answering.ts'
import { beginRun } from './begin-run.ts'
import type { Carrying } from './carrying.ts'
import { draftOf, finished } from './draft.ts'
import { isLeft } from './end-call.ts'
import { ended, newsOf } from './ended.ts'
import { hear } from './hear.ts'
import { reportOf } from './report-call.ts'
import { runOf } from './run.ts'
import { changed, type Step, takeStep } from './step.ts'
import { transcriptLine } from './transcript-line.ts'
import { verified } from './verified.ts'

/** Keeps what a carrier says of a call, and lets the call go on with it. What comes late, twice, or about a call that is gone changes nothing. */
export async function recordProgress(progress: CallProgress, has: Carrying): Promise<void> {
  await takeStep(progress.callSid, (call) => stepOf(call, progress, has), 'outcome', has)
}

async function stepOf(call: Call, progress: CallProgress, has: Carrying): Promise<Step | null> {
  const { at } = progress
  switch (progress.event) {
    case 'ringing':
      return callMayAdvance(call.status, 'ringing') ? rang(call, at) : null
    case 'answered':
      return callMayAdvance(call.status, 'in-progress') ? answered(call, progress, has) : null
    case 'unanswered':
      return callMayAdvance(call.status, progress.status) && call.status !== 'in-progress'
        ? ended(call, progress, has.ledger)
        : null
    case 'hung-up':
      return hungUp(call, at, has)
    case 'digits':
      if (call.status !== 'in-progress') return null
      return call.callerIdCheck ? verified(call, progress.digits, at, has.ledger) : heard(call, progress, has)
    case 'speech':
      return call.status === 'in-progress' && !call.callerIdCheck ? heard(call, progress, has) : null
  }
}

function rang(call: Call, at: number): Step {
  const { reported, operations } = reportOf(call, 'ringing', { at, status: 'ringing' })
  const step = changed(call, { status: 'ringing', reported }, at)
  const line = transcriptLine(call, at, 'status', { status: 'ringing' })
  return { ...step, operations: [...step.operations, line, ...operations] }
}

/** Somebody took the call: it begins with what it was told to do, or is connected to the call that made it. */
async function answered(
  call: Call,
  { at, by }: { at: number; by: 'human' | 'machine' },
  { ledger }: Carrying,
): Promise<Step> {
  const { values, operations } = answering(call, at, by)
  const next = { ...call, ...values }
  const { accountSid, parentCallSid, options } = call
  const ask = isLeft(next) || call.callerIdCheck ? null : (await addressesOf(call, ledger)).first
  const whenDone = parentCallSid === null ? 'hang-up' : 'connect'
  const begun = ask && beginRun(call, ask, { turn: call.revision + 1, whenDone }, at)
  const step = changed(call, { ...values, run: begun && { ...begun.run } }, at)
  return {
    ...step,
    operations: [
      ...step.operations,
      ...operations,
      ...(options.sendDigits ? [transcriptLine(call, at, 'played', { digits: options.sendDigits })] : []),
      ...(begun ? [begun.job] : []),
      ...(begun === null && parentCallSid !== null ? [newsOf({ accountSid, parentCallSid }, at)] : []),
    ],
  }
}

/** A caller who hangs up before anybody answered was not answered. */
async function hungUp(call: Call, at: number, { ledger }: Carrying): Promise<Step | null> {
  const isGivenUp = call.direction === 'inbound' && call.status === 'ringing'
  if (!isGivenUp && call.status !== 'in-progress') return null
  const step = await ended(
    call,
    { at, ...(isGivenUp ? { status: 'no-answer', sipCode: 487 } : { status: 'completed', sipCode: 200 }) },
    ledger,
  )
  return { ...step, operations: [transcriptLine(call, at, 'hung-up', { by: 'phone' }), ...step.operations] }
}

async function heard(
  call: Call,
  progress: { at: number } & ({ digits: string } | { words: string }),
  has: Carrying,
): Promise<Step> {
  const { at } = progress
  const run = runOf(call)
  if (run === null) return heardInPassing(call, progress)
  const draft = draftOf(call, run, at)
  await hear(draft, progress, has)
  return finished(draft, has.ledger)
}

/** One of two who are connected pressed keys or spoke. */
function heardInPassing(call: Call, progress: { at: number } & ({ digits: string } | { words: string })): Step {
  const { at } = progress
  const line =
    'digits' in progress
      ? transcriptLine(call, at, 'pressed', { digits: progress.digits })
      : transcriptLine(call, at, 'spoken', { words: progress.words })
  const step = changed(call, {}, at)
  return { ...step, operations: [...step.operations, line] }
}
