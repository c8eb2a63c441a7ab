import { afterAll, afterEach, beforeAll, beforeEach, expect, test as base } from 'vitest'
import type { Account } from './account.ts'
import type { Clock } from './clock.ts'
import { loadAhead } from './find-server.ts'
import { matchers, type TrunklineMatchers } from './matchers.ts'
import type { Phone } from './phone.ts'
import { startShared, startTrunkline } from './start-trunkline.ts'
import type { Trunkline } from './trunkline.ts'
import { type InUse, type UseOptions, useWith } from './use-trunkline.ts'

export * from './testing.ts'
export type { InUse, UseOptions } from './use-trunkline.ts'

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends TrunklineMatchers<R> {}
}

expect.extend(matchers)
loadAhead()

interface Fixtures {
  /** A server that all tests of the worker share. */
  trunkline: Trunkline
  /** An account of this test alone; afterwards it is verified. */
  account: Account
  phone: Phone
}

/** `test` of Vitest with `account`, `phone` and `trunkline`: a server for each worker, an account and a phone for each test. */
export const test = base.extend<Fixtures>({
  trunkline: [
    async ({}, use) => {
      const trunkline = await startShared()
      await use(trunkline)
      await trunkline.close()
    },
    { scope: 'worker' },
  ],
  account: async ({ trunkline }, use) => verified(await trunkline.account(), use),
  phone: async ({ account }, use) => use(await account.phone()),
})

/** The same with a server of the test’s own, for who moves its `clock`, resets it, or lets faults strike everybody. */
export const ownServerTest = base.extend<Fixtures & { clock: Clock }>({
  trunkline: async ({}, use) => {
    const trunkline = await startTrunkline({ alone: true })
    await use(trunkline)
    await trunkline.close()
  },
  account: async ({ trunkline }, use) => verified(await trunkline.account(), use),
  phone: async ({ account }, use) => use(await account.phone()),
  clock: async ({ trunkline }, use) => use(trunkline.clock),
})

/** For a file whose tests share what they use with `beforeAll`: a server for all of its tests, an account and a phone for each. */
export function useTrunkline(options: UseOptions = {}): InUse {
  return useWith({ beforeAll, afterAll, beforeEach, afterEach }, options)
}

async function verified(account: Account, use: (account: Account) => Promise<void>): Promise<void> {
  await use(account)
  try {
    await account.verify()
  } finally {
    await account.close()
  }
}
