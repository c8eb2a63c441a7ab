import type { Instant } from './clock.ts'
import type { Operation } from './write.ts'

/** Everything that is kept, as it was at some moment, to go back to. */
export interface Snapshot {
  id: string
  /** What time it was then. */
  at: Instant
}

export interface SnapshotQueries {
  /** Oldest first. */
  list(): Promise<readonly Snapshot[]>
  /** Null when there are as many as there may be. */
  take(at: Instant): Promise<Snapshot | null>
  /** Makes everything as it was then, but the clock. An outdated one was taken before the tables changed. */
  restore(id: string): Promise<'restored' | 'unknown' | 'outdated'>
  /** False for one that is not there. */
  remove(id: string): Promise<boolean>
  /** Removes everything but the clock and the snapshots, and does what is said instead. */
  clear(operations: readonly Operation[]): Promise<void>
}

/** There are so many snapshots at most. */
export const mostSnapshots = 16

/** What came of something that is done only while no job is: not done when these deeds did not end. */
export type Quietly<T> = { outcome: 'done'; value: T } | { outcome: 'busy'; underWay: readonly string[] }

/** Everything that is kept, together: to go back to how it was. */
export interface World {
  snapshots(): Promise<readonly Snapshot[]>
  takeSnapshot(): Promise<Quietly<Snapshot | null>>
  restore(id: string): Promise<Quietly<'restored' | 'unknown' | 'outdated'>>
  removeSnapshot(id: string): Promise<boolean>
  /** Makes everything as it was when the server first started, but snapshots; the clock runs on from where it is. */
  reset(): Promise<Quietly<void>>
}
