import { readFileSync } from 'node:fs'
import { StartProblem } from '../config.ts'
import { FaultProblem } from '../faults/form.ts'
import { readFaults, type WantedFaults } from '../faults/read-fault.ts'

/** The faults that a file asks for. Throws a `StartProblem` that names the place in it. */
export function faultsIn(path: string): WantedFaults {
  try {
    return readFaults(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    const what = error instanceof FaultProblem ? `${path}: ${why}` : `The faults in ${path} cannot be read: ${why}`
    throw new StartProblem(`${what}.`, '{"faults": [{"on": "webhook", "effect": {"do": "drop"}}]} in it', {
      cause: error,
    })
  }
}
