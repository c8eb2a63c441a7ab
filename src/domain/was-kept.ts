import type { KeepResult } from './write.ts'

/** Whether a write was kept; false when a guard of it did not hold. Anything else is a bug, or a database in trouble: it rises. */
export function wasKept(result: KeepResult): boolean {
  if (result.kept) return true
  if (result.because === 'guard') return false
  throw new Error(`a write was not kept: ${result.because === 'refused' ? result.reason : 'too much waits'}`)
}
