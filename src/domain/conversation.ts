import type { Instant } from './clock.ts'

/** What is remembered between a person and a number of an account, from one message to the next. */
export interface Conversation {
  key: string
  accountSid: string
  /** What the application asked us to send back to it, by name. */
  cookies: readonly Cookie[]
  /** After this moment without a message the cookies are forgotten. */
  cookiesUntil: Instant
  /** Since when replies are counted, and how many there were. */
  repliesSince: Instant
  replies: number
  at: Instant
}

/** A cookie (RFC 6265) of one host and path. */
export interface Cookie {
  name: string
  value: string
  /** The host that set it, and whether hosts under it get it, too. */
  domain: string
  hostOnly: boolean
  path: string
  secure: boolean
  /** Null until the conversation forgets it. */
  expires: Instant | null
}

/** One conversation a pair: `theirs` is the person, `ours` the number of the account. */
export const conversationKey = (accountSid: string, theirs: string, ours: string): string =>
  `${accountSid}:${theirs}:${ours}`

export interface ConversationQueries {
  find(key: string): Promise<Conversation | null>
}
