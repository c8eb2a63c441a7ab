import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { test } from 'vitest'
import { requirement } from './requires.ts'

/** An empty database of its own, in the words of the TRUNKLINE_DATABASE setting; gone when disposed of. */
export interface TestDatabase extends AsyncDisposable {
  url: string
}

export interface DatabaseKind {
  name: 'SQLite' | 'SQLite in memory' | 'PostgreSQL'
  open(): Promise<TestDatabase>
}

/** Every kind that this machine has, for `describe.each(databases)('… on $name', ({ open }) => …)`. */
export const databases: readonly DatabaseKind[] = [
  { name: 'SQLite', open: openFile },
  { name: 'SQLite in memory', open: openMemory },
  ...(requirement('postgres') ? [{ name: 'PostgreSQL', open: openPostgres } as const] : []),
]

/** Those that another process can open too, or this one again after a crash. */
export const sharedDatabases: readonly DatabaseKind[] = databases.filter(({ name }) => name !== 'SQLite in memory')

// Counted as skipped in each file that would have run on it.
if (!requirement('postgres')) test.skip('on PostgreSQL, which is not here', () => {})

async function openFile(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-sqlite-'))
  return {
    url: `sqlite:${join(folder, 'trunkline.db')}`,
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openMemory(): Promise<TestDatabase> {
  return { url: 'sqlite::memory:', async [Symbol.asyncDispose]() {} }
}

async function openPostgres(): Promise<TestDatabase> {
  const server = requirement('postgres')
  if (!server) throw new Error('There is no PostgreSQL here.')
  const name = `trunkline_test_${randomBytes(8).toString('hex')}`
  await ask(server, `create database ${name} template template0`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    [Symbol.asyncDispose]: () => ask(server, `drop database if exists ${name} with (force)`),
  }
}

async function ask(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
