import { fileURLToPath } from 'node:url'
import type { Application } from './application.ts'
import { askList, type ListFilter } from './ask-list.ts'
import { nodeOptionsWith, setVariables, withoutProxy } from './environment.ts'
import { type Faults, openFaults } from './faults.ts'
import { sdkHttpClient } from './http-client.ts'
import { interceptHere, type Interception } from './intercept.ts'
import { openPhone, type Phone, type PhoneWish } from './phone.ts'
import { type ReceivedMessage, statusHistoryOf } from './received-message.ts'
import { timelineOf, type TimelineEntry } from './timeline.ts'
import { type Tolerated, verify } from './verify.ts'
import { openWebhooks, settle, setWebhook, type WebhookPaths, type Webhooks } from './webhooks.ts'
import type { AccountRecord, AlertRecord, MessageRecord, RefusedRequest } from './wire-shapes.ts'
import type { World } from './world.ts'

/** An account as it is opened. */
export interface AccountWish {
  friendlyName?: string
  /** How many numbers it gets, 1 unless said, 20 at most. */
  numbers?: number
  /** On trial it writes to verified numbers only. */
  type?: 'Full' | 'Trial'
}

/** An account with credentials and numbers of its own: tests that each have one meet nowhere. */
export interface Account extends AsyncDisposable {
  readonly sid: string
  readonly authToken: string
  readonly phoneNumber: string
  readonly phoneNumbers: readonly string[]
  /**
   * What a program reads from its environment: `TWILIO_ACCOUNT_SID`, `TWILIO_AUTH_TOKEN`, `TWILIO_PHONE_NUMBER`, `TRUNKLINE_URL`. With
   * `intercept` also `NODE_OPTIONS`, by which a Node that is started takes what it asks of `*.twilio.com` to the server.
   */
  env(options?: { intercept?: boolean }): Record<string, string>
  /** The official SDK (3 to 6) of the application, opened for this account at the server: `account.client(twilio)`. */
  client<Client>(sdk: (sid: string, authToken: string, options: never) => Client, options?: object): Client
  /**
   * Lets the application that is in this process reach the server unchanged: sets the variables of `env()`, and takes what goes to
   * `*.twilio.com` to the server, until it is undone or the account is closed.
   */
  intercept(): Interception
  /**
   * Tells the server where the application is: its address, or the application itself, which is then served on a free port. With
   * `{ sms: '/sms', voice: '/voice' }` the paths of each. Answers its address.
   */
  webhook(application: string | Application, paths?: WebhookPaths): Promise<string>
  /** A phone with a number that is nobody's, or that of a number. */
  phone(number?: string, wish?: PhoneWish): Promise<Phone>
  readonly faults: Faults
  readonly webhooks: Webhooks
  /** What it sent and got, newest first: a hundred unless said. */
  messages(filter?: ListFilter): Promise<readonly MessageRecord[]>
  /** What it asked of the REST API in vain, newest first. */
  refused(filter?: ListFilter): Promise<readonly RefusedRequest[]>
  /** What went wrong between its application and the server, newest first. */
  alerts(filter?: { code?: number; limit?: number }): Promise<readonly AlertRecord[]>
  /** One of them, for `expect(account.message(sid)).toHaveStatusHistory(['queued', 'sending', 'failed'])`. */
  message(sid: string): Pick<ReceivedMessage, 'statusHistory'>
  /** Resolves when nothing that is due is left to do for it. */
  settle(options?: { timeout?: number }): Promise<void>
  /** Throws when it asked for what is not implemented, or when a webhook failed; what is named is let pass. */
  verify(tolerated?: Tolerated): Promise<void>
  /** Lets `verify` pass these, whoever calls it. */
  tolerate(tolerated: Tolerated): void
  /** Everything that happened to it, in order. */
  timeline(): Promise<readonly TimelineEntry[]>
  /** Stops serving its application, and undoes what it changed in this process. The account itself stays for who looks later. */
  close(): Promise<void>
}

/** What a Node loads before a program. */
const preload = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './preload.ts' : './preload.cjs', import.meta.url),
)

/** Opens an account at the server. */
export async function openAccount(wish: AccountWish, world: World): Promise<Account> {
  const { wire } = world
  const { sid, authToken, phoneNumbers } = await wire.ask<AccountRecord>('POST', '/accounts', wish)
  const [phoneNumber = ''] = phoneNumbers
  const ends: (() => void | Promise<void>)[] = []
  const thrown: (readonly unknown[])[] = []
  let letPass: Tolerated = {}

  async function close(): Promise<void> {
    leaveOut()
    for (const end of ends.splice(0).reverse()) await end()
  }
  const leaveOut = world.atClose(close)

  const env = ({ intercept = false }: { intercept?: boolean } = {}) => ({
    TWILIO_ACCOUNT_SID: sid,
    TWILIO_AUTH_TOKEN: authToken,
    ...(phoneNumber !== '' && { TWILIO_PHONE_NUMBER: phoneNumber }),
    TRUNKLINE_URL: wire.url,
    ...(intercept && { NODE_OPTIONS: nodeOptionsWith(preload) }),
  })
  const settled = ({ timeout }: { timeout?: number } = {}) => settle(world, sid, timeout)
  const owner = {
    sid,
    phoneNumber: phoneNumber || null,
    settle: settled,
    atClose: (end: () => void) => void ends.push(end),
  }
  return {
    sid,
    authToken,
    phoneNumber,
    phoneNumbers,
    env,
    client: (sdk, options = {}) => sdk(sid, authToken, { ...options, httpClient: sdkHttpClient(wire) } as never),
    intercept() {
      const restore = setVariables({ ...withoutProxy(), ...env() })
      const interception = interceptHere(wire.url)
      let undone = false
      const undo = () => {
        if (undone) return
        undone = true
        interception.undo()
        restore()
      }
      ends.push(undo)
      return {
        get connections() {
          return interception.connections
        },
        undo,
        [Symbol.dispose]: undo,
      }
    },
    async webhook(application, paths = {}) {
      const served = await setWebhook(application, paths, { sid, authToken, phoneNumbers }, world)
      thrown.push(served.thrown)
      ends.push(() => served.close())
      return served.url
    },
    phone: (number, wish = {}) => openPhone(number, wish, owner, world),
    faults: openFaults(world, sid),
    webhooks: openWebhooks(sid, world),
    messages: (filter = {}) => askList(wire, 'messages', sid, { limit: 100, ...filter }),
    refused: (filter = {}) => askList(wire, 'requests', sid, filter),
    alerts: (filter = {}) => askList(wire, 'alerts', sid, filter),
    message: (sid) => ({ statusHistory: () => statusHistoryOf(sid, wire) }),
    settle: settled,
    verify: (tolerated = {}) => verify(sid, { ...letPass, ...tolerated }, thrown.flat(), world),
    tolerate(tolerated) {
      letPass = { ...letPass, ...tolerated }
    },
    timeline: () => timelineOf(sid, wire),
    close,
    [Symbol.asyncDispose]: close,
  }
}
