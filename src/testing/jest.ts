import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals'
import { matchers, type TrunklineMatchers } from './matchers.ts'
import { type InUse, type UseOptions, useWith } from './use-trunkline.ts'

export * from './testing.ts'
export type { InUse, UseOptions } from './use-trunkline.ts'

declare global {
  // Where the types of Jest put its matchers.
  namespace jest {
    interface Matchers<R> extends TrunklineMatchers<R> {}
  }
}

/** For a file of Jest: a server for all of its tests, an account and a phone for each, and matchers for `expect`. */
export function useTrunkline(options: UseOptions = {}): InUse {
  expect.extend(matchers)
  return useWith({ beforeAll, afterAll, beforeEach, afterEach }, options)
}
