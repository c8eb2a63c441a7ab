import type { Ledger } from '../domain/ledger.ts'

export interface SenderQueues {
  /** Whether so many segments more would have to wait longer for their turn than the sender's queue is long. */
  isFull(from: string, segments: number): Promise<boolean>
  /** Counts what was kept for a sender. */
  add(from: string, segments: number): void
}

export interface QueueOptions {
  ledger: Pick<Ledger, 'jobs'>
  laneOf(from: string): string
  /** Segments a second; Infinity for no bound. */
  rateOf(from: string): number
  /** How much may wait for one sender, as the milliseconds that its rate takes to send it; Infinity for no bound. */
  length: number
}

/** How long an answer of the database is believed, in milliseconds: what other processes added is seen after this. */
const trust = 1000

const mostKnown = 10_000

interface Known {
  /** The moment of `performance.now()` at which everything would be sent that is known to wait. */
  freeAt: number
  /** When the database was asked last. */
  asked: number
  asking: Promise<void> | null
}

/**
 * Tells how much waits for each sender. Turns in a lane are given out when its jobs are claimed, so the lane's row tells what waits for
 * all processes but what was not claimed yet; that much this process counts for itself. Many processes together may go beyond the bound
 * by what the others accept within a second.
 */
export function senderQueues({ ledger, laneOf, rateOf, length }: QueueOptions): SenderQueues & {
  /** Forgets what was known to wait: everything that is kept is another. */
  forget(): void
} {
  const known = new Map<string, Known>()

  function of(from: string): Known {
    const found = known.get(from)
    if (found) return found
    // Whoever was first known is asked about again when he sends again.
    if (known.size >= mostKnown) known.delete(known.keys().next().value as string)
    const fresh: Known = { freeAt: 0, asked: -Infinity, asking: null }
    known.set(from, fresh)
    return fresh
  }

  async function ask(from: string, queue: Known): Promise<void> {
    try {
      const ahead = await ledger.jobs.ahead(laneOf(from))
      queue.asked = performance.now()
      queue.freeAt = Math.max(queue.freeAt, queue.asked + ahead)
    } finally {
      queue.asking = null
    }
  }

  return {
    async isFull(from, segments) {
      const rate = rateOf(from)
      if (rate === Infinity || length === Infinity) return false
      const queue = of(from)
      if (performance.now() - queue.asked > trust) await (queue.asking ??= ask(from, queue))
      const waits = Math.max(queue.freeAt - performance.now(), 0)
      return waits + (segments * 1000) / rate > length
    },
    add(from, segments) {
      const rate = rateOf(from)
      if (rate === Infinity || length === Infinity) return
      const queue = of(from)
      queue.freeAt = Math.max(queue.freeAt, performance.now()) + (segments * 1000) / rate
    },
    forget: () => known.clear(),
  }
}
