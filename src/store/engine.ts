import type { CompiledQuery, Kysely, RawBuilder } from 'kysely'
import type { KeepResult, Operation, Write } from '../domain/write.ts'
import type { Database } from './tables.ts'

/** One database: how it is read, and how what waits is written. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  readonly reader: Kysely<Database>
  /** How many groups may be under way at once. */
  readonly groupsAtOnce: number
  /** Real time in milliseconds, as SQL: the database's own where several machines share it. */
  readonly realNow: RawBuilder<number>
  /** What makes a claim pass over rows that another process is taking. */
  readonly skipLocked: RawBuilder<unknown>
  /** Below which position no row can come into the feed any more. What is read afterwards shows all of them. */
  feedEnd(): Promise<number>
  /** Keeps a group in one transaction. Answers in the order of the writes, after the commit. */
  commit(group: readonly Write[]): Promise<readonly KeepResult[]>
  /** Runs one statement that writes. */
  execute<Row>(query: CompiledQuery<Row>): Promise<readonly Row[]>
  /** Runs statements, then does what these operations say, in one transaction. It fails as a whole. */
  transact(statements: readonly string[], operations?: readonly Operation[]): Promise<void>
  close(): Promise<void>
}

/** The database cannot be opened: what was tried, why it failed, and what may help. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

/** An address as it may be shown. */
export const withoutPassword = (url: string) =>
  url.replace(/(\/\/[^:/?#]*):[^?#]*@/, '$1:…@').replace(/([?&]password=)[^&]*/, '$1…')
