import type { Counter, Guard, Operation, Write } from '../domain/write.ts'
import { type Noun, keyOf } from '../domain/records.ts'
import { feedNounOf } from './feed-nouns.ts'
import { type Column, type Value, columnOf, tables, toValue, toValues } from './tables.ts'

/** One statement that does all operations of a group: a few arrays, however many writes. Its text tells its shape and stays prepared. */
export interface GroupStatement {
  text: string
  values: string[]
}

/**
 * Puts all operations of these writes into one statement. Only what a write does to a record that it touched already needs a further
 * one, because the parts of a statement do not see each other.
 */
export function groupStatements(writes: readonly Write[], writerNumber: number): GroupStatement[] {
  const layers: Operation[][] = []
  for (const { operations } of writes)
    operations.forEach((operation, i) => {
      let layer = 0
      for (let j = 0; j < i; j++) if (isOfSameRecord(operations[j]!, operation)) layer++
      ;(layers[layer] ??= []).push(operation)
    })
  return layers.map((operations) => statementOf(operations, writerNumber))
}

const isOfSameRecord = (one: Operation, other: Operation) =>
  one.do !== 'count' && other.do !== 'count' && one.noun === other.noun && keyIn(one) === keyIn(other)

/** The key of the record that an operation is about. */
export const keyIn = (operation: Exclude<Operation, { do: 'count' }>): string =>
  operation.do === 'add' ? valueIn(operation.record, keyOf[operation.noun]) : operation.key

const valueIn = (record: object, field: string) => (record as Record<string, string>)[field] as string

function statementOf(operations: readonly Operation[], writerNumber: number): GroupStatement {
  const batches = new Map<string, Batch>()
  const counts = new Map<string, { accountSid: string; counter: Counter; by: number }>()
  for (const operation of operations)
    if (operation.do === 'count') {
      const key = `${operation.accountSid} ${operation.counter}`
      const sum = counts.get(key)
      if (sum) sum.by += operation.by
      else counts.set(key, { accountSid: operation.accountSid, counter: operation.counter, by: operation.by })
    } else collect(batches, operation)

  const values: string[] = []
  const parts: string[] = []
  for (const name of [...batches.keys()].sort()) {
    const { columns, rows, sql } = batches.get(name)!
    // The key stands first. Processes that touch the same rows come by in the same order, so that they wait but never in a circle.
    rows.sort(([a], [b]) => (a! < b! ? -1 : 1))
    const first = values.length + 1
    for (let i = 0; i < columns.length; i++) values.push(arrayText(rows, i))
    parts.push(
      sql(columns.map(({ kind }, i) => `$${first + i}::${kind === 'whole' || kind === 'flag' ? 'bigint' : 'text'}[]`)),
    )
    const noun = name.startsWith('add ') ? feedNounOf.get(name.slice('add '.length)) : undefined
    if (noun) parts.push(`insert into feed (noun, ids) values ('${noun}', array_to_json($${first}::text[])::text)`)
  }
  if (counts.size > 0) {
    const rows = [...counts.values()].map(({ accountSid, counter, by }): Value[] => [accountSid, counter, by])
    const [account, counter, by] = [0, 1, 2].map((i) => `$${values.push(arrayText(rows, i))}`)
    parts.push(
      `insert into counter (account_sid, name, writer, value) select a, c, ${writerNumber}, b from unnest(${account}::text[], ${counter}::text[], ${by}::bigint[]) ` +
        'as v(a, c, b) order by a, c on conflict (account_sid, name, writer) do update set value = counter.value + excluded.value',
    )
  }
  return { text: `with ${parts.map((part, i) => `s${i} as (${part})`).join(', ')} select 1`, values }
}

/**
 * Parts writes into those that may share a transaction, because none depends on what another does, and those that must follow. What they
 * ask and do is the same as if each had come by itself, in this order.
 */
export function withoutConflicts<T extends { write: Write }>(waiting: readonly T[]): { now: T[]; later: T[] } {
  const uniqueFields = uniqueFieldsAsked(waiting)
  const readBefore = new Set<string>()
  const writtenBefore = new Set<string>()
  const now: T[] = []
  const later: T[] = []
  for (const one of waiting) {
    const { read, written } = touchedBy(one.write, uniqueFields)
    const depends =
      read.some((name) => writtenBefore.has(name)) ||
      written.some((name) => writtenBefore.has(name) || readBefore.has(name))
    if (depends) later.push(one)
    else now.push(one)
    // What a held-back write touches is held back from those behind it, too.
    for (const name of read) readBefore.add(name)
    for (const name of written) writtenBefore.add(name)
  }
  return { now, later }
}

/** The fields, beside keys, whose values some guard wants to be free. */
function uniqueFieldsAsked(waiting: readonly { write: Write }[]): Map<Noun, Set<string>> {
  const asked = new Map<Noun, Set<string>>()
  for (const { write } of waiting)
    for (const guard of write.guards)
      if (guard.require === 'absent' && guard.field !== keyOf[guard.noun])
        asked.set(guard.noun, (asked.get(guard.noun) ?? new Set()).add(guard.field))
  return asked
}

/** Names what a write asks about and what it does. */
function touchedBy({ operations, guards }: Write, uniqueFields: ReadonlyMap<Noun, ReadonlySet<string>>) {
  const read: string[] = []
  const written: string[] = []
  for (const operation of operations) {
    if (operation.do === 'count') continue
    const { noun } = operation
    written.push(`${noun} ${keyIn(operation)}`)
    const fields = uniqueFields.get(noun)
    if (!fields) continue
    // Which value a change or a removal frees is not known here: any.
    if (operation.do !== 'add') written.push(`${noun} *`)
    else for (const field of fields) written.push(`${noun} ${field} ${valueIn(operation.record, field)}`)
  }
  for (const guard of guards) {
    if (guard.require === 'present') read.push(`${guard.noun} ${guard.key}`)
    else if (guard.field === keyOf[guard.noun]) read.push(`${guard.noun} ${guard.value}`)
    else read.push(`${guard.noun} *`, `${guard.noun} ${guard.field} ${guard.value}`)
  }
  return { read, written }
}

/** A question about all guards of one kind, which locks the rows that it finds until the group is kept. */
export interface GuardQuestion {
  text: string
  values: [string]
  /** Whether a guard holds, given the rows that were found. */
  holds(rows: readonly Record<string, Value>[]): (guard: Guard) => boolean
  guards: ReadonlySet<Guard>
}

/** The questions for all guards of these writes, in an order that is the same everywhere, so that processes wait for each other but never in a circle. */
export function guardQuestions(writes: readonly Write[]): GuardQuestion[] {
  const byKind = new Map<string, Guard[]>()
  for (const { guards } of writes)
    for (const guard of guards) {
      const kind = guard.require === 'present' ? `${guard.noun}` : `${guard.noun} ${guard.field}`
      const same = byKind.get(kind)
      if (same) same.push(guard)
      else byKind.set(kind, [guard])
    }
  return [...byKind.keys()].sort().map((kind) => questionFor(byKind.get(kind)!))
}

function questionFor(guards: readonly Guard[]): GuardQuestion {
  const { noun } = guards[0]!
  const { name, key } = tables[noun]
  if (guards[0]!.require === 'absent') {
    const { column } = columnOf(noun, guards[0]!.field)
    return {
      text: `select "${column}" from "${name}" where "${column}" = any($1::text[])`,
      values: [
        arrayText(
          guards.map((guard) => [guard.require === 'absent' ? guard.value : '']),
          0,
        ),
      ],
      holds: (rows) => {
        const found = new Set(rows.map((row) => row[column]))
        return (guard) => guard.require === 'absent' && !found.has(guard.value)
      },
      guards: new Set(guards),
    }
  }
  const fields = new Set(guards.flatMap((guard) => (guard.require === 'present' ? Object.keys(guard.where) : [])))
  const columns = [...fields].sort().map((field) => columnOf(noun, field))
  return {
    text: `select "${key}"${columns.map(({ column }) => `, "${column}"`).join('')} from "${name}" where "${key}" = any($1::text[]) order by "${key}" for update`,
    values: [
      arrayText(
        guards.map((guard) => [guard.require === 'present' ? guard.key : '']),
        0,
      ),
    ],
    holds: (rows) => {
      const found = new Map(rows.map((row) => [row[key], row]))
      return (guard) => {
        const row = guard.require === 'present' ? found.get(guard.key) : undefined
        return row !== undefined && guard.require === 'present' && matches(noun, row, guard.where)
      }
    },
    guards: new Set(guards),
  }
}

function matches(noun: Noun, row: Record<string, Value>, where: object): boolean {
  return Object.entries(where as Record<string, readonly unknown[]>).every(([field, allowed]) => {
    const { column, kind } = columnOf(noun, field)
    return allowed.some((value) => toValue(kind, value) === row[column])
  })
}

interface Batch {
  columns: readonly Column[]
  rows: Value[][]
  sql(arrays: readonly string[]): string
}

function collect(batches: Map<string, Batch>, operation: Exclude<Operation, { do: 'count' }>) {
  const { name, key, columns } = tables[operation.noun]
  if (operation.do === 'add') {
    batchFor(batches, `add ${name}`, columns, (arrays) => {
      const names = columns.map(({ column }) => `"${column}"`).join(', ')
      return `insert into "${name}" (${names}) select * from unnest(${arrays.join(', ')})`
    }).push(toValues(operation.noun, operation.record))
  } else if (operation.do === 'change') {
    const entries = Object.entries(operation.values)
    const changed = entries.map(([field]) => columnOf(operation.noun, field))
    const batch = `change ${name} ${changed.map(({ column }) => column).join()}`
    const keyColumn: Column = { field: key, column: key, kind: 'text' }
    batchFor(batches, batch, [keyColumn, ...changed], (arrays) => {
      const sets = changed.map(({ column }, i) => `"${column}" = v.c${i}`).join(', ') || `"${key}" = v.k`
      const names = ['k', ...changed.map((_, i) => `c${i}`)].join(', ')
      return `update "${name}" set ${sets} from unnest(${arrays.join(', ')}) as v(${names}) where "${name}"."${key}" = v.k`
    }).push([operation.key, ...entries.map(([, value], i) => toValue(changed[i]!.kind, value))])
  } else {
    const keyColumn: Column = { field: key, column: key, kind: 'text' }
    batchFor(
      batches,
      `remove ${name}`,
      [keyColumn],
      ([keys]) => `delete from "${name}" where "${key}" = any(${keys})`,
    ).push([operation.key])
  }
}

function batchFor(batches: Map<string, Batch>, name: string, columns: readonly Column[], sql: Batch['sql']): Value[][] {
  let batch = batches.get(name)
  if (!batch) batches.set(name, (batch = { columns, rows: [], sql }))
  return batch.rows
}

const special = /["\\]/g

/** Writes one column of the rows as a PostgreSQL array literal. */
export function arrayText(rows: readonly (readonly Value[])[], index: number): string {
  let text = '{'
  for (let i = 0; i < rows.length; i++) {
    if (i > 0) text += ','
    const value = rows[i]![index]
    if (value === null || value === undefined) text += 'NULL'
    else if (typeof value === 'number') text += value
    else text += `"${value.includes('"') || value.includes('\\') ? value.replace(special, '\\$&') : value}"`
  }
  return `${text}}`
}
