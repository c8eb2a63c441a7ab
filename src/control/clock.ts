import type { Instant } from '../domain/clock.ts'
import type { Timekeeper } from '../jobs/timekeeper.ts'
import { accountOf } from './control-account.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { jobShape, jobView } from './jobs.ts'
import { anyText, duration, momentKind } from './kinds.ts'
import { optional, route } from './route.ts'
import { listOf, moment, number, object, oneOf, truth, whole } from './shape.ts'
import { momentView } from './views.ts'

const clockFields = { now: moment, state: oneOf(['running', 'frozen']), offset: number }
const clockShape = object(clockFields)

const usualWait = 30_000
const longestWait = 60_000
const timeout = optional(duration, 'How long to wait at most, in real time: 30 seconds unless said, 60 at most.')

/** The last moment that `at` and `to` can name. */
const latest = Date.UTC(2999, 11, 31)

/** The clock of the server: it may be frozen and moved on, and everything that falls due obeys it. */
export const clockRoutes = [
  route({
    method: 'GET',
    at: '/clock',
    words: 'What time it is for the server. `offset` tells how many seconds it is ahead of real time.',
    modes: 'both',
    answer: clockShape,
    deed: (_given, has) => clockView(has),
  }),
  route({
    method: 'POST',
    at: '/clock/freeze',
    words: 'Lets the clock stand, now or at a later moment. What falls due until then is done there.',
    modes: 'development',
    body: { at: optional(momentKind, 'Where it stands; now unless said. No moment that has passed.') },
    answer: clockShape,
    async deed({ body: { at } }, has, { signal }) {
      if (at !== undefined) notPast('at', at, has)
      await moving((keeper) => keeper.freeze(at, whileWaiting(signal, usualWait)), has)
      return clockView(has)
    },
  }),
  route({
    method: 'POST',
    at: '/clock/resume',
    words: 'Lets the clock run on from where it stands.',
    modes: 'development',
    answer: clockShape,
    async deed(_given, has, { signal }) {
      await moving((keeper) => keeper.resume(whileWaiting(signal, usualWait)), has)
      return clockView(has)
    },
  }),
  route({
    method: 'POST',
    at: '/clock/advance',
    words:
      'Moves the clock on, from instant to instant at which something falls due: all of it is done at its own time and in order. `settled` tells whether that came to its end; if not, the clock is at the instant that was reached, and `pending` is what it waits for. `done` counts the jobs that this process did.',
    modes: 'development',
    body: {
      by: optional(duration, 'By how much: a number of seconds, or `35d`, `24h`, `1h30m`, `500ms`.'),
      to: optional(momentKind, 'Or up to which moment.'),
      timeout,
    },
    answer: object({ ...clockFields, settled: truth, done: whole, pending: listOf(jobShape) }),
    async deed({ body: { by, to, timeout: longest = usualWait } }, has, { signal }) {
      if ((by === undefined) === (to === undefined)) throw new ControlProblem(400, 'send by or to, one of them')
      if (to !== undefined) notPast('to', to, has)
      if (by !== undefined && has.clock.now() + by > latest) throw new ControlProblem(400, 'by leads too far')
      const end = whileWaiting(signal, longest)
      const target = (now: Instant) => to ?? now + (by ?? 0)
      const advanced = await moving((keeper) => keeper.advance(target, end), has)
      return { ...clockView(has), ...advanced, pending: advanced.pending.map(jobView) }
    },
  }),
  route({
    method: 'POST',
    at: '/settle',
    words: 'Waits until nothing is left to do that is due by now, and moves no clock.',
    modes: 'development',
    body: {
      account: optional(
        anyText,
        'Only what belongs to this account, or to none yet, as a text on its way from a phone.',
      ),
      timeout,
    },
    answer: object({ settled: truth, pending: listOf(jobShape) }),
    async deed({ body: { account, timeout: longest = usualWait } }, has, { signal }) {
      const sid = account === undefined ? null : (await accountOf({ sid: account }, has)).sid
      const end = whileWaiting(signal, longest)
      const { settled, pending } = await has.settle(sid, end)
      return { settled, pending: pending.map(jobView) }
    },
  }),
]

function clockView({ clock, timekeeper }: ControlContext) {
  const real = Date.now()
  const state = timekeeper?.clock.state
  const now = clock.now()
  const isFrozen = (state?.frozenAt ?? null) !== null
  const ahead = isFrozen || !state ? now - real : state.offset
  return {
    now: momentView(now),
    state: isFrozen ? ('frozen' as const) : ('running' as const),
    offset: (Math.abs(ahead) < 2 && !isFrozen ? 0 : ahead) / 1000,
  }
}

/** Where the clock is another program's, that one moves it. */
async function moving<T>(move: (keeper: Timekeeper) => Promise<T>, { timekeeper, clock }: ControlContext): Promise<T> {
  if (!timekeeper) throw new ControlProblem(409, 'the clock of this server is given to it, and moved elsewhere')
  try {
    return await move(timekeeper)
  } catch (error) {
    if (!(error instanceof Error) || !['AbortError', 'TimeoutError', 'TooManyWait'].includes(error.name)) throw error
    throw new ControlProblem(503, `somebody else advances the clock, which is at ${momentView(clock.now())}: try again`)
  }
}

function notPast(name: string, at: Instant, { clock }: ControlContext): void {
  const now = clock.now()
  if (at < now) throw new ControlProblem(400, `${name} has passed: it is ${momentView(now)}, and no clock goes back`)
}

function whileWaiting(signal: AbortSignal, longest: number): AbortSignal {
  if (longest > longestWait) throw new ControlProblem(400, 'timeout is 60 seconds at most')
  return AbortSignal.any([signal, AbortSignal.timeout(longest)])
}
