import { keyOf, type Noun, type Records } from '../domain/records.ts'
import { fields, type Kind } from './fields.ts'

type Snake<S extends string> = S extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${Snake<Tail>}`
    : `_${Lowercase<Head>}${Snake<Tail>}`
  : S
type Stored<T> = [T] extends [string | null]
  ? T
  : [T] extends [number | null]
    ? T
    : [T] extends [boolean]
      ? number
      : string

/** A row as the databases hold it. */
export type Row<N extends Noun> = { [F in keyof Records[N] & string as Snake<F>]: Stored<Records[N][F]> }
export type Value = string | number | null

/** The tables as the query layer sees them. */
export type Database = { [N in Noun as Snake<N>]: Row<N> } & {
  counter: { account_sid: string; name: string; writer: number; value: number }
  lane: { lane: string; free_at: number }
  feed: { position: number; place: number; noun: string; ids: string; at: number }
  clock: { id: number; frozen_at: number | null; offset: number; revision: number; held_until: number | null }
  snapshot: { id: string; at: number; taken_at: number; migration: string }
  migration: { name: string; applied_at: number }
}

export interface Column {
  field: string
  column: string
  kind: Kind
}

export interface Table {
  name: string
  key: string
  columns: readonly Column[]
}

export const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const nouns = Object.keys(fields) as Noun[]

/** Table and columns of each noun, in the order in which values are written. */
export const tables = Object.fromEntries(
  nouns.map((noun) => [
    noun,
    {
      name: snake(noun),
      key: snake(keyOf[noun]),
      columns: Object.entries(fields[noun]).map(([field, kind]) => ({ field, column: snake(field), kind })),
    },
  ]),
) as unknown as Record<Noun, Table>

const columnByField = Object.fromEntries(
  nouns.map((noun) => [noun, new Map(tables[noun].columns.map((column) => [column.field, column]))]),
) as unknown as Record<Noun, ReadonlyMap<string, Column>>

export function columnOf(noun: Noun, field: string): Column {
  const column = columnByField[noun].get(field)
  if (!column) throw new Error(`no field ${field} is kept of ${noun}`)
  return column
}

export function toValue(kind: Kind, value: unknown): Value {
  if (value === null || value === undefined) return null
  if (kind === 'json') return JSON.stringify(value)
  if (kind === 'flag') return value ? 1 : 0
  return value as string | number
}

/** A record's values in column order. */
export function toValues<N extends Noun>(noun: N, record: Records[N]): Value[] {
  const { columns } = tables[noun]
  const values: Value[] = []
  for (const { field, kind } of columns) values.push(toValue(kind, record[field as keyof Records[N]]))
  return values
}

export function toRecord<N extends Noun>(noun: N, row: object): Records[N] {
  const record: Record<string, unknown> = {}
  for (const { field, column, kind } of tables[noun].columns) {
    const value = (row as Record<string, Value>)[column] as Value
    record[field] = kind === 'json' ? JSON.parse(value as string) : kind === 'flag' ? value === 1 : value
  }
  return record as unknown as Records[N]
}
