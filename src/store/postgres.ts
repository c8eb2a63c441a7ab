import { createHash } from 'node:crypto'
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { KeepResult, Write } from '../domain/ledger.ts'
import { type Engine, StoreUnavailable } from './engine.ts'
import { applyMigrations } from './migrate.ts'
import { groupStatement, guardQuestions, touchedBy } from './postgres-group.ts'
import type { Database, Value } from './tables.ts'

/** How many connections one process holds: some to read, and few to write, because groups share commits. */
const readers = 6
const writers = 3

/** Any number: what matters is that all processes lock the same one while they migrate. */
const migrationLock = 7_468_412

/** Opens a PostgreSQL database by its URL. */
export async function openPostgres(url: string, writerNumber: number): Promise<Engine> {
  const readPool = poolOf(url, readers)
  // A group finds its rows by key, also when the planner believes that a young table is small.
  const writePool = poolOf(url, writers, '-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off')
  try {
    await migrate(writePool)
  } catch (error) {
    await Promise.all([readPool.end(), writePool.end()])
    throw new StoreUnavailable(`the database ${withoutPassword(url)} cannot be opened: ${reasonOf(error)}`, { cause: error })
  }
  return {
    name: 'postgres',
    reader: new Kysely<Database>({ dialect: new PostgresDialect({ pool: readPool }) }),
    groupsAtOnce: writers - 1,
    realNow: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    skipLocked: sql`for update skip locked`,
    commit: (group) => commitGroup(writePool, group, writerNumber),
    async execute<Row>({ sql: text, parameters }: CompiledQuery<Row>) {
      const { rows } = await writePool.query<object & Row>(text, parameters as Value[])
      return rows
    },
    async close() {
      await Promise.all([readPool.end(), writePool.end()])
    },
  }
}

/** Keeps a group, as few transactions as possible: writes that touch the same record follow one another. */
async function commitGroup(pool: pg.Pool, group: readonly Write[], writerNumber: number): Promise<KeepResult[]> {
  const results = new Map<Write, KeepResult>()
  let rest: readonly Write[] = group
  while (rest.length > 0) {
    const { now, later } = withoutConflicts(rest)
    await commitApart(pool, now, writerNumber, results)
    rest = later
  }
  return group.map((write) => results.get(write)!)
}

function withoutConflicts(writes: readonly Write[]): { now: Write[]; later: Write[] } {
  const touched = new Set<string>()
  const now: Write[] = []
  const later: Write[] = []
  for (const write of writes) {
    const keys = touchedBy(write)
    // What a held-back write touches is held back from those behind it, too.
    if (keys.some((key) => touched.has(key))) later.push(write)
    else now.push(write)
    for (const key of keys) touched.add(key)
  }
  return { now, later }
}

async function commitApart(pool: pg.Pool, writes: readonly Write[], writerNumber: number, results: Map<Write, KeepResult>): Promise<void> {
  try {
    await transact(pool, writes, writerNumber, results)
  } catch (error) {
    if (!isAboutTheData(error)) throw error
    if (writes.length === 1) {
      results.set(writes[0]!, { kept: false, because: 'refused', reason: reasonOf(error) })
      return
    }
    // One write that the database itself refuses must not take its neighbours with it: each gets a transaction of its own.
    for (const write of writes) await commitApart(pool, [write], writerNumber, results)
  }
}

async function transact(pool: pg.Pool, writes: readonly Write[], writerNumber: number, results: Map<Write, KeepResult>): Promise<void> {
  const questions = guardQuestions(writes)
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect()
    try {
      if (questions.length === 0) await run(client, writes, writerNumber)
      else {
        await client.query('begin')
        for (const { text, values, holds, guards } of questions) {
          const { rows } = await client.query<Record<string, Value>>({ name: nameOf(text), text, values })
          const isHeld = holds(rows)
          for (const write of writes)
            for (const guard of write.guards)
              if (guards.has(guard) && !isHeld(guard)) results.set(write, { kept: false, because: 'guard', broken: guard })
        }
        await run(client, writes.filter((write) => !results.has(write)), writerNumber)
        await client.query('commit')
      }
      client.release()
      break
    } catch (error) {
      const unusable = await client.query('rollback').then(() => false, () => true)
      client.release(unusable)
      for (const write of writes) results.delete(write)
      if (!isAboutTiming(error) || attempt === 5) throw error
    }
  }
  for (const write of writes) if (!results.has(write)) results.set(write, { kept: true })
}

async function run(client: pg.PoolClient, writes: readonly Write[], writerNumber: number) {
  const statement = groupStatement(writes, writerNumber)
  if (statement) await client.query({ name: nameOf(statement.text), ...statement })
}

const names = new Map<string, string>()

/** The name under which a text stays prepared. Texts tell shapes, of which there are few; beyond a bound they go unprepared. */
function nameOf(text: string): string | undefined {
  let name = names.get(text)
  if (name === undefined && names.size < 300) {
    name = `t${createHash('sha1').update(text).digest('hex').slice(0, 24)}`
    names.set(text, name)
  }
  return name
}

// SQLSTATE: class 22 is data, class 23 is constraints; 40P01 is a deadlock and 40001 a failed serialization.
const isAboutTheData = (error: unknown) => error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '')
const isAboutTiming = (error: unknown) => error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001')

function poolOf(url: string, max: number, options?: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    ...(options && { options }),
    types: { getTypeParser: ((oid: number, format?: 'text') => (oid === 20 ? Number : pg.types.getTypeParser(oid, format))) as typeof pg.types.getTypeParser },
  })
  // An idle connection that breaks is replaced at the next use, which tells its own error.
  pool.on('error', () => {})
  return pool
}

async function migrate(pool: pg.Pool) {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await client.query('create table if not exists migration (name text primary key, applied_at bigint not null)')
    const { rows } = await client.query<{ name: string }>('select name from migration')
    const steps: { text: string; values: Value[] }[] = []
    applyMigrations({
      sqlite: false,
      applied: rows.map(({ name }) => name),
      run: (text) => steps.push({ text, values: [] }),
      note: (name) => steps.push({ text: 'insert into migration values ($1, $2)', values: [name, Date.now()] }),
    })
    for (const { text, values } of steps) await client.query(text, values)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^/@:]*):[^/@]*@/, '//$1:…@')
}
