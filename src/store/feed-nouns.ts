import { type FeedNoun, feedNouns } from '../domain/feed.ts'
import { tables } from './tables.ts'

/** The noun that a table holds, where the feed tells of it. */
export const feedNounOf: ReadonlyMap<string, FeedNoun> = new Map(feedNouns.map((noun) => [tables[noun].name, noun]))
