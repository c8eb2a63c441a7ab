import { type Fields, isBranch } from '../field.ts'
import { quote } from './json.ts'
import type { Place } from './style.ts'
import { elementName, inOrder } from './xml.ts'

type Write<T> = (record: T, at: Place) => string

/** Compiles fields into a function that writes a record as `{"Element":{…}}`: the names and the order of XML, and each value a text. */
export function elementsWriter<T>(element: string, fields: Fields<T>, order: readonly string[] = []): Write<T> {
  const write = childrenWriter(fields, order)
  return (record, at) => `{${quote(element)}:${write(record, at)}}`
}

export const elementsDocument = (content: string): string => `{"TwilioResponse":${content}}`

function childrenWriter<T>(fields: Fields<T>, order: readonly string[]): Write<T> {
  const writers = inOrder(fields, order).map(([name, field]) => {
    const key = `${quote(elementName(name, field))}:`
    if (isBranch(field)) {
      const write = childrenWriter(field.parts, [])
      return (record: T, at: Place) => key + write(record, at)
    }
    return (record: T, at: Place) => {
      const value = field.text(record, at)
      return value === undefined ? undefined : key + quote(value ?? '')
    }
  })
  return (record, at) =>
    `{${writers
      .map((write) => write(record, at))
      .filter((member) => member !== undefined)
      .join(',')}}`
}
