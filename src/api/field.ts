import type { Schema, Written } from './kind.ts'
import type { Place } from './wire/style.ts'

/** Spellings that do not follow from the name. */
export interface Names {
  readonly json?: string
  readonly xml?: string
}

/** A property of a resource that has one value. */
export interface Leaf<T> {
  readonly doc: string
  readonly names: Names
  readonly schema: Schema
  readonly bare: boolean
  readonly plain: boolean
  /** The value on the wire; null for none, undefined to leave the property out. */
  text(record: T, at: Place): string | null | undefined
}

/** A property that has properties of its own. */
export interface Branch<T> {
  readonly doc: string
  readonly names: Names
  readonly parts: Fields<T>
}

export type Field<T> = Leaf<T> | Branch<T>
export type Fields<T> = Readonly<Record<string, Field<T>>>

export const isBranch = <T>(field: Field<T>): field is Branch<T> => 'parts' in field

/** Declares a property: its kind, what it says, and where it comes from. */
export function field<T, V>(
  kind: Written<V>,
  doc: string,
  from: (record: T) => V | null | undefined,
  names: Names = {},
): Leaf<T> {
  const { write, bare, plain, schema } = kind
  return {
    doc,
    names,
    schema,
    bare,
    plain,
    text(record, at) {
      const value = from(record)
      if (value === undefined) return undefined
      return value === null ? null : write(value, at)
    },
  }
}

/** Declares a property with properties of its own, all of the same record. */
export const group = <T>(doc: string, parts: Fields<T>, names: Names = {}): Branch<T> => ({ doc, names, parts })
