import type { DeedSpec, Job, NextJob } from '../domain/job.ts'
import { change, outcome, present } from '../domain/write.ts'
import { isSpent, leaveForLater, giveUp } from './failed-job.ts'
import type { Lookout } from './lookout.ts'
import type { WorkerOptions } from './worker-options.ts'

export interface Pump {
  nudge(): void
  /** Claims no more until it goes on; resolves when nothing is under way. */
  pause(): Promise<void>
  goOn(): void
  /** Claims no more; resolves when nothing is under way. */
  stop(): Promise<void>
}

/** What the pumps of a worker have in common. */
export interface PumpHouse {
  lookout: Lookout
  /** Aborts what is under way. */
  signal: AbortSignal
  /** Whether no more jobs are let gather before the next claim. */
  isHurried(): boolean
  begun(jobs: number): void
  ended(jobs: number): void
}

/** Keeps one deed supplied with its jobs: claims what is due, runs it in batches, and sleeps until the next falls due or somebody nudges. */
export function pump(deed: string, spec: DeedSpec, options: WorkerOptions, house: PumpHouse): Pump {
  const { signal } = house
  const { ledger, clock, log, rateOf, pollMs, gatherMs = 25 } = options
  const underWay = new Set<Promise<void>>()
  /** As much room as makes a claim worth while when more waits than there is room for. */
  const worthwhile = Math.max(1, Math.min(spec.batch, spec.concurrency), Math.floor(spec.concurrency / 4))
  let inHand = 0
  let nudged = false
  let stopping = false
  let paused = false
  let claiming: Promise<unknown> = Promise.resolve()
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
      if (paused) {
        await until(() => !paused, pollMs)
        continue
      }
      nudged = false
      try {
        const claimed = claim(room)
        claiming = claimed.catch(() => {})
        if ((await claimed) === room) {
          await until(() => spec.concurrency - inHand >= worthwhile, gatherMs)
          continue
        }
        await until(() => nudged && house.isHurried(), gatherMs)
        if (!nudged) await rest()
      } catch (error) {
        log.error({ deed, err: error }, 'jobs could not be claimed')
        await until(() => false, pollMs)
      }
    }
  }

  /** Takes what is due, begins it, and answers how many that were. */
  async function claim(limit: number): Promise<number> {
    const jobs = await ledger.jobs.claim({ deeds: [deed], limit, now: clock.now(), lease: spec.lease, rateOf })
    begin(jobs)
    return jobs.length
  }

  /** Waits until a job falls due or somebody nudges. In between, all pumps look together for what nobody announced. */
  async function rest(): Promise<void> {
    let wait = waitFor((await ledger.jobs.next([deed])).get(deed))
    while (wait > pollMs && !nudged && !stopping) {
      await until(() => nudged, pollMs)
      if (!nudged && !stopping) wait = waitFor(await house.lookout.look(deed))
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
    if (stopping || paused)
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
    house.begun(jobs)
    const tracked = work
      .catch((error: unknown) => log.error({ deed, err: error }, 'jobs could not be put back'))
      .finally(() => {
        inHand -= jobs
        underWay.delete(tracked)
        changed()
        house.ended(jobs)
      })
    underWay.add(tracked)
  }

  const working = work()
  return {
    nudge() {
      nudged = true
      changed()
    },
    async pause() {
      paused = true
      changed()
      await claiming
      await Promise.all(underWay)
    },
    goOn() {
      paused = false
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
