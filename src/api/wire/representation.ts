import type { Fields } from '../field.ts'
import { csvWriter } from './csv.ts'
import { elementsDocument, elementsWriter } from './elements.ts'
import { htmlDocument, htmlElement, htmlWriter } from './html.ts'
import { jsonWriter } from './json.ts'
import type { PageView, Place, RepresentationName, Style } from './style.ts'
import { xmlDocument, xmlWriter } from './xml.ts'

/** What is written of records: their names and properties. */
export interface Shape<T> {
  readonly name: string
  readonly plural: string
  readonly collection: string
  readonly fields: Fields<T>
  readonly xmlOrder?: { readonly instance?: readonly string[]; readonly list?: readonly string[] }
}

/** Writes records in one format. */
export interface Representation<T> {
  readonly contentType: string
  /** Some formats tell the HTTP status too; it is 200 unless said. */
  one(this: void, record: T, at: Place, status?: number): string
  list(this: void, records: readonly T[], page: PageView, at: Place): string
  /** A document that holds nothing. */
  none(this: void, style: Style): string
}

/**
 * Compiles a shape into its writers, so that an answer needs no look into the declaration: each when it is first asked for, because no
 * start needs them all.
 */
export function representations<T>(shape: Shape<T>): Readonly<Record<RepresentationName, Representation<T>>> {
  const compiled: Partial<Record<RepresentationName, Representation<T>>> = {}
  return {
    get json() {
      return (compiled.json ??= json(shape))
    },
    get xml() {
      return (compiled.xml ??= xml(shape))
    },
    get csv() {
      return (compiled.csv ??= csv(shape))
    },
    get html() {
      return (compiled.html ??= html(shape))
    },
    get elements() {
      return (compiled.elements ??= elements(shape))
    },
  }
}

function json<T>({ collection, fields }: Shape<T>): Representation<T> {
  const write = jsonWriter(fields)
  return {
    contentType: 'application/json',
    one: write,
    list: (records, page, at) =>
      at.style.listJson(
        collection,
        records.map((record) => write(record, at)),
        page,
      ),
    none: () => '{}',
  }
}

function xml<T>({ name, plural, fields, xmlOrder }: Shape<T>): Representation<T> {
  const write = xmlWriter(name, fields, xmlOrder?.instance)
  const writeRow = xmlWriter(name, fields, xmlOrder?.list ?? xmlOrder?.instance)
  return {
    contentType: 'application/xml',
    one: (record, at) => xmlDocument(write(record, at), at.style),
    list: (records, page, at) =>
      xmlDocument(
        at.style.listXml(
          plural,
          records.map((record) => writeRow(record, at)),
          page,
        ),
        at.style,
      ),
    none: (style) => xmlDocument('', style),
  }
}

function csv<T>({ fields, xmlOrder }: Shape<T>): Representation<T> {
  const write = csvWriter(fields, xmlOrder?.instance)
  return {
    contentType: 'text/csv; charset=utf-8',
    one: (record, at) => write([record], at),
    list: (records, _page, at) => write(records, at),
    none: () => '',
  }
}

function html<T>({ name, plural, fields, xmlOrder }: Shape<T>): Representation<T> {
  const write = htmlWriter(name, fields, xmlOrder?.instance)
  const writeRow = htmlWriter(name, fields, xmlOrder?.list ?? xmlOrder?.instance)
  return {
    contentType: 'text/html; charset=utf-8',
    one: (record, at, status = 200) => htmlDocument(write(record, at), status),
    list: (records, _page, at) =>
      htmlDocument(htmlElement(plural, records.map((record) => writeRow(record, at)).join('')), 200),
    none: () => htmlDocument('', 200),
  }
}

function elements<T>({ name, plural, fields, xmlOrder }: Shape<T>): Representation<T> {
  const write = elementsWriter(name, fields, xmlOrder?.instance)
  const writeRow = elementsWriter(name, fields, xmlOrder?.list ?? xmlOrder?.instance)
  return {
    contentType: 'application/json',
    one: (record, at) => elementsDocument(write(record, at)),
    list: (records, page, at) =>
      elementsDocument(
        at.style.listJson(
          plural,
          records.map((record) => writeRow(record, at)),
          page,
        ),
      ),
    none: () => elementsDocument('{}'),
  }
}
