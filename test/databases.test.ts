import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { databases, sharedDatabases } from './databases.ts'
import { requirement } from './requires.ts'

describe.skipIf(!requirement('postgres'))('a PostgreSQL database for one test', () => {
  const kind = databases.find(({ name }) => name === 'PostgreSQL')!

  test('is empty, its own, and gone when disposed of', async () => {
    const first = await kind.open()
    const second = await kind.open()
    expect(first.url).not.toBe(second.url)
    const client = new pg.Client({ connectionString: first.url })
    // The disposal cuts it off.
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ tables: string }>(
      "select count(*) as tables from information_schema.tables where table_schema = 'public'",
    )
    expect(rows[0]?.tables).toBe('0')
    await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()])
    await expect(new pg.Client({ connectionString: first.url }).connect()).rejects.toThrow(/does not exist/)
  })
})

test('a database in memory is never one that processes share', () => {
  expect(databases.map(({ name }) => name)).toContain('SQLite in memory')
  expect(sharedDatabases.map(({ name }) => name)).not.toContain('SQLite in memory')
})
