import type { Wire } from './wire.ts'

/** Which of a list are wanted; `q` finds as `-q` does on the command line. */
export interface ListFilter {
  q?: string
  /** How many at most. */
  limit?: number
}

/** Asks the control API for what belongs to an account, the newest first. */
export async function askList<T>(wire: Wire, list: string, account: string, filter: object): Promise<readonly T[]> {
  const query = new URLSearchParams({ account })
  for (const [name, value] of Object.entries(filter)) query.set(name, String(value))
  const { [list]: found } = await wire.ask<Record<string, readonly T[]>>('GET', `/${list}?${query.toString()}`)
  return found ?? []
}
