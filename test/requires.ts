import { inject } from 'vitest'

/** Whether the whole, long form of a suite is asked for: `npm run test:long`. */
export const long = process.env.TRUNKLINE_LONG === '1'

/**
 * Where a thing is that not every machine has, or null: then skip, `test.skipIf(!requirement('postgres'))`. With
 * TRUNKLINE_REQUIRE=postgres the run has failed before any test is asked.
 */
export function requirement(name: 'postgres'): string | null {
  return inject(name)
}
