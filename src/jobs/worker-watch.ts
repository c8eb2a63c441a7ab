import type { Worker } from './worker.ts'

/** Waits for what a worker does, while that hurries. */
export interface WorkerWatch extends Disposable {
  /** How many jobs ended since the watch began. */
  readonly done: number
  /** Resolves when the worker has nothing in hand any more, after so many milliseconds, or when aborted. */
  idle(longest: number, signal: AbortSignal): Promise<void>
}

/** Lets a worker hurry, and watches it, until disposed of. Of jobs that others do nothing is heard: the time is over then. */
export function watchWorker(worker: Worker | null): WorkerWatch {
  let done = 0
  let isIdle = false
  let heard = () => {}
  const hurry = worker?.hurry((jobs, inHand) => {
    done += jobs
    if (inHand > 0) return
    isIdle = true
    heard()
  })
  return {
    get done() {
      return done
    },
    async idle(longest, signal) {
      if (!isIdle && !signal.aborted)
        await new Promise<void>((resolve) => {
          const end = () => {
            clearTimeout(timer)
            signal.removeEventListener('abort', end)
            heard = () => {}
            resolve()
          }
          const timer = setTimeout(end, longest)
          signal.addEventListener('abort', end)
          heard = end
        })
      isIdle = false
    },
    [Symbol.dispose]: () => hurry?.[Symbol.dispose](),
  }
}
