import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import pg from 'pg'
import { folder } from './places.ts'
import { cpuOfFamily, parentOf } from './processes.ts'

/** An empty database of its own, gone when disposed of. */
export interface BenchDatabase extends AsyncDisposable {
  /** As TRUNKLINE_DATABASE has it. */
  url: string
}

export interface DatabaseKind {
  name: 'SQLite' | 'PostgreSQL'
  open(): Promise<BenchDatabase>
  /** A database that stays when the bench ends; `isNew` when nothing is in it yet. */
  openKept(name: string): Promise<{ url: string; isNew: boolean; forget(): Promise<void> }>
  /** Milliseconds of CPU that the database's own processes used so far; null where they are on another machine, or are none. */
  cpu(): number | null
}

const usual = 'postgres://postgres@127.0.0.1:5432/postgres'

const sqlite: DatabaseKind = {
  name: 'SQLite',
  async open() {
    const file = sqliteFile(randomBytes(6).toString('hex'))
    return { url: `sqlite:${file}`, [Symbol.asyncDispose]: async () => removeFile(file) }
  },
  async openKept(name) {
    const file = sqliteFile(name)
    const { existsSync } = await import('node:fs')
    return { url: `sqlite:${file}`, isNew: !existsSync(file), forget: async () => removeFile(file) }
  },
  cpu: () => null,
}

/** The databases that are here, and what to say of the one that is not. */
export async function findDatabases(): Promise<{ kinds: readonly DatabaseKind[]; missing: string | null }> {
  const server = process.env.TRUNKLINE_TEST_POSTGRES ?? usual
  try {
    const [facts] = await ask<{ pid: number; fsync: string }>(
      server,
      `select pg_backend_pid() as pid, current_setting('fsync') as fsync`,
    )
    if (facts?.fsync !== 'on')
      return { kinds: [sqlite], missing: `PostgreSQL at ${server} runs with fsync=off, where nothing is durable` }
    return { kinds: [sqlite, await postgres(server)], missing: null }
  } catch (error) {
    return {
      kinds: [sqlite],
      missing: `no PostgreSQL at ${server}: ${(error as Error).message}; name one in TRUNKLINE_TEST_POSTGRES`,
    }
  }
}

async function postgres(server: string): Promise<DatabaseKind> {
  const postmaster = await postmasterOf(server)
  const drop = (name: string) => ask(server, `drop database if exists ${name} with (force)`)
  return {
    name: 'PostgreSQL',
    async open() {
      const name = `trunkline_bench_${randomBytes(6).toString('hex')}`
      await ask(server, `create database ${name} template template0`)
      return { url: urlOf(server, name), [Symbol.asyncDispose]: async () => void (await drop(name)) }
    },
    async openKept(wanted) {
      const name = `trunkline_bench_${wanted.replaceAll(/\W/g, '_')}`
      const isNew = (await ask(server, `select 1 from pg_database where datname = '${name}'`)).length === 0
      if (isNew) await ask(server, `create database ${name} template template0`)
      return { url: urlOf(server, name), isNew, forget: async () => void (await drop(name)) }
    },
    cpu: () => (postmaster === null ? null : cpuOfFamily(postmaster)),
  }
}

/** The process that started all others of the server; null when it is on another machine. */
async function postmasterOf(server: string): Promise<number | null> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number; title: string }>('select pg_backend_pid() as pid')
    return parentOf(rows[0]!.pid)
  } finally {
    await client.end()
  }
}

/** Runs one statement in a session of its own. */
export async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

function urlOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

function sqliteFile(name: string): string {
  mkdirSync(folder.data, { recursive: true })
  return `${folder.data}${name}.db`
}

function removeFile(file: string) {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true })
}
