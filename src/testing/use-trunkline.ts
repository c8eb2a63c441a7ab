import type { Account, AccountWish } from './account.ts'
import { loadAhead } from './find-server.ts'
import { TrunklineError } from './kit-error.ts'
import type { Phone } from './phone.ts'
import { startShared, startTrunkline, type TrunklineOptions } from './start-trunkline.ts'
import type { Trunkline } from './trunkline.ts'

export interface UseOptions extends TrunklineOptions {
  /** Whether every test has an account of its own (`test`, unless said), or all of the file share one. */
  account?: 'test' | 'file'
  /** What the accounts are. */
  wish?: AccountWish
  /** Lets the application in this process reach the server unchanged: `account.intercept()` for each account. */
  intercept?: boolean
  /** Fails tests behind which something went wrong, as `account.verify()` does; true unless said. */
  verify?: boolean
}

/** What the tests of a file use: it is there from `beforeAll` on, the phone and an account of its own in each test. */
export interface InUse {
  readonly trunkline: Trunkline
  readonly account: Account
  readonly phone: Phone
}

/** What runners call before and after. */
export interface Hooks {
  beforeAll(run: () => Promise<void>): void
  afterAll(run: () => Promise<void>): void
  beforeEach(run: () => Promise<void>): void
  afterEach(run: () => Promise<void>): void
}

/** Opens what the tests of a file use in the hooks of their runner, and closes it there. */
export function useWith(
  { beforeAll, afterAll, beforeEach, afterEach }: Hooks,
  { account: scope = 'test', wish = {}, intercept = false, verify = true, ...options }: UseOptions,
): InUse {
  loadAhead()
  let trunkline: Trunkline | null = null
  let account: Account | null = null
  let phone: Phone | null = null

  async function open() {
    account = await there(trunkline, 'The server').account(wish)
    if (intercept) account.intercept()
  }
  async function end() {
    const ended = account
    account = null
    if (!ended) return
    try {
      if (verify) await ended.verify()
    } finally {
      await ended.close()
    }
  }

  beforeAll(async () => {
    trunkline = await (options.alone ? startTrunkline : startShared)(options)
    if (scope === 'file') await open()
  })
  beforeEach(async () => {
    if (scope === 'test') await open()
    phone = await there(account, 'The account').phone()
  })
  afterEach(async () => {
    phone = null
    if (scope === 'test') await end()
  })
  afterAll(async () => {
    try {
      await end()
    } finally {
      await trunkline?.close()
      trunkline = null
    }
  })
  return {
    get trunkline() {
      return there(trunkline, 'The server')
    },
    get account() {
      return there(account, 'The account')
    },
    get phone() {
      return there(phone, 'The phone')
    },
  }
}

function there<T>(one: T | null, what: string): T {
  if (one !== null) return one
  throw new TrunklineError(
    `${what} is there within tests and their hooks only.\nTry: \`const trunkline = useTrunkline()\`, and \`trunkline.account\` in the test`,
  )
}
