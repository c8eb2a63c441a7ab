import type { Instant } from './clock.ts'
import type { HttpMethod } from './incoming-phone-number.ts'
import type { Page, PageRequest } from './page.ts'

export const recordingStatuses = ['in-progress', 'paused', 'stopped', 'processing', 'completed', 'absent'] as const
export type RecordingStatus = (typeof recordingStatuses)[number]

/** Whether sound may still be added to it. */
export const isRecording = (status: RecordingStatus): boolean => status === 'in-progress' || status === 'paused'

export const recordingChannels = ['mono', 'dual'] as const
export type RecordingChannels = (typeof recordingChannels)[number]
export const recordingTracks = ['inbound', 'outbound', 'both'] as const
export type RecordingTrack = (typeof recordingTracks)[number]
/** The steps of a recording that an application may ask to be told of. */
export const recordingEvents = ['in-progress', 'completed', 'absent'] as const
export type RecordingEvent = (typeof recordingEvents)[number]
export const trims = ['trim-silence', 'do-not-trim'] as const
export type Trim = (typeof trims)[number]
/** What becomes of the time of a pause: left out, or kept as silence. */
export const pauseBehaviors = ['skip', 'silence'] as const
export type PauseBehavior = (typeof pauseBehaviors)[number]

/** By what a recording was begun. */
export const recordingSources = [
  'DialVerb',
  'Conference',
  'OutboundAPI',
  'Trunking',
  'RecordVerb',
  'StartCallRecordingAPI',
  'StartConferenceRecordingAPI',
] as const
export type RecordingSource = (typeof recordingSources)[number]

/** Who is told how a recording goes, and of which steps. */
export interface RecordingReporting {
  url: string
  method: HttpMethod
  events: readonly RecordingEvent[]
}

/** Sound of a call. */
export interface Recording {
  sid: string
  accountSid: string
  callSid: string
  status: RecordingStatus
  source: RecordingSource
  channels: number
  track: RecordingTrack
  trim: Trim
  reporting: RecordingReporting | null
  apiVersion: string
  startTime: Instant
  /** Since when sound is being added; null while it is paused without silence, and when it has ended. */
  runningSince: Instant | null
  /** Milliseconds of sound from before `runningSince`. */
  recorded: number
  /** Seconds; null until it has ended. */
  duration: number | null
  /** In 1/100,000 of the price unit, negative; null until it is billed. */
  price: number | null
  priceUnit: string
  errorCode: number | null
  dateCreated: Instant
  dateUpdated: Instant
}

/** Milliseconds of sound that it holds at this moment. */
export const soundOf = ({ recorded, runningSince }: Recording, now: Instant): number =>
  recorded + (runningSince === null ? 0 : Math.max(now - runningSince, 0))

export interface RecordingFilter {
  callSid?: string
  /** Inclusive. */
  createdFrom?: Instant
  /** Exclusive. */
  createdBefore?: Instant
}

export interface RecordingQueries {
  find(accountSid: string, sid: string): Promise<Recording | null>
  many(sids: readonly string[]): Promise<ReadonlyMap<string, Recording>>
  /** Newest first. */
  list(accountSid: string, filter: RecordingFilter, page: PageRequest): Promise<Page<Recording>>
  count(accountSid: string, filter: RecordingFilter): Promise<number>
  /** Those of a call to which sound may still be added, newest first. */
  running(callSid: string): Promise<readonly Recording[]>
}
