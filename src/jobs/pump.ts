import type { DeedSpec, Job, NextJob } from '../domain/job.ts'
import { change, outcome, present } from '../domain/write.ts'
import { isSpent, leaveForLater, giveUp } from './failed-job.ts'
import type { Lookout } from './lookout.ts'
import type { WorkerOptions } from './worker-options.ts'

export interface Pump {
  nudge(): void
  /** Claims no more; resolves when nothing is under way. */
  stop(): Promise<void>
}

/** Keeps one deed supplied with its jobs: claims what is due, runs it in batches, and sleeps until the next falls due or somebody nudges. */
export function pump(deed: string, spec: DeedSpec, options: WorkerOptions, shared: Lookout, signal: AbortSignal): Pump {
  const { ledger, clock, log, rateOf, pollMs, gatherMs = 25 } = options
  const underWay = new Set<Promise<void>>()
  /** As much room as makes a claim worth while when more waits than there is room for. */
  const worthwhile = Math.max(1, Math.min(spec.batch, spec.concurrency), Math.floor(spec.concurrency / 4))
  let inHand = 0
  let nudged = false
  let stopping = false
  let changed = () => {}

  /** Waits until `holds` does, for at most so many milliseconds, or until the pump stops. */
  function until(holds: () => boolean, ms: number): Promise<void> {
    if (stopping || ms <= 0 || holds()) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        changed = () => {}
        resolve()
      }
      // The socket of the server keeps the process alive, where one shall be.
      const timer = setTimeout(done, ms).unref()
      changed = () => {
        if (stopping || holds()) done()
      }
    })
  }

  async function work(): Promise<void> {
    while (!stopping) {
      await until(() => inHand < spec.concurrency, pollMs)
      const room = spec.concurrency - inHand
      if (stopping || room <= 0) continue
      nudged = false
      try {
        const jobs = await ledger.jobs.claim({
          deeds: [deed],
          limit: room,
          now: clock.now(),
          lease: spec.lease,
          rateOf,
        })
        begin(jobs)
        if (jobs.length === room) {
          await until(() => spec.concurrency - inHand >= worthwhile, gatherMs)
          continue
        }
        await until(() => false, gatherMs)
        if (!nudged) await rest()
      } catch (error) {
        log.error({ deed, err: error }, 'jobs could not be claimed')
        await until(() => false, pollMs)
      }
    }
  }

  /** Waits until a job falls due or somebody nudges. In between, all pumps look together for what nobody announced. */
  async function rest(): Promise<void> {
    let wait = waitFor((await ledger.jobs.next([deed])).get(deed))
    while (wait > pollMs && !nudged && !stopping) {
      await until(() => nudged, pollMs)
      if (!nudged && !stopping) wait = waitFor(await shared.look(deed))
    }
    await until(() => nudged, wait)
  }

  /** How long until a job may be taken, in milliseconds. */
  function waitFor({ due, hiddenUntil }: NextJob = { due: null, hiddenUntil: null }): number {
    const dueIn = due === null ? Infinity : due - clock.now()
    const shownIn = hiddenUntil === null ? Infinity : hiddenUntil - Date.now()
    return Math.min(dueIn, shownIn)
  }

  function begin(jobs: readonly Job[]): void {
    if (stopping)
      return track(
        giveBack(jobs, (attempts) => attempts - 1),
        jobs.length,
      )
    const fit = jobs.filter((job) => !isSpent(job, spec))
    if (fit.length < jobs.length) {
      const spent = jobs.filter((job) => isSpent(job, spec))
      track(giveUp(spent, null, options), spent.length)
    }
    for (let i = 0; i < fit.length; i += spec.batch) {
      const batch = fit.slice(i, i + spec.batch)
      track(run(batch), batch.length)
    }
  }

  async function run(jobs: readonly Job[]): Promise<void> {
    try {
      await spec.run(jobs, signal)
    } catch (error) {
      if (signal.aborted) await giveBack(jobs, (attempts) => attempts)
      else await leaveForLater(jobs, error, spec, options)
    }
  }

  /** Lets others take the jobs at once. */
  async function giveBack(jobs: readonly Job[], attemptsOf: (attempts: number) => number): Promise<void> {
    await Promise.all(
      jobs.map(({ id, attempts }) => {
        const back = change('job', id, { hiddenUntil: null, attempts: attemptsOf(attempts) })
        return ledger.keep(outcome([back], [present('job', id, { attempts: [attempts] })]))
      }),
    )
  }

  function track(work: Promise<void>, jobs: number): void {
    inHand += jobs
    const tracked = work
      .catch((error: unknown) => log.error({ deed, err: error }, 'jobs could not be put back'))
      .finally(() => {
        inHand -= jobs
        underWay.delete(tracked)
        changed()
      })
    underWay.add(tracked)
  }

  const working = work()
  return {
    nudge() {
      nudged = true
      changed()
    },
    async stop() {
      stopping = true
      changed()
      await working
      await Promise.all(underWay)
    },
  }
}
