import { test as base, expect as baseExpect, type TestInfo } from '@playwright/test'
import type { Account } from './account.ts'
import type { Clock } from './clock.ts'
import { matchers, type TrunklineMatchers } from './matchers.ts'
import type { Phone } from './phone.ts'
import { startShared, startTrunkline } from './start-trunkline.ts'
import type { Trunkline } from './trunkline.ts'
import { timelineLines, timelinePage } from './timeline.ts'

export * from './testing.ts'

declare global {
  namespace PlaywrightTest {
    interface Matchers<R, T = unknown> extends TrunklineMatchers<R> {}
  }
}

interface TestFixtures {
  /** An account of this test alone; afterwards it is verified, and its timeline attached where the test failed. */
  account: Account
  phone: Phone
}
interface WorkerFixtures {
  /** A server that all tests of the worker share. */
  trunkline: Trunkline
}

/** `test` of Playwright with `account`, `phone` and `trunkline`: a server for each worker, an account and a phone for each test. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  trunkline: [
    async ({}, use) => {
      const trunkline = await startShared()
      await use(trunkline)
      await trunkline.close()
    },
    { scope: 'worker' },
  ],
  account: async ({ trunkline }, use, info) => verified(await trunkline.account(), use, info),
  phone: async ({ account }, use) => use(await account.phone()),
})

/** The same with a server of the test’s own, for who moves its `clock`, resets it, or lets faults strike everybody. */
export const ownServerTest = base.extend<TestFixtures & { trunkline: Trunkline; clock: Clock }>({
  trunkline: async ({}, use) => {
    const trunkline = await startTrunkline({ alone: true })
    await use(trunkline)
    await trunkline.close()
  },
  account: async ({ trunkline }, use, info) => verified(await trunkline.account(), use, info),
  phone: async ({ account }, use) => use(await account.phone()),
  clock: async ({ trunkline }, use) => use(trunkline.clock),
})

/** `expect` of Playwright with the matchers of the kit. */
export const expect = baseExpect.extend(matchers)

async function verified(account: Account, use: (account: Account) => Promise<void>, info: TestInfo): Promise<void> {
  await use(account)
  const hasFailed = () => info.status !== info.expectedStatus
  const failure = hasFailed() ? null : await failureOf(account.verify())
  try {
    if (failure !== null || hasFailed()) await attach(account, info)
  } finally {
    await account.close()
  }
  if (failure !== null) throw failure
}

/** What a promise was rejected with; null where it was not. */
const failureOf = (promise: Promise<void>): Promise<Error | null> =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  )

async function attach(account: Account, info: TestInfo): Promise<void> {
  const entries = await account.timeline()
  const page = timelinePage(info.title, entries)
  await info.attach('trunkline-timeline.ndjson', { body: timelineLines(entries), contentType: 'application/x-ndjson' })
  await info.attach('trunkline-timeline.html', { body: page, contentType: 'text/html' })
}
