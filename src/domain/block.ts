import type { Instant } from './clock.ts'

/**
 * Why something is not sent: the recipient asked for silence, is out of the sender's reach, has no phone that takes texts, or is not
 * to be called.
 */
export const blockKinds = ['opted-out', 'unreachable', 'not-mobile', 'not-callable'] as const
export type BlockKind = (typeof blockKinds)[number]

/** A recipient to whom an account does not write, or whom it does not call. */
export interface Block {
  key: string
  accountSid: string
  /** As messages show it. */
  to: string
  /** From whom: a number or another sender, the SID of a messaging service for all of its senders, empty for everyone of the account. */
  sender: string
  kind: BlockKind
  dateCreated: Instant
}

export type BlockedPair = Pick<Block, 'accountSid' | 'to' | 'sender' | 'kind'>

/** One block a pair and kind: what is blocked twice is blocked once. */
export const blockKey = ({ accountSid, to, sender, kind }: BlockedPair): string =>
  `${accountSid}:${to}:${sender}:${kind}`

export interface BlockQueries {
  /** Everything that keeps an account from this recipient. */
  against(accountSid: string, to: string): Promise<readonly Block[]>
  /** By recipient, at most `limit`, those behind the key when one is given. */
  list(accountSid: string, limit: number, after?: string): Promise<readonly Block[]>
}
