import type { Account } from './account.ts'
import type { Instant } from './clock.ts'
import type { Receipt } from './carrier.ts'
import type { IncomingPhoneNumber, NumberType } from './incoming-phone-number.ts'
import type { Job } from './job.ts'
import type { Message, MessageEvent } from './message.ts'
import type { PhoneMessage, VirtualPhone } from './virtual-phone.ts'
import type { WebhookAttempt } from './webhook.ts'

/** One part of a message that a carrier took, found again by the id that the carrier gave it. */
export interface HandedPart {
  /** `carrier:id`, as `partKey` writes it. */
  key: string
  messageSid: string
  part: number
  parts: number
  /** Null until its receipt came. */
  status: Receipt['status'] | null
  code: number | null
  at: Instant
}

/** A receipt that came before the carrier's answer: it waits for the part that it speaks of. */
export interface EarlyReceipt {
  key: string
  status: Receipt['status']
  code: number | null
  at: Instant
}

export const partKey = (carrier: string, carrierId: string) => `${carrier}:${carrierId}`

/** Everything that is kept, by the noun under which it is kept. */
export interface Records {
  account: Account
  incomingPhoneNumber: IncomingPhoneNumber
  message: Message
  messageEvent: MessageEvent
  job: Job
  handedPart: HandedPart
  earlyReceipt: EarlyReceipt
  webhookAttempt: WebhookAttempt
  virtualPhone: VirtualPhone
  phoneMessage: PhoneMessage
}
export type Noun = keyof Records

/** The field by which a record is found, changed and removed. */
export const keyOf = {
  account: 'sid',
  incomingPhoneNumber: 'sid',
  message: 'sid',
  messageEvent: 'id',
  job: 'id',
  handedPart: 'key',
  earlyReceipt: 'key',
  webhookAttempt: 'id',
  virtualPhone: 'phoneNumber',
  phoneMessage: 'id',
} as const satisfies Record<Noun, string>

export type Counter = 'messages'

/** Something done to one record. */
export type RecordOperation = {
  [N in Noun]:
    | { do: 'add'; noun: N; record: Records[N] }
    | { do: 'change'; noun: N; key: string; values: Partial<Records[N]> }
    | { do: 'remove'; noun: N; key: string }
}[Noun]

export type Operation = RecordOperation | { do: 'count'; accountSid: string; counter: Counter; by: number }

/** What must hold when the write is kept. A write whose guard fails changes nothing, and disturbs no other write. */
export type Guard = {
  [N in Noun]:
    /** The record exists, and each named field has one of the values given. */
    | { require: 'present'; noun: N; key: string; where: { [F in keyof Records[N]]?: readonly Records[N][F][] } }
    /** No record has this value in this field, which must be one that the store keeps unique. */
    | { require: 'absent'; noun: N; field: keyof Records[N] & string; value: string }
}[Noun]

/**
 * A write is a value: what to do, and what must hold for it. `accept` marks a promise to a client, which is refused rather than kept
 * waiting when too much waits already; an `outcome` is always taken.
 */
export interface Write {
  kind: 'accept' | 'outcome'
  operations: readonly Operation[]
  guards: readonly Guard[]
}

export type KeepResult =
  | { kept: true }
  /** A guard failed. Nothing of this write was done. */
  | { kept: false; because: 'guard'; broken: Guard }
  /** More waits than two seconds of work. Nothing of this write was done. */
  | { kept: false; because: 'busy' }
  /** The database itself refused this write: a bug of ours, or another process was first. Nothing of it was done. */
  | { kept: false; because: 'refused'; reason: string }

export const add = <N extends Noun>(noun: N, record: Records[N]) => ({ do: 'add', noun, record }) as RecordOperation
export const change = <N extends Noun>(noun: N, key: string, values: Partial<Records[N]>) =>
  ({ do: 'change', noun, key, values }) as RecordOperation
export const remove = (noun: Noun, key: string) => ({ do: 'remove', noun, key }) as RecordOperation
export const count = (accountSid: string, counter: Counter, by: number): Operation => ({
  do: 'count',
  accountSid,
  counter,
  by,
})

export const present = <N extends Noun>(
  noun: N,
  key: string,
  where: { [F in keyof Records[N]]?: readonly Records[N][F][] } = {},
) => ({ require: 'present', noun, key, where }) as Guard
export const absent = <N extends Noun>(noun: N, field: keyof Records[N] & string, value: string) =>
  ({ require: 'absent', noun, field, value }) as Guard

export const accept = (operations: readonly Operation[], guards: readonly Guard[] = []): Write => ({
  kind: 'accept',
  operations,
  guards,
})
export const outcome = (operations: readonly Operation[], guards: readonly Guard[] = []): Write => ({
  kind: 'outcome',
  operations,
  guards,
})

/** Where a page starts. Keys are those of the first or last row of a page already shown. */
export interface Anchor {
  /** The list's sort value at the anchor; null for a message that is neither sent nor failed. */
  at: Instant | null
  sid: string
  direction: 'after' | 'before'
  /** For messages that have no `at`: when the anchor was created. */
  created?: Instant
}

export interface PageRequest {
  size: number
  /** Rows after or before this one; when absent, `skip` rows are passed over from the start. */
  anchor?: Anchor
  skip: number
}

export interface Page<T> {
  rows: readonly T[]
  /** Whether a further page follows, and whether one comes before. */
  hasNext: boolean
  hasPrevious: boolean
}

export interface MessageFilter {
  to?: string
  from?: string
  /** Inclusive. */
  sentFrom?: Instant
  /** Exclusive. */
  sentBefore?: Instant
}

export interface NumberFilter {
  /** A pattern of digits in which `*` stands for any digit; matched anywhere in the number. */
  phoneNumber?: string
  friendlyName?: string
  beta?: boolean
  origin?: string
  type?: NumberType
}

export interface AccountFilter {
  friendlyName?: string
  status?: Account['status']
}

/** Takes jobs that may be done now, in the order in which they fell due, and hides them from others for the lease. */
export interface Claim {
  deeds: readonly string[]
  limit: number
  now: Instant
  /** Milliseconds of real time. */
  lease: number
  /** How many of a lane's weight may pass each second; Infinity for no bound. */
  rateOf(lane: string): number
}

/** Everything that is kept, and how to ask for it. The store fills it, for SQLite and for PostgreSQL alike. */
export interface Ledger {
  /** Answers after the commit that this write shared with whatever else was waiting. */
  keep(write: Write): Promise<KeepResult>

  readonly accounts: {
    find(sid: string): Promise<Account | null>
    /** The account itself and, for a parent, its subaccounts; newest first. */
    list(ownerSid: string, filter: AccountFilter, page: PageRequest): Promise<Page<Account>>
    /** The account that was made first, the one that the start prints. */
    first(kind: Account['kind']): Promise<Account | null>
    count(): Promise<number>
  }
  readonly incomingPhoneNumbers: {
    find(accountSid: string, sid: string): Promise<IncomingPhoneNumber | null>
    /** Who owns this number, among all accounts. */
    owner(phoneNumber: string): Promise<IncomingPhoneNumber | null>
    /** Which of these numbers somebody owns. */
    taken(phoneNumbers: readonly string[]): Promise<ReadonlySet<string>>
    list(accountSid: string, filter: NumberFilter, page: PageRequest): Promise<Page<IncomingPhoneNumber>>
  }
  readonly messages: {
    find(accountSid: string, sid: string): Promise<Message | null>
    many(sids: readonly string[]): Promise<ReadonlyMap<string, Message>>
    list(accountSid: string, filter: MessageFilter, page: PageRequest): Promise<Page<Message>>
    /** How many the filter finds: from counters without a filter, else by counting, and null above `atMost`. */
    count(accountSid: string, filter: MessageFilter, atMost: number): Promise<number | null>
    events(messageSid: string): Promise<readonly MessageEvent[]>
  }
  readonly handedParts: {
    many(keys: readonly string[]): Promise<ReadonlyMap<string, HandedPart>>
    ofMessages(messageSids: readonly string[]): Promise<readonly HandedPart[]>
  }
  readonly earlyReceipts: {
    many(keys: readonly string[]): Promise<ReadonlyMap<string, EarlyReceipt>>
  }
  readonly webhookAttempts: {
    ofMessage(messageSid: string): Promise<readonly WebhookAttempt[]>
  }
  readonly phones: {
    find(phoneNumber: string): Promise<VirtualPhone | null>
    many(phoneNumbers: readonly string[]): Promise<ReadonlyMap<string, VirtualPhone>>
    list(limit: number): Promise<readonly VirtualPhone[]>
    /** Newest last, at most `limit`, those after the id when one is given. */
    inbox(phoneNumber: string, limit: number, after?: string): Promise<readonly PhoneMessage[]>
  }
  readonly jobs: {
    claim(claim: Claim): Promise<readonly Job[]>
    /** When the next job of these deeds may be taken: by the clock, or in real time; null when none waits. */
    next(deeds: readonly string[]): Promise<{ due: Instant | null; hiddenUntil: Instant | null }>
    /** How many jobs of a deed wait or are being done, for the drain at shutdown and for tests. */
    pending(deeds?: readonly string[]): Promise<number>
  }
  /** Removes at most `limit` records of each kind that are older; says how many went. */
  prune(before: { events: Instant; webhookAttempts: Instant; handedParts: Instant }, limit: number): Promise<number>
  /** Whether the database answers. */
  ready(): Promise<boolean>
}
