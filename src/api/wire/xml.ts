import { type Branch, type Field, type Fields, isBranch, type Leaf } from '../field.ts'
import { toPascal } from './names.ts'
import type { Place } from './style.ts'

const special = /[&<>\r]|[^\t\n\u0020-\ud7ff\ue000-\ufffd]/
const allSpecial = /[&<>"\r]|[\ud800-\udbff][\udc00-\udfff]|[^\t\n\u0020-\ud7ff\ue000-\ufffd]/g
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }

/** Text between two tags. A character that XML 1.0 cannot carry becomes U+FFFD. */
export function escapeXml(text: string): string {
  if (!special.test(text)) return text
  return text.replace(allSpecial, (found) =>
    found === '"' ? found : (entities[found] ?? (found.length === 2 ? found : '\ufffd')),
  )
}

/** Text between two double quotes. */
export const escapeAttribute = (text: string): string => escapeXml(text).replaceAll('"', '&quot;')

export const xmlDocument = (content: string): string =>
  `<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse>${content}</TwilioResponse>`

type Write<T> = (record: T, at: Place) => string

/** Compiles fields into a function that writes a record as an element. Fields that the order does not name come last. */
export function xmlWriter<T>(element: string, fields: Fields<T>, order: readonly string[] = []): Write<T> {
  const writers = inOrder(fields, order).map(([name, field]) => childWriter(elementName(name, field), field))
  return (record, at) => {
    let xml = `<${element}>`
    for (const write of writers) xml += write(record, at)
    return `${xml}</${element}>`
  }
}

/** The fields that the order names, as it names them, then the others as they were declared. */
export function inOrder<T>(fields: Fields<T>, order: readonly string[]): [name: string, field: Field<T>][] {
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(fields).sort(([a], [b]) => placeOf(a) - placeOf(b))
}

export const elementName = <T>(name: string, field: Field<T>): string => field.names.xml ?? toPascal(name)

const childWriter = <T>(element: string, field: Field<T>): Write<T> =>
  isBranch(field) ? branchWriter(element, field) : leafWriter(element, field)

const branchWriter = <T>(element: string, { parts }: Branch<T>): Write<T> => xmlWriter(element, parts)

function leafWriter<T>(element: string, { text, plain }: Leaf<T>): Write<T> {
  const empty = `<${element}/>`
  const open = `<${element}>`
  const close = `</${element}>`
  return (record, at) => {
    const value = text(record, at)
    if (value === undefined) return ''
    return value === null ? empty : open + (plain ? value : escapeXml(value)) + close
  }
}
