import type { Fields } from '../field.ts'
import { csvWriter } from './csv.ts'
import { jsonWriter } from './json.ts'
import type { PageView, Place, RepresentationName } from './style.ts'
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
  one(this: void, record: T, at: Place): string
  list(this: void, records: readonly T[], page: PageView, at: Place): string
}

/** Compiles a shape into its writers, so that an answer needs no look into the declaration. */
export function representations<T>(shape: Shape<T>): Readonly<Record<RepresentationName, Representation<T>>> {
  return { json: json(shape), xml: xml(shape), csv: csv(shape) }
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
  }
}

function xml<T>({ name, plural, fields, xmlOrder }: Shape<T>): Representation<T> {
  const write = xmlWriter(name, fields, xmlOrder?.instance)
  const writeRow = xmlWriter(name, fields, xmlOrder?.list ?? xmlOrder?.instance)
  return {
    contentType: 'application/xml',
    one: (record, at) => xmlDocument(write(record, at)),
    list: (records, page, at) =>
      xmlDocument(
        at.style.listXml(
          plural,
          records.map((record) => writeRow(record, at)),
          page,
        ),
      ),
  }
}

function csv<T>({ fields, xmlOrder }: Shape<T>): Representation<T> {
  const write = csvWriter(fields, xmlOrder?.instance)
  return {
    contentType: 'text/csv; charset=utf-8',
    one: (record, at) => write([record], at),
    list: (records, _page, at) => write(records, at),
  }
}
