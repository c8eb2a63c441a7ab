import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { askPostgres } from './ask-postgres.ts'
import { requirement } from './requires.ts'

/** A database of its own with nothing in it, in the words of the TRUNKLINE_DATABASE setting; gone when disposed of. */
export interface TestDatabase extends AsyncDisposable {
  url: string
}

export interface DatabaseKind {
  name: 'SQLite' | 'SQLite in memory' | 'PostgreSQL'
  /** Where tables take long to make they are there already. */
  open(): Promise<TestDatabase>
  /** In which there is not even a table. */
  openNew(): Promise<TestDatabase>
}

/** Every kind that this machine has, for `describe.each(databases)('… on $name', ({ open }) => …)`. */
export const databases: readonly DatabaseKind[] = [
  { name: 'SQLite', open: openFile, openNew: openFile },
  { name: 'SQLite in memory', open: openMemory, openNew: openMemory },
  ...(requirement('postgres') ? [postgres()] : []),
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

function postgres(): DatabaseKind {
  const { url, copying } = requirement('postgres')!
  return {
    name: 'PostgreSQL',
    open: () => openPostgres(url, copying),
    openNew: () => openPostgres(url, 'template template0'),
  }
}

async function openPostgres(server: string, how: string): Promise<TestDatabase> {
  const name = `trunkline_test_${randomBytes(8).toString('hex')}`
  await askPostgres(server, `create database ${name} ${how}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      await askPostgres(server, `drop database if exists ${name} with (force)`)
    },
  }
}
