import type { Account, AccountWish } from './account.ts'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Interception } from './intercept.ts'

/** What the server kept at a moment. */
export interface Snapshot {
  id: string
  at: string
}

/** A server that tests use. */
export interface Trunkline extends AsyncDisposable {
  readonly url: string
  /** Where it runs: in this process, in one of its own, or it ran before. */
  readonly runs: 'here' | 'separate' | 'before'
  /** Opens an account with a number of its own: the unit in which tests are apart from each other. */
  account(wish?: AccountWish): Promise<Account>
  readonly clock: Clock
  /** Faults that strike every account; those of one are at `account.faults`. */
  readonly faults: Faults
  /** Resolves when nothing that is due is left to do. */
  settle(options?: { timeout?: number }): Promise<void>
  snapshot(): Promise<Snapshot>
  /** Lets the server be as it was; the clock goes on. */
  restore(snapshot: Pick<Snapshot, 'id'>): Promise<void>
  /** Lets the server be as it was right after its start. */
  reset(): Promise<void>
  /** Takes what this process asks of `*.twilio.com` to this server, until it is undone or the server is closed. */
  interceptHere(): Interception
  /** Ends what was opened with it, and the server where it was started here. May be called again. */
  close(): Promise<void>
}
