import { type Branch, type Field, type Fields, isBranch, type Leaf } from '../field.ts'
import { toPascal } from './names.ts'
import type { Place, Style } from './style.ts'

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

const declaration = `<?xml version='1.0' encoding='UTF-8'?>`

export function xmlDocument(content: string, { xmlDeclaration = declaration }: Style): string {
  const root = content === '' ? '<TwilioResponse/>' : `<TwilioResponse>${content}</TwilioResponse>`
  return `${xmlDeclaration}\n${root}`
}

/** How an element begins and ends, and how one is written that holds nothing. */
export interface Markup {
  open(this: void, element: string): string
  close(this: void, element: string): string
  empty(this: void, element: string): string
}

const xmlMarkup: Markup = {
  open: (element) => `<${element}>`,
  close: (element) => `</${element}>`,
  empty: (element) => `<${element}/>`,
}

type Write<T> = (record: T, at: Place) => string

/** Compiles fields into a function that writes a record as an element. Fields that the order does not name come last. */
export function xmlWriter<T>(
  element: string,
  fields: Fields<T>,
  order: readonly string[] = [],
  markup = xmlMarkup,
): Write<T> {
  const writers = inOrder(fields, order).map(([name, field]) => childWriter(elementName(name, field), field, markup))
  const open = markup.open(element)
  const close = markup.close(element)
  return (record, at) => {
    let xml = open
    for (const write of writers) xml += write(record, at)
    return xml + close
  }
}

/** The fields that the order names, as it names them, then the others as they were declared. */
export function inOrder<T>(fields: Fields<T>, order: readonly string[]): [name: string, field: Field<T>][] {
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  return Object.entries(fields).sort(([a], [b]) => placeOf(a) - placeOf(b))
}

export const elementName = <T>(name: string, field: Field<T>): string => field.names.xml ?? toPascal(name)

const childWriter = <T>(element: string, field: Field<T>, markup: Markup): Write<T> =>
  isBranch(field) ? branchWriter(element, field, markup) : leafWriter(element, field, markup)

const branchWriter = <T>(element: string, { parts }: Branch<T>, markup: Markup): Write<T> =>
  xmlWriter(element, parts, [], markup)

function leafWriter<T>(element: string, { text, plain }: Leaf<T>, markup: Markup): Write<T> {
  const empty = markup.empty(element)
  const open = markup.open(element)
  const close = markup.close(element)
  return (record, at) => {
    const value = text(record, at)
    if (value === undefined) return ''
    return value === null ? empty : open + (plain ? value : escapeXml(value)) + close
  }
}
