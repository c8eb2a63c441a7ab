import type { Call } from '../domain/call.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import type { DeedSpec, Job } from '../domain/job.ts'
import { change, outcome, present, remove } from '../domain/write.ts'
import { wasKept } from '../domain/was-kept.ts'
import { ended } from './ended.ts'
import { type Stepping, takeStep } from './step.ts'

export interface EndingCalls extends Stepping {
  clock: Clock
}

/** When an answered call ends whatever it is told to do: when its time limit is over. */
export function endOf(call: Pick<Call, 'answeredAt' | 'answeredBy' | 'callerIdCheck' | 'options'>): Instant | null {
  const { answeredAt, callerIdCheck, options } = call
  if (answeredAt === null || isLeft(call)) return answeredAt
  const limit = options.timeLimit === undefined ? longestCall : options.timeLimit * 1000
  return answeredAt + (callerIdCheck ? Math.min(codePatience, limit) : limit)
}

/** Whether it ends at once, because a machine answered it. */
export const isLeft = ({ options, answeredBy }: Pick<Call, 'options' | 'answeredBy'>): boolean =>
  options.hangUpOnMachine === true && answeredBy === 'machine_start'

/** How long a call may last whose limit nobody set: four hours. */
const longestCall = 14_400_000

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
  const { ledger, clock } = has
  const at = clock.now()
  const isOver = (call: Call) => (endOf(call) ?? Infinity) <= at
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
  const due = call?.status === 'in-progress' ? endOf(call) : null
  const next = due === null ? remove('job', job.id) : change('job', job.id, { due, hiddenUntil: null, attempts: 0 })
  wasKept(await ledger.keep(outcome([next], [present('job', job.id, { attempts: [job.attempts] })])))
}
