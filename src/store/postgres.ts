import { createHash } from 'node:crypto'
import { type CompiledQuery, Kysely, PostgresDialect, PostgresQueryCompiler, sql } from 'kysely'
import pg from 'pg'
import { type Guard, type KeepResult, type Operation, outcome, type Write } from '../domain/write.ts'
import { type Engine, StoreUnavailable, withoutPassword } from './engine.ts'
import { applyMigrations } from './migrate.ts'
import { groupStatements, guardQuestions, withoutConflicts } from './postgres-group.ts'
import { locksOf } from './postgres-locks.ts'
import type { Database, Value } from './tables.ts'

/** How many connections one process holds: some to read, and few to write, because groups share commits. */
const readers = 6
const writers = 3

/** Any number: what matters is that all processes lock the same one while they migrate. */
const migrationLock = 7_468_412

/** Opens a PostgreSQL database by its URL. */
export async function openPostgres(url: string, writerNumber: number): Promise<Engine> {
  const readPool = poolOf(url, readers)
  // A group finds its rows by key, also when the planner believes that a young table is small; and its few statements are planned once.
  const writePool = poolOf(
    url,
    writers,
    ['enable_seqscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off', 'plan_cache_mode=force_generic_plan']
      .map((setting) => `-c ${setting}`)
      .join(' '),
  )
  try {
    await migrate(writePool)
  } catch (error) {
    await Promise.all([readPool.end(), writePool.end()])
    throw new StoreUnavailable(`the database ${withoutPassword(url)} cannot be opened: ${reasonOf(error)}`, {
      cause: error,
    })
  }
  return {
    name: 'postgres',
    reader: new Kysely<Database>({ dialect: new Dialect({ pool: readPool }) }),
    groupsAtOnce: writers - 1,
    // As a subquery it is asked once, before the rows are sought: an index can serve it.
    realNow: sql<number>`(select (extract(epoch from clock_timestamp()) * 1000)::bigint)`,
    skipLocked: sql`for update skip locked`,
    feedEnd: () => oldestUnderWay(readPool),
    commit: (group) => commitGroup(writePool, group, writerNumber),
    async execute<Row>({ sql: text, parameters }: CompiledQuery<Row>) {
      const { rows } = await writePool.query<object & Row>(text, parameters as Value[])
      return rows
    },
    transact: (statements, operations = []) => transactAlone(writePool, statements, operations, writerNumber),
    async close() {
      await Promise.all([readPool.end(), writePool.end()])
    },
  }
}

interface Pending {
  write: Write
  result?: KeepResult
}

/** Asks as SQLite does for a text with a NUL, which PostgreSQL takes for an error: nothing that is kept has one, so it is equal to nothing. */
class Dialect extends PostgresDialect {
  override createQueryCompiler() {
    return new (class extends PostgresQueryCompiler {
      protected override appendValue(value: unknown) {
        super.appendValue(typeof value === 'string' && value.includes('\0') ? null : value)
      }
    })()
  }
}

/** Keeps a group, as few transactions as possible: writes that depend on each other follow one another. */
async function commitGroup(pool: pg.Pool, group: readonly Write[], writerNumber: number): Promise<KeepResult[]> {
  const all = group.map((write): Pending => ({ write }))
  let rest: readonly Pending[] = all
  while (rest.length > 0) {
    const { now, later } = withoutConflicts(rest)
    await commitApart(pool, now, writerNumber)
    rest = later
  }
  return all.map(({ result }) => result!)
}

async function commitApart(pool: pg.Pool, group: readonly Pending[], writerNumber: number): Promise<void> {
  try {
    await transact(pool, group, writerNumber)
  } catch (error) {
    if (!isAboutTheData(error)) throw error
    if (group.length === 1) {
      group[0]!.result = { kept: false, because: 'refused', reason: reasonOf(error) }
      return
    }
    // One write that the database itself refuses must not take its neighbours with it: halves, until it stands alone.
    const half = group.length >> 1
    await commitApart(pool, group.slice(0, half), writerNumber)
    await commitApart(pool, group.slice(half), writerNumber)
  }
}

async function transact(pool: pg.Pool, group: readonly Pending[], writerNumber: number): Promise<void> {
  const writes = group.map(({ write }) => write)
  const results = await untilDone(pool, (client) => run(client, writes, writerNumber))
  group.forEach((pending, i) => (pending.result = results[i]!))
}

/** Statements see all tables as they were at one moment. */
async function transactAlone(
  pool: pg.Pool,
  statements: readonly string[],
  operations: readonly Operation[],
  writerNumber: number,
): Promise<void> {
  await untilDone(pool, async (client) => {
    await client.query('begin isolation level repeatable read')
    for (const statement of statements) await client.query(statement)
    if (operations.length > 0)
      for (const { text, values } of groupStatements([outcome(operations)], writerNumber))
        await client.query({ text, values })
    await client.query('commit')
  })
}

/** Does something in a transaction, again where others were in its way. */
async function untilDone<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const client = await pool.connect()
    try {
      const result = await work(client)
      client.release()
      return result
    } catch (error) {
      const unusable = await client.query('rollback').then(
        () => false,
        () => true,
      )
      client.release(unusable)
      if (!isAboutTiming(error) || attempt === 5) throw error
    }
  }
}

async function run(client: pg.PoolClient, writes: readonly Write[], writerNumber: number): Promise<KeepResult[]> {
  const questions = guardQuestions(writes)
  const locks = locksOf(writes)
  if (questions.length > 0 || locks) await client.query(locks ? `begin; ${locks}` : 'begin')
  const broken = new Set<Guard>()
  for (const { text, values, holds, guards } of questions) {
    const { rows } = await client.query<Record<string, Value>>({ name: nameOf(text), text, values })
    const isHeld = holds(rows)
    for (const guard of guards) if (!isHeld(guard)) broken.add(guard)
  }
  const results = writes.map(({ guards }): KeepResult => {
    const first = guards.find((guard) => broken.has(guard))
    return first ? { kept: false, because: 'guard', broken: first } : { kept: true }
  })
  const statements = groupStatements(
    writes.filter((_, i) => results[i]!.kept),
    writerNumber,
  )
  // A statement that stands alone is a transaction by itself.
  if (questions.length === 0 && !locks && statements.length > 1) await client.query('begin')
  for (const statement of statements) await client.query({ name: nameOf(statement.text), ...statement })
  if (questions.length > 0 || locks || statements.length > 1) await client.query('commit')
  return results
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
const isAboutTiming = (error: unknown) =>
  error instanceof pg.DatabaseError && (error.code === '40P01' || error.code === '40001')

function poolOf(url: string, max: number, options?: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    ...(options && { options }),
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === 20 ? Number : (pg.types.getTypeParser(oid, format) as unknown)) as typeof pg.types.getTypeParser,
    },
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

/**
 * The number of the oldest transaction of this database that has not ended, else of the next one. Those of other databases, which a snapshot
 * counts too, are no concern of ours: making a database takes seconds. Asked before what it is about: a snapshot comes first here, then the activity.
 */
async function oldestUnderWay(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ next: number; under_way: number[] }>({
    name: 'feed-end',
    text: `select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next, array(
      select backend_xid::text::float8 from pg_stat_activity where datname = current_database() and backend_xid is not null) as under_way`,
  })
  const { next, under_way: underWay } = rows[0]!
  return Math.min(next, ...underWay.map((short) => next - behind(next, short)))
}

/** How far a transaction's number is behind another, of which the activity shows the last 32 bits only; negative for a later one. */
function behind(next: number, short: number): number {
  const distance = (((next - short) % 2 ** 32) + 2 ** 32) % 2 ** 32
  return distance < 2 ** 31 ? distance : distance - 2 ** 32
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  return error instanceof Error ? error.message : String(error)
}
