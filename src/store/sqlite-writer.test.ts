import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type NumberedWrite, type SqliteWriter, sqliteWriter } from './sqlite-writer.ts'

const [insert, find, fail] = [0, 1, 2]
let folder: string
let connection: DatabaseSync
let writer: SqliteWriter

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trunkline-writer-'))
  connection = new DatabaseSync(join(folder, 'a.db'), { timeout: 0 })
  connection.exec('create table thing (name text primary key, size integer check (size < 10)) strict, without rowid')
  writer = sqliteWriter(connection, 1)
  writer.learn(['insert into thing values (?, ?)', 'select 1 from thing where name = ?'])
  writer.learn(['insert into nowhere values (?)'])
})
afterEach(() => {
  if (connection.isOpen) connection.close()
  rmSync(folder, { recursive: true })
})

const adds = (name: string, size: unknown = 1) => [[], [[insert, name, size]]] as unknown as NumberedWrite
const names = () =>
  connection
    .prepare('select name from thing')
    .all()
    .map(({ name }) => name)

test('each write is answered: kept, which guard failed, or why it was refused', () => {
  const group: NumberedWrite[] = [
    adds('a'),
    adds('a'),
    adds('too large', 10),
    adds('of the wrong type', 'text'),
    adds('of no type', {}),
    [
      [
        [1, [find, 'a']],
        [0, [find, 'a']],
      ],
      [[insert, 'guarded', 1]],
    ],
    [
      [
        [1, [find, 'a']],
        [0, [find, 'x']],
      ],
      [[insert, 'b', 1]],
    ],
    [
      [],
      [
        [insert, 'half', 1],
        [insert, 'b', 1],
      ],
    ],
    adds('c'),
  ]
  expect(writer.commit(group)).toEqual([
    null,
    expect.stringMatching(/UNIQUE constraint failed: thing.name/),
    expect.stringMatching(/CHECK constraint failed/),
    expect.stringMatching(/cannot store TEXT value in INTEGER column/),
    expect.stringMatching(/cannot be bound/),
    1,
    null,
    expect.stringMatching(/UNIQUE/),
    null,
  ])
  expect(names()).toEqual(['a', 'b', 'c'])
})

describe('what is not about the data is thrown, and nothing is kept:', () => {
  test('a statement that does not fit the tables', () => {
    expect(() => writer.commit([adds('a'), [[], [[fail, 1]]]])).toThrow(/no such table/)
    expect(() => writer.commit([adds('a'), adds('a'), [[], [[fail, 1]]]])).toThrow(/no such table/)
    expect(names()).toEqual([])
    expect(writer.commit([adds('a')])).toEqual([null])
  })

  test('a database that another connection has locked', () => {
    const other = new DatabaseSync(join(folder, 'a.db'))
    other.exec('begin immediate')
    expect(() => writer.commit([adds('a')])).toThrow(/database is locked/)
    expect(() => writer.execute('insert into thing values (?, ?)', ['b', 2])).toThrow(/database is locked/)
    other.exec('rollback')
    other.close()
    expect(writer.commit([adds('a')])).toEqual([null])
    expect(names()).toEqual(['a'])
  })

  test('a connection that is closed', () => {
    connection.close()
    expect(() => writer.commit([adds('a')])).toThrow(/not open/)
  })
})

test('one statement runs in a transaction of its own and answers with its rows', () => {
  expect(writer.execute('insert into thing values (?, ?) returning size', ['a', 2])).toEqual([{ size: 2 }])
  expect(() => writer.execute('insert into thing values (?, ?)', ['a', 2])).toThrow(/UNIQUE/)
  expect(connection.isTransaction).toBe(false)
  // More shapes than stay prepared.
  for (let i = 0; i < 600; i++) writer.execute(`select ${i} where ? = 1`, [1])
  expect(names()).toEqual(['a'])
})
