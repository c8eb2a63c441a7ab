import { after, afterEach, before, beforeEach } from 'node:test'
import { type InUse, type UseOptions, useWith } from './use-trunkline.ts'

export * from './testing.ts'
export type { InUse, UseOptions } from './use-trunkline.ts'

/** For a file of `node:test`: a server for all of its tests, an account and a phone for each. */
export function useTrunkline(options: UseOptions = {}): InUse {
  const hooks = {
    beforeAll: (run: () => Promise<void>) => before(run),
    afterAll: (run: () => Promise<void>) => after(run),
    beforeEach: (run: () => Promise<void>) => beforeEach(run),
    afterEach: (run: () => Promise<void>) => afterEach(run),
  }
  return useWith(hooks, options)
}
