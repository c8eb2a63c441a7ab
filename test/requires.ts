import { inject } from 'vitest'
import type { PostgresServer } from './postgres-server.ts'

/** Whether the whole, long form of a suite is asked for: `npm run test:long`. */
export const long = process.env.TRUNKLINE_LONG === '1'

/**
 * Where a thing is that not every machine has, or null: then skip, `test.skipIf(!requirement('postgres'))`. With
 * TRUNKLINE_REQUIRE=postgres the run has failed before any test is asked.
 */
export function requirement(name: 'postgres'): PostgresServer | null {
  return inject(name)
}
