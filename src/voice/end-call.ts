import type { Call } from '../domain/call.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import { change, outcome, present, remove } from '../domain/write.ts'
import { wasKept } from '../domain/was-kept.ts'
import { ended } from './ended.ts'
import { type Stepping, takeStep } from './step.ts'

export interface EndingCalls extends Stepping {
  clock: Clock
  /** Milliseconds that an answered call lasts, unless it is ended before. */
  callLength: number
}

/** When an answered call ends by itself: when its time limit is over, and no later than it has anything to say. */
export function endOf({ answeredAt, answeredBy, callerIdCheck, options }: Call, callLength: number): Instant | null {
  if (answeredAt === null || (options.hangUpOnMachine && answeredBy === 'machine_start')) return answeredAt
  const limit = options.timeLimit === undefined ? Infinity : options.timeLimit * 1000
  return answeredAt + Math.min(callerIdCheck ? codePatience : callLength, limit)
}

/** How long whoever is asked for a code may take to press it. */
const codePatience = 30_000

/** Ends calls whose time is over. */
export function endCall(has: EndingCalls): DeedSpec {
  return {
    concurrency: 200,
    batch: 50,
    lease: 10_000,
    run: async (jobs) => void (await Promise.all(jobs.map((job) => end(job, has)))),
  }
}

async function end(job: Job, has: EndingCalls): Promise<void> {
  const { ledger, clock, callLength } = has
  const at = clock.now()
  const isOver = (call: Call) => (endOf(call, callLength) ?? Infinity) <= at
  const call = await takeStep(
    job.subject,
    (live) =>
      live.status === 'in-progress' && isOver(live)
        ? ended(live, { status: 'completed', at, sipCode: 200, hangUp: true }, ledger)
        : null,
    'outcome',
    has,
  )
  // Its limit was raised meanwhile.
  const due = call?.status === 'in-progress' ? endOf(call, callLength) : null
  const next = due === null ? remove('job', job.id) : change('job', job.id, { due, hiddenUntil: null, attempts: 0 })
  wasKept(await ledger.keep(outcome([next], [present('job', job.id, { attempts: [job.attempts] })])))
}
