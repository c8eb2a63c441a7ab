import type { Branch, Field, Fields, Leaf } from '../field.ts'
import { isBranch } from '../field.ts'
import { toSnake } from './names.ts'
import type { Place } from './style.ts'

const needsEscape = /[^ !#-[\]-~]/
const beyondAscii = /[\u007f-\uffff]/g

/** A JSON string in ASCII, so that a client that guesses the encoding wrong still reads it right. */
export function quote(text: string): string {
  if (!needsEscape.test(text)) return `"${text}"`
  return JSON.stringify(text).replace(beyondAscii, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

type Write<T> = (record: T, at: Place) => string | undefined

/** Compiles fields into a function that writes a record as a JSON object. */
export function jsonWriter<T>(fields: Fields<T>): (record: T, at: Place) => string {
  const parts = Object.entries(fields).map(([name, field]) => ({
    first: `{${quote(field.names.json ?? toSnake(name))}: `,
    next: `, ${quote(field.names.json ?? toSnake(name))}: `,
    write: valueWriter(field),
  }))
  return (record, at) => {
    let json = ''
    for (const part of parts) {
      const value = part.write(record, at)
      if (value !== undefined) json += (json === '' ? part.first : part.next) + value
    }
    return json === '' ? '{}' : `${json}}`
  }
}

const valueWriter = <T>(field: Field<T>): Write<T> => (isBranch(field) ? branchWriter(field) : leafWriter(field))

const branchWriter = <T>({ parts }: Branch<T>): Write<T> => jsonWriter(parts)

function leafWriter<T>({ text, bare, plain }: Leaf<T>): Write<T> {
  const dress = bare ? (value: string) => value : plain ? (value: string) => `"${value}"` : quote
  return (record, at) => {
    const value = text(record, at)
    return value === null ? 'null' : value === undefined ? undefined : dress(value)
  }
}
