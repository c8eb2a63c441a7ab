import type { StatementSync } from 'node:sqlite'
import type { FeedNoun } from '../domain/feed.ts'
import { feedNounOf } from './feed-nouns.ts'
import type { Value } from './tables.ts'

/** What the writer needs of a SQLite connection. */
export interface Connection {
  exec(sql: string): void
  prepare(sql: string): StatementSync
}

/** A statement as it travels to the writer: the number of its text, then its values. */
export type Numbered = [text: number, ...values: Value[]]

/** What a write adds to a counter. */
export type Counted = [accountSid: string, counter: string, by: number]

/** A write as it travels: each question with what it must find (1: a row, 0: none), then the statements, then what it counts. */
export type NumberedWrite = [
  questions: [finds: 0 | 1, question: Numbered][],
  statements: Numbered[],
  counts?: Counted[],
]

/** What became of a write: null when it was kept, the index of the question that was answered wrongly, or why the database refused it. */
export type Outcome = null | number | string

/** What the main thread asks of the writer. Groups travel as JSON text, which is cheaper than a structured clone. */
export type WriterRequest =
  | { id: number; texts: readonly string[]; group: string; script?: readonly string[] }
  | { id: number; sql: string; values: readonly Value[] }
  | { close: true }

export interface SqliteWriter {
  /** Teaches the texts behind the numbers; the first new one has the number after the last. */
  learn(texts: readonly string[]): void
  /** A script is run first, in the same transaction; with one, nothing is kept when anything fails. */
  commit(group: readonly NumberedWrite[], script?: readonly string[]): Outcome[]
  /** Runs one writing statement in a transaction of its own. */
  execute(sql: string, values: readonly Value[]): unknown[]
}

/** What a group keeps beside its rows: the sums of what it counts, and the ids of what the feed tells of. */
interface Tally {
  counts: Map<string, Counted>
  fed: Map<FeedNoun, string[]>
}

const countBy =
  'insert into counter (account_sid, name, writer, value) values (?, ?, ?, ?) ' +
  'on conflict (account_sid, name, writer) do update set value = value + excluded.value'
const feedOn = 'insert into feed (noun, ids) values (?, ?)'

/** `writerNumber` tells which of each counter's rows is this process's own. */
export function sqliteWriter(connection: Connection, writerNumber: number): SqliteWriter {
  const texts: string[] = []
  /** What the text of each number adds, where the feed tells of it. */
  const feeds: (FeedNoun | null)[] = []
  const prepared = new Map<string, StatementSync>()
  const numbered: StatementSync[] = []

  function prepare(sql: string): StatementSync {
    let statement = prepared.get(sql)
    if (!statement) {
      // Questions and claims differ in how many values they name: enough for the usual ones, bounded for the rest.
      if (prepared.size >= 500) prepared.delete(prepared.keys().next().value as string)
      prepared.set(sql, (statement = connection.prepare(sql)))
    }
    return statement
  }

  function statementOf([text]: Numbered): StatementSync {
    return (numbered[text] ??= connection.prepare(texts[text] as string))
  }

  function apply([questions, statements, counts = []]: NumberedWrite, tally: Tally): Outcome {
    for (let i = 0; i < questions.length; i++) {
      const [finds, question] = questions[i]!
      const found = statementOf(question).get(...question.slice(1))
      if ((found === undefined) === (finds === 1)) return i
    }
    for (const statement of statements) statementOf(statement).run(...statement.slice(1))
    for (const [accountSid, counter, by] of counts) {
      const key = `${accountSid} ${counter}`
      const sum = tally.counts.get(key)
      if (sum) sum[2] += by
      else tally.counts.set(key, [accountSid, counter, by])
    }
    for (const [text, id] of statements) {
      const noun = feeds[text]
      if (!noun) continue
      const ids = tally.fed.get(noun)
      if (ids) ids.push(id as string)
      else tally.fed.set(noun, [id as string])
    }
    return null
  }

  function applyOrUndo(write: NumberedWrite, tally: Tally): Outcome {
    connection.exec('savepoint one')
    let outcome: Outcome
    try {
      outcome = apply(write, tally)
    } catch (error) {
      if (!isAboutTheData(error)) throw error
      connection.exec('rollback to one')
      outcome = error.message
    }
    connection.exec('release one')
    return outcome
  }

  /** Applies each write, and what they count together as one row for each counter. */
  function applyAll(
    group: readonly NumberedWrite[],
    applyOne: typeof apply,
    script: readonly string[] = [],
  ): Outcome[] {
    return inTransaction(() => {
      for (const sql of script) connection.exec(sql)
      const tally: Tally = { counts: new Map(), fed: new Map() }
      const outcomes = group.map((write) => applyOne(write, tally))
      for (const [accountSid, counter, by] of tally.counts.values())
        prepare(countBy).run(accountSid, counter, writerNumber, by)
      for (const [noun, ids] of tally.fed) prepare(feedOn).run(noun, JSON.stringify(ids))
      return outcomes
    })
  }

  function inTransaction<T>(work: () => T): T {
    connection.exec('begin immediate')
    try {
      const result = work()
      connection.exec('commit')
      return result
    } catch (error) {
      rollBack(connection)
      throw error
    }
  }

  return {
    learn(more) {
      texts.push(...more)
      feeds.push(...more.map((text) => feedNounOf.get(/^insert into "(\w+)"/.exec(text)?.[1] ?? '') ?? null))
    },
    commit(group, script) {
      if (script) return applyAll(group, apply, script)
      try {
        return applyAll(group, apply)
      } catch (error) {
        if (!isAboutTheData(error)) throw error
        // One write that the database itself refuses must not take its neighbours with it: each can be undone by itself.
        return applyAll(group, applyOrUndo)
      }
    },
    execute: (sql, values) => inTransaction(() => prepare(sql).all(...values)),
  }
}

/** SQLite's result codes for a text that is too large, for constraints and for a value of the wrong type, and what cannot be bound at all. */
function isAboutTheData(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  const { code, errcode } = error as Error & { code?: string; errcode?: number }
  return code === 'ERR_INVALID_ARG_TYPE' || (errcode !== undefined && [18, 19, 20].includes(errcode & 0xff))
}

function rollBack(connection: Connection) {
  try {
    connection.exec('rollback')
  } catch {
    // SQLite has rolled back by itself already.
  }
}
