import { type Fields, isBranch, type Leaf } from '../field.ts'
import type { Place } from './style.ts'
import { elementName, inOrder } from './xml.ts'

/** Compiles fields into a function that writes records below a row of names. What has parts of its own has no column. */
export function csvWriter<T>(
  fields: Fields<T>,
  order: readonly string[] = [],
): (records: readonly T[], at: Place) => string {
  const columns = inOrder(fields, order).flatMap(([name, field]): { name: string; field: Leaf<T> }[] =>
    isBranch(field) ? [] : [{ name: elementName(name, field), field }],
  )
  const header = columns.map(({ name }) => name).join(',')
  return (records, at) =>
    [header, ...records.map((record) => columns.map(({ field }) => cell(field.text(record, at))).join(',')), ''].join(
      '\r\n',
    )
}

/** RFC 4180, and quotes around anything with a blank. */
function cell(value: string | null | undefined): string {
  if (value === null || value === undefined) return ''
  return /[\s",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
