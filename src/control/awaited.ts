import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import type { Turn } from './route.ts'

/** Looks until what is found will do, so many seconds are over, the client has gone, or the server closes. Answers what was found last. */
export async function awaited<T>(
  look: () => Promise<T>,
  willDo: (found: T) => boolean,
  seconds: number,
  { live }: ControlContext,
  turn: Turn,
): Promise<T> {
  if (seconds === 0) return look()
  using follower = live.follow()
  if (!follower) throw new ControlProblem(503, `${live.most} follow already: ask without wait, or later`)
  const { signal } = turn
  const end = performance.now() + seconds * 1000
  for (;;) {
    const found = await look()
    const left = end - performance.now()
    if (willDo(found) || left <= 0 || signal.aborted) return found
    await follower.next(left, signal)
  }
}
