import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { Worker } from 'node:worker_threads'
import { type CompiledQuery, Kysely, SqliteDialect, sql } from 'kysely'
import { type KeepResult, outcome, type Write } from '../domain/write.ts'
import { type Engine, StoreUnavailable } from './engine.ts'
import { applyMigrations } from './migrate.ts'
import { openConnection } from './sqlite-connection.ts'
import {
  type Counted,
  type Numbered,
  type NumberedWrite,
  type Outcome,
  type SqliteWriter,
  sqliteWriter,
  type WriterRequest,
} from './sqlite-writer.ts'
import { questionOf, statementOf } from './statements.ts'
import type { Database, Value } from './tables.ts'

/** Opens a SQLite file, or `:memory:`. A file has its writer in a thread of its own; memory has one connection for all. */
export async function openSqlite(path: string, writerNumber: number): Promise<Engine> {
  const inMemory = path === ':memory:'
  if (!inMemory) prepareFolder(path)
  const first = openConnection(path, 'write')
  try {
    migrate(first)
  } catch (error) {
    first.close()
    throw new StoreUnavailable(`the database ${path} cannot be brought up to date: ${(error as Error).message}`, {
      cause: error,
    })
  }
  if (!inMemory) first.close()
  const connection = inMemory ? first : openConnection(path, 'read')
  const writer = inMemory ? localWriter(sqliteWriter(first, writerNumber)) : await threadWriter(path, writerNumber)
  const reader = new Kysely<Database>({ dialect: new SqliteDialect({ database: forKysely(connection) }) })
  const encode = encoder()

  return {
    name: 'sqlite',
    reader,
    // One is made while the next is on its way to the thread; a database in memory is written here and now.
    groupsAtOnce: inMemory ? 1 : 2,
    realNow: sql<number>`(cast(unixepoch('subsec') * 1000 as integer))`,
    skipLocked: sql``,
    // Writers follow each other, and the place alone tells their order.
    feedEnd: () => Promise.resolve(1),
    async commit(group) {
      const { texts, writes } = encode(group)
      return resultsOf(group, await writer.commit(texts, writes))
    },
    async transact(statements, operations = []) {
      const { texts, writes } = encode([outcome(operations)])
      await writer.commit(texts, writes, statements)
    },
    execute: <Row>({ sql, parameters }: CompiledQuery<Row>) =>
      writer.execute(sql, parameters as readonly Value[]) as Promise<readonly Row[]>,
    async close() {
      await writer.close()
      if (connection.isOpen) connection.close()
    },
  }
}

function prepareFolder(path: string) {
  if (path === '')
    throw new StoreUnavailable('the database address sqlite: names no file: try sqlite:PATH or sqlite::memory:')
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw new StoreUnavailable(`the folder of the database file ${path} cannot be made: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

interface Writer {
  commit(texts: readonly string[], writes: readonly NumberedWrite[], script?: readonly string[]): Promise<Outcome[]>
  execute(sql: string, values: readonly Value[]): Promise<unknown[]>
  close(): Promise<void>
}

function localWriter(writer: SqliteWriter): Writer {
  return {
    async commit(texts, writes, script) {
      writer.learn(texts)
      return writer.commit(writes, script)
    },
    execute: async (text, values) => writer.execute(text, values),
    close: async () => {},
  }
}

/** The writer in its thread. Answers come in the order of the questions. */
async function threadWriter(path: string, writerNumber: number): Promise<Writer> {
  // Unbuilt and built, the thread's file has the same ending as this one.
  const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))
  const thread = new Worker(new URL(`./sqlite-writer-thread${ending}`, import.meta.url), {
    workerData: { path, writerNumber },
    execArgv: [],
  })
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>()
  let last = 0
  let failed: Error | undefined

  const fail = (error: Error) => {
    failed = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  thread.on('message', ({ id, answer, error }: { id: number; answer?: unknown; error?: string }) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asked?.resolve(answer)
    else asked?.reject(new Error(error))
  })
  thread.on('error', (error) => fail(error as Error))
  thread.on('exit', () => fail(new Error('the database writer has ended')))

  const ask = (request: (id: number) => WriterRequest) =>
    new Promise<unknown>((resolve, reject) => {
      if (failed) return reject(failed)
      const id = ++last
      waiting.set(id, { resolve, reject })
      thread.postMessage(request(id))
    })

  return {
    commit: (texts, writes, script) =>
      ask((id) => ({ id, texts, group: JSON.stringify(writes), ...(script && { script }) })) as Promise<Outcome[]>,
    execute: (text, values) => ask((id) => ({ id, sql: text, values })) as Promise<unknown[]>,
    async close() {
      if (failed) return
      const ended = new Promise<void>((resolve) => thread.once('exit', () => resolve()))
      thread.postMessage({ close: true } satisfies WriterRequest)
      await ended
    },
  }
}

/** Numbers the statement texts, so that each text travels to the writer once. */
function encoder() {
  const numbers = new Map<string, number>()
  const unsent: string[] = []
  return (group: readonly Write[]) => {
    const numbered = ({ sql: text, values }: { sql: string; values: Value[] }): Numbered => {
      let number = numbers.get(text)
      if (number === undefined) {
        numbers.set(text, (number = numbers.size))
        unsent.push(text)
      }
      values.unshift(number)
      return values as unknown as Numbered
    }
    const writes = group.map(({ operations, guards }): NumberedWrite => {
      const statements: Numbered[] = []
      const counts: Counted[] = []
      for (const operation of operations)
        if (operation.do === 'count') counts.push([operation.accountSid, operation.counter, operation.by])
        else statements.push(numbered(statementOf(operation)))
      const questions = guards.map((guard): [0 | 1, Numbered] => [
        guard.require === 'present' ? 1 : 0,
        numbered(questionOf(guard)),
      ])
      return [questions, statements, counts]
    })
    return { texts: unsent.splice(0), writes }
  }
}

function resultsOf(group: readonly Write[], outcomes: readonly Outcome[]): KeepResult[] {
  return outcomes.map((outcome, i) => {
    if (outcome === null) return { kept: true }
    if (typeof outcome === 'string') return { kept: false, because: 'refused', reason: outcome }
    return { kept: false, because: 'guard', broken: group[i]!.guards[outcome]! }
  })
}

function migrate(connection: DatabaseSync) {
  connection.exec('create table if not exists migration (name text primary key, applied_at integer not null)')
  connection.exec('begin immediate')
  try {
    applyMigrations({
      sqlite: true,
      applied: connection
        .prepare('select name from migration')
        .all()
        .map((row) => String(row['name'])),
      run: (text) => connection.exec(text),
      note: (name) => void connection.prepare('insert into migration values (?, ?)').run(name, Date.now()),
    })
    connection.exec('commit')
  } catch (error) {
    connection.exec('rollback')
    throw error
  }
}

/** Gives the built-in SQLite the shape that the query layer asks for. */
function forKysely(connection: DatabaseSync) {
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  return {
    close: () => {},
    prepare(text: string) {
      let statement = prepared.get(text)
      if (!statement) {
        if (prepared.size >= 500) prepared.delete(prepared.keys().next().value as string)
        prepared.set(text, (statement = connection.prepare(text)))
      }
      return {
        reader: statement.columns().length > 0,
        all: (values: readonly unknown[]) => statement.all(...(values as Value[])),
        run: (values: readonly unknown[]) => statement.run(...(values as Value[])),
        iterate: (values: readonly unknown[]) => statement.iterate(...(values as Value[])),
      }
    },
  }
}
