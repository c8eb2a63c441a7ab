import type { Instant } from './clock.ts'

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

/** Some of a list of everything, newest first unless said: few, where most of what was looked at does not fit. */
export interface Stretch<T> {
  rows: readonly T[]
  /** Before which key the list goes on; null at its end. */
  before: string | null
}

/** How the things that accounts own are found: each under its account, newest first. */
export interface OwnedQueries<T, Filter extends Partial<T> = Partial<T>> {
  find(accountSid: string, sid: string): Promise<T | null>
  /** Only those whose fields have these values. */
  list(accountSid: string, filter: Filter, page: PageRequest): Promise<Page<T>>
}
