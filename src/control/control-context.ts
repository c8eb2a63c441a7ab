import type { Clock } from '../domain/clock.ts'
import type { Inventory } from '../domain/inventory.ts'
import type { LiveFaults } from '../faults/live-faults.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Settled } from '../jobs/settle.ts'
import type { Timekeeper } from '../jobs/timekeeper.ts'
import type { World } from '../domain/snapshot.ts'
import type { PhoneCalls, PhoneTexts } from '../domain/phone-actions.ts'
import type { WebhookCaller } from '../webhooks/call-webhook.ts'
import type { Live } from './live.ts'

/** What the control API needs of others. */
export interface ControlPorts {
  /** What changes the world of a test is there in development only. */
  mode: 'development' | 'production'
  ledger: Ledger
  clock: Clock
  /** Where numbers come from. */
  inventory: Pick<Inventory, 'find' | 'inAreaCode' | 'search'>
  /** Who moves the clock. Null in production, and where another program does. */
  timekeeper: Timekeeper | null
  /** Waits until nothing is left to do that is due: of an account, or of all. */
  settle(accountSid: string | null, signal: AbortSignal): Promise<Settled>
  /** Null in production. */
  world: World | null
  /** Resolves when the requests that were refused so far are kept: they are noted behind their answers. */
  refusedKept(): Promise<void>
  /** What accounts have to spend that were not given anything else, in 1/100,000 of their currency. */
  startingBalance: number
  /** What people do with virtual phones. Null where there are none. */
  texts: PhoneTexts | null
  calls: PhoneCalls | null
  /** Calls applications and fetches files, by the address rules of the mode. */
  webhooks: Pick<WebhookCaller, 'call' | 'fetchFile'>
  /** What is to go wrong on purpose. Null in production. */
  faults: LiveFaults | null
  /** Aborts when the server closes: who waits is answered. */
  closing: AbortSignal
}

/** What the control API works on. */
export interface ControlContext extends ControlPorts {
  live: Live
}
