import { type Fault, happensAt } from '../domain/fault.ts'
import type { Ledger } from '../domain/ledger.ts'

/** Decides whether a fault happens this time. */
export type Decide = (fault: Fault, seed: number) => Promise<boolean>

interface Waiting {
  resolve(happens: boolean): void
  reject(error: unknown): void
}

/**
 * Counts in the database, once for all that meet the same fault at the same moment: each takes its number in the order in which it came, and the
 * same number of the same fault has the same luck in every run.
 */
export function deciding({ faults }: Pick<Ledger, 'faults'>): Decide {
  const lines = new Map<string, Waiting[]>()

  async function decide(fault: Fault, seed: number, times: number): Promise<readonly boolean[]> {
    const last = await faults.see(fault.id, times)
    if (last === null) return Array.from({ length: times }, () => false)
    const happens = Array.from({ length: times }, (_, i) => happensAt(fault, seed, last - times + 1 + i))
    const wanted = happens.filter(Boolean).length
    let left = wanted === 0 ? 0 : await faults.take(fault.id, wanted)
    return happens.map((one) => one && left-- > 0)
  }

  async function serve(fault: Fault, seed: number, line: Waiting[]): Promise<void> {
    while (line.length > 0) {
      const together = line.splice(0)
      try {
        const decided = await decide(fault, seed, together.length)
        together.forEach(({ resolve }, i) => resolve(decided[i] ?? false))
      } catch (error) {
        for (const { reject } of together) reject(error)
      }
    }
    lines.delete(fault.id)
  }

  return (fault, seed) => {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>()
    const line = lines.get(fault.id)
    if (line) line.push({ resolve, reject })
    else {
      const begun = [{ resolve, reject }]
      lines.set(fault.id, begun)
      // Who comes in the same turn is counted with it.
      setImmediate(() => void serve(fault, seed, begun))
    }
    return promise
  }
}
