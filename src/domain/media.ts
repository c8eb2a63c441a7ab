import type { Instant } from './clock.ts'
import type { Page, PageRequest } from './page.ts'

/** A file that belongs to a message. It stays when its message is deleted. */
export interface Media {
  sid: string
  accountSid: string
  messageSid: string
  /** Its place among the media of the message, from 0. */
  place: number
  /** A media type without parameters (RFC 9110 §8.3.1). */
  contentType: string
  /** In bytes. */
  size: number
  dateCreated: Instant
  dateUpdated: Instant
}

/** Some of the bytes of a file, as many as one write may hold without keeping others waiting. */
export interface MediaPart {
  /** The file's SID and the part's place, as `partKeysOf` writes them. */
  key: string
  /** In base64, which every database keeps as it is. */
  content: string
}

/** How many bytes a part holds: a multiple of three, so that the base64 of parts can be joined. */
export const partSize = 192 * 1024

/** The most that the media of one message may have together, in bytes, as the service states it for messages with media. */
export const mostMediaBytes = 5 * 1024 * 1024

/** The keys of the parts of a file of this size, in order. */
export const partKeysOf = (sid: string, size: number): string[] =>
  Array.from({ length: Math.ceil(size / partSize) }, (_, place) => `${sid}.${place}`)

export interface MediaFilter {
  /** Inclusive. */
  createdFrom?: Instant
  /** Exclusive. */
  createdBefore?: Instant
}

export interface MediaQueries {
  find(accountSid: string, messageSid: string, sid: string): Promise<Media | null>
  /** Newest first. */
  list(accountSid: string, messageSid: string, filter: MediaFilter, page: PageRequest): Promise<Page<Media>>
  /** All media of these messages, each message's in their order. */
  ofMessages(messageSids: readonly string[]): Promise<readonly Media[]>
  /** The bytes; null when they were deleted meanwhile. */
  content(media: Pick<Media, 'sid' | 'size'>): Promise<Uint8Array | null>
}
