import { createHash } from 'node:crypto'
import type { CallStatus } from './call.ts'
import type { MessageStatus } from './message.ts'
import type { WebhookKind } from './webhook.ts'

/** Where something can go wrong: at the way in, on the way to an application, on the way to and from a carrier. */
export const doors = ['api', 'webhook', 'carrier'] as const
export type Door = (typeof doors)[number]

/** What happens at each door. */
export interface Effects {
  api:
    /** One of status and code is said. */
    | { do: 'answer'; status?: number; code?: number; message?: string }
    | { do: 'delay'; ms: number }
    /** `before`: nothing was done. `after`: everything was kept, and the answer never leaves. */
    | { do: 'drop'; when: 'before' | 'after' }
  webhook:
    | { do: 'answer'; status: number; body?: string }
    | { do: 'delay'; ms: number }
    | { do: 'drop' }
    | { do: 'duplicate'; copies: number }
    | { do: 'reorder' }
    | { do: 'wrong-signature' }
  carrier:
    | { do: 'reject'; code: number }
    | { do: 'fail'; code: number; status?: 'undelivered' | 'failed' }
    | { do: 'lose-receipt' }
    | { do: 'lose-answer' }
    | { do: 'delay'; ms: number }
    | { do: 'defer'; ms: number }
    | { do: 'duplicate'; copies: number }
    | { do: 'reorder' }
}

/** Such a code refuses a call (RFC 3261 §21); any other a message. */
export const [firstSipCode, lastSipCode] = [400, 699]
export const isSipCode = (code: number): boolean => code >= firstSipCode && code <= lastSipCode

/** What is known at each door of what goes through; undefined for what is not known. */
export interface Facts {
  api: Known<'method' | 'path' | 'account' | 'from' | 'to'>
  webhook: Known<'url' | 'account' | 'from' | 'to'> & {
    kind: WebhookKind | undefined
    status: MessageStatus | CallStatus | (string & {}) | undefined
  }
  carrier: Known<'carrier' | 'account' | 'from' | 'to' | 'body'> & { kind: 'message' | 'call' }
}
type Known<Name extends string> = { readonly [N in Name]: string | undefined }

/** What goes wrong, where, and how often: what somebody asks for. */
export type WantedFault = { [D in Door]: WantedFaultAt<D> }[Door]

interface WantedFaultAt<D extends Door> {
  name: string
  on: D
  /** Patterns that must all fit. */
  match: { readonly [N in keyof Facts[D]]?: string }
  effect: Effects[D]
  /** How probable it is each time, in millionths. */
  perMillion: number
  /** How often it happens at most; null for no end. */
  count: number | null
  /** Whose traffic it meets; null for everybody's. */
  accountSid: string | null
}

/** A fault that is set. */
export type Fault = WantedFault & {
  id: string
  /** Where it stands among all. */
  position: number
  /** What its luck hangs on beside the seed: its name, else its place among those of its account. */
  luck: string
  /** How often it could have happened. */
  seen: number
  /** How often it happened. */
  done: number
}

/** What all faults are decided by. */
export interface FaultSeed {
  key: typeof faultSeedKey
  seed: number
  /** Another each time that all faults are replaced, so that of two who do it at once the second sees the first. */
  revision: string
}

/** There is one seed. */
export const faultSeedKey = 'seed'

export const usualSeed = 1

export interface FaultQueries {
  /** In the order in which they are asked. */
  all(): Promise<readonly Fault[]>
  find(id: string): Promise<Fault | null>
  /** Null until one was set. */
  seed(): Promise<FaultSeed | null>
  /** Counts that it could happen so many times, and says the how-manieth the last one is. Null for one that is gone, or has happened as often as it may. */
  see(id: string, times: number): Promise<number | null>
  /** Counts that it happens so many times, or as often as it still may; says how often. */
  take(id: string, times: number): Promise<number>
}

/** Whether a fault is meant for what goes through its door. */
export function isMeantFor(
  { accountSid, match }: Pick<Fault, 'accountSid' | 'match'>,
  facts: Facts[Door] & { account?: string | undefined },
): boolean {
  if (accountSid !== null && accountSid !== facts.account) return false
  const known: Readonly<Record<string, string | undefined>> = facts
  return Object.entries(match).every(([name, pattern]) => {
    const text = known[name]
    if (text === undefined) return false
    if (name === 'path') return fitsPath(pattern, text)
    return name === 'body' ? fits(pattern, text) : fits(pattern.toLowerCase(), text.toLowerCase())
  })
}

/** The end of a path, from one of its slashes on, with or without what tells the form of the answer. */
function fitsPath(pattern: string, path: string): boolean {
  const end = `*${pattern.toLowerCase()}`
  const whole = path.toLowerCase()
  return fits(end, whole) || fits(end, whole.replace(/\.(json|xml|csv|html)$/, ''))
}

/** Of longer texts no more is looked at. */
const longestText = 4096

/** Whether a text is as a pattern says, in which `*` stands for any characters. Takes time in proportion to both. */
export function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*')
  const [first = ''] = parts
  const last = parts.at(-1) ?? ''
  const looked = text.slice(0, longestText)
  if (parts.length === 1) return looked === pattern
  if (looked.length < first.length + last.length || !looked.startsWith(first) || !looked.endsWith(last)) return false
  const end = looked.length - last.length
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = looked.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

/** A number from 0 up to 1 that the same seed, the same luck and the same time always give. */
export const chanceOf = (seed: number, luck: string, time: number): number =>
  createHash('sha256').update(`${seed} ${time} ${luck}`).digest().readUIntBE(0, 6) / 2 ** 48

/** Whether a fault happens the how-manieth time that it could. */
export const happensAt = ({ luck, perMillion }: Pick<Fault, 'luck' | 'perMillion'>, seed: number, time: number) =>
  chanceOf(seed, luck, time) * 1_000_000 < perMillion
