import type { Settings } from '../config.ts'
import type { Clock } from '../domain/clock.ts'
import { type LiveFaults, liveFaults } from '../faults/live-faults.ts'
import type { WantedFaults } from '../faults/read-fault.ts'
import { ensureFaults } from '../faults/set-faults.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'

export interface OpenFaults extends LiveFaults {
  /** Sets again what was wanted at the start. */
  asAtStart(): Promise<void>
}

/** What goes wrong on purpose: what was set before, or what is wanted at the start. Null in production. */
export async function openFaults(
  { mode }: Settings,
  { wanted, ledger, clock, log }: { wanted: WantedFaults | null; ledger: Store; clock: Clock; log: Log },
): Promise<OpenFaults | null> {
  if (mode !== 'development') return null
  const faults = await liveFaults({ ledger, log })
  try {
    const asAtStart = () => (wanted ? ensureFaults(wanted, { ledger, clock, faults }) : faults.refresh())
    await asAtStart()
    const { length } = await ledger.faults.all()
    if (length > 0) log.warn({ faults: length }, 'some things go wrong on purpose: trunkline faults list')
    return { ...faults, asAtStart }
  } catch (error) {
    faults.close()
    throw error
  }
}
