import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { nouns } from '../src/store/tables.ts'
import { databases, sharedDatabases } from './databases.ts'
import { requirement } from './requires.ts'

describe.skipIf(!requirement('postgres'))('a PostgreSQL database for one test', () => {
  const kind = databases.find(({ name }) => name === 'PostgreSQL')!

  test.each([
    { how: 'open', filled: ['clock', 'migration'] },
    { how: 'openNew', filled: [] },
  ] as const)('is empty, its own, and gone when disposed of: $how', async ({ how, filled }) => {
    const first = await kind[how]()
    const second = await kind[how]()
    expect(first.url).not.toBe(second.url)
    const client = new pg.Client({ connectionString: first.url })
    // The disposal cuts it off.
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
    )
    const names = rows.map(({ name }) => name)
    // Beside what is kept: counters, the feed, turns in lanes, the clock, snapshots, and which migrations were made.
    expect(names).toHaveLength(how === 'open' ? nouns.length + 6 : 0)
    const holding = names.map((name) => `select '${name}' as name where exists (select from "${name}")`)
    const found = how === 'open' ? await client.query<{ name: string }>(holding.join(' union all ')) : { rows: [] }
    expect(found.rows.map(({ name }) => name)).toEqual(filled)
    await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()])
    await expect(new pg.Client({ connectionString: first.url }).connect()).rejects.toThrow(/does not exist/)
  })
})

test('a database in memory is never one that processes share', () => {
  expect(databases.map(({ name }) => name)).toContain('SQLite in memory')
  expect(sharedDatabases.map(({ name }) => name)).not.toContain('SQLite in memory')
})
