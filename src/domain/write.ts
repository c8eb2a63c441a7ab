import type { Noun, Records } from './records.ts'

/** What is counted: messages, and what is used, by day. */
export type Counter = 'messages' | `usage:${string}`

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
