import type { Records } from './records.ts'

/** What is told to whoever follows the server live: each of these, once it is kept. Never changed, so that telling late tells the same. */
export const feedNouns = ['messageEvent', 'transcriptLine', 'webhookAttempt', 'phoneMessage'] as const
export type FeedNoun = (typeof feedNouns)[number]

/** Something that was kept, with its place in the feed. */
export type FeedEntry = { [N in FeedNoun]: { place: FeedPlace; noun: N; record: Records[N] } }[FeedNoun]

/** A text without meaning to others: places follow each other in the order of commits. */
export type FeedPlace = string

/** Before everything. */
export const feedStart: FeedPlace = '0-0-0'

export interface FeedQueries {
  /** Behind everything that is kept now. */
  end(): Promise<FeedPlace>
  /**
   * What was kept after this place, `limit` at most, and the place up to which that is everything: whatever is kept later, by any process, comes
   * behind it. The same place where there is nothing. `missed`: on the way everything became another, and more was kept and removed than is told.
   */
  after(place: FeedPlace, limit: number): Promise<{ entries: readonly FeedEntry[]; place: FeedPlace; missed: boolean }>
  /** Whether everything after this place can still be told; false also for a text that is no place. */
  reachesBack(place: FeedPlace): Promise<boolean>
  /** Calls the listener after each commit of this process. Answers how to stop that. */
  listen(listener: () => void): () => void
}
