import type { Guard, RecordOperation } from '../domain/write.ts'
import type { Noun } from '../domain/records.ts'
import { type Value, columnOf, tables, toValue, toValues } from './tables.ts'

/** One SQL statement for SQLite with its values: an operation, or the question whether a guard holds. */
export interface Statement {
  sql: string
  values: Value[]
}

const quote = (name: string) => `"${name}"`

const inserts = new Map<Noun, string>()
const others = new Map<string, string>()

/** Writes an operation as one SQLite statement. The texts are few and always the same ones, so that they stay prepared. */
export function statementOf(operation: RecordOperation): Statement {
  switch (operation.do) {
    case 'add':
      return { sql: insertInto(operation.noun), values: toValues(operation.noun, operation.record) }
    case 'change':
      return updateOf(operation.noun, operation.key, operation.values)
    case 'remove':
      return { sql: once(`remove ${operation.noun}`, () => deleteFrom(operation.noun)), values: [operation.key] }
  }
}

/** A question that answers with a row when the guard holds (`present`) or when it is broken (`absent`). */
export function questionOf(guard: Guard): Statement {
  const table = tables[guard.noun]
  if (guard.require === 'absent') {
    const { column } = columnOf(guard.noun, guard.field)
    return { sql: `select 1 from ${quote(table.name)} where ${quote(column)} = ?`, values: [guard.value] }
  }
  const values: Value[] = [guard.key]
  let sql = `select 1 from ${quote(table.name)} where ${quote(table.key)} = ?`
  for (const [field, allowed] of Object.entries(guard.where) as [string, readonly unknown[]][]) {
    const { column, kind } = columnOf(guard.noun, field)
    sql += ` and (${allowed.map((value) => (value === null ? `${quote(column)} is null` : `${quote(column)} = ?`)).join(' or ') || '1 = 0'})`
    for (const value of allowed) if (value !== null) values.push(toValue(kind, value))
  }
  return { sql, values }
}

function insertInto(noun: Noun): string {
  let sql = inserts.get(noun)
  if (sql === undefined) {
    const { name, columns } = tables[noun]
    sql = `insert into ${quote(name)} (${columns.map(({ column }) => quote(column)).join(', ')}) values (${columns.map(() => '?').join(', ')})`
    inserts.set(noun, sql)
  }
  return sql
}

function updateOf(noun: Noun, key: string, changed: object): Statement {
  const entries = Object.entries(changed)
  const columns = entries.map(([field]) => columnOf(noun, field))
  const sql = once(`change ${noun} ${columns.map(({ column }) => column).join()}`, () => {
    const { name, key: keyColumn } = tables[noun]
    const sets =
      columns.map(({ column }) => `${quote(column)} = ?`).join(', ') || `${quote(keyColumn)} = ${quote(keyColumn)}`
    return `update ${quote(name)} set ${sets} where ${quote(keyColumn)} = ?`
  })
  return { sql, values: [...entries.map(([, value], i) => toValue(columns[i]!.kind, value)), key] }
}

const deleteFrom = (noun: Noun) => `delete from ${quote(tables[noun].name)} where ${quote(tables[noun].key)} = ?`

function once(name: string, make: () => string): string {
  let sql = others.get(name)
  if (sql === undefined) others.set(name, (sql = make()))
  return sql
}
