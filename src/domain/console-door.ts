import type { Instant } from './clock.ts'

/** The key of the one record that there is. */
export const theDoor = 'door'

/** By what people come into the console, beside the token of programs. */
export interface ConsoleDoor {
  key: typeof theDoor
  /** Null as long as nobody chose a password. */
  passwordHash: string | null
  /** Of the one-time token with which a password may be chosen. */
  tokenHash: string | null
  tokenUntil: Instant | null
  /** Sessions of another epoch are over: all of them end in one write. */
  epoch: number
}

/** A browser that was let in. Its id is known to the browser alone, and changes while the login lasts. */
export interface ConsoleSession {
  /** The hash of the id. */
  key: string
  /** Stays the same as long as the login lasts. */
  login: string
  epoch: number
  /** When somebody logged in. */
  begun: Instant
  /** When this id was made. */
  minted: Instant
  /** When it was last used, give or take some minutes. */
  seen: Instant
  /** Until when it counts although another id has taken its place; null for the id that counts. */
  until: Instant | null
}

/** In milliseconds. */
export const sessionTimes = {
  /** Without being used. */
  idle: 12 * 3_600_000,
  /** From the login on. */
  whole: 7 * 24 * 3_600_000,
  /** After which an id is exchanged for another. */
  rotation: 3_600_000,
  /** How long the id before still counts, for requests that were on their way. */
  grace: 60_000,
  /** How old a note of its use may be. */
  seen: 5 * 60_000,
} as const

/** Whether a session lets in: not ended, not forgotten, not too old. */
export const isAlive = ({ epoch, begun, seen, until }: ConsoleSession, door: ConsoleDoor, now: Instant): boolean =>
  epoch === door.epoch &&
  now < begun + sessionTimes.whole &&
  now < seen + sessionTimes.idle &&
  (until === null || now < until)

export interface ConsoleDoorQueries {
  /** Null before anybody needed one. */
  find(): Promise<ConsoleDoor | null>
  session(key: string): Promise<ConsoleSession | null>
  /** Under the ids that a login has had of late. */
  ofLogin(login: string): Promise<readonly ConsoleSession[]>
  /** Those longest unused first. */
  sessions(limit: number): Promise<readonly ConsoleSession[]>
}
