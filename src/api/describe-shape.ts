import { type Field, type Fields, isBranch } from './field.ts'
import type { Schema } from './kind.ts'
import { toSnake } from './wire/names.ts'
import type { Shape } from './wire/representation.ts'
import type { Style } from './wire/style.ts'
import { elementName, inOrder } from './wire/xml.ts'

export type Json = string | number | boolean | null | undefined | readonly Json[] | Schema | Described
export type Described = { readonly [name: string]: Json }

/** Under which of its representations the document shows a version: JSON, which SDKs read, where it has it in their shape. */
export function shownAs({ representations }: Style): { suffix: '' | '.json'; format: 'json' | 'xml'; type: string } {
  if (representations['.json'] === 'json') return { suffix: '.json', format: 'json', type: 'application/json' }
  return representations[''] === 'json'
    ? { suffix: '', format: 'json', type: 'application/json' }
    : { suffix: '', format: 'xml', type: 'application/xml' }
}

/** The name of a schema; the first version has its own, whatever they are called. */
export const schemaName = (name: string, style: Style): string =>
  shownAs(style).format === 'xml' ? `${name}.${style.version}` : name

export const reference = (name: string): Described => ({ $ref: `#/components/schemas/${name}` })

/** An object with these properties, any of which may be null where there is no value. */
export function recordSchema<T>({ name, fields, xmlOrder }: Shape<T>, doc: string, style: Style): Described {
  const schema = { description: doc, ...objectOf(fields, style, xmlOrder?.instance) }
  return shownAs(style).format === 'xml' ? { ...schema, xml: { name } } : schema
}

export const objectOf = <T>(fields: Fields<T>, style: Style, xmlOrder?: readonly string[]): Described => ({
  type: 'object',
  properties:
    shownAs(style).format === 'xml'
      ? Object.fromEntries(
          inOrder(fields, xmlOrder ?? []).map(([name, field]) => [elementName(name, field), elementOf(field, style)]),
        )
      : Object.fromEntries(
          Object.entries(fields).map(([name, field]) => [field.names.json ?? toSnake(name), propertyOf(field, style)]),
        ),
})

function propertyOf<T>(field: Field<T>, style: Style): Described {
  const description = field.doc
  if (isBranch(field)) return { ...objectOf(field.parts, style), description }
  const { title, enum: words, ...schema } = shownSchema(field.schema, style)
  if (title !== undefined) return { anyOf: [reference(title), { type: 'null' }], description }
  return { ...schema, type: [schema.type, 'null'], ...(words && { enum: [...words, null] }), description }
}

/** In XML every value is text, and one that is not there is an empty element. */
function elementOf<T>(field: Field<T>, style: Style): Described {
  if (isBranch(field)) return { ...objectOf(field.parts, style), description: field.doc }
  const { enum: words } = field.schema
  return { type: 'string', ...(words && { enum: [...words, ''] }), description: field.doc }
}

/** A value as this version writes it: dates in its own way, and an address that is not set as an empty text. */
function shownSchema(schema: Schema, style: Style): Schema {
  if (schema.format === 'uri') return { ...plain(schema), format: 'uri-reference' }
  if (schema.format === 'date-time' && !style.absolute) return { ...plain(schema), format: 'date-time-rfc-2822' }
  return plain(schema)
}

const int32 = { minimum: -2_147_483_648, maximum: 2_147_483_647 }

/** What is only a number of the usual size is called so. */
export function plain({ minimum, maximum, ...schema }: Schema): Schema {
  if (minimum === int32.minimum && maximum === int32.maximum) return { ...schema, format: 'int32' }
  return { ...schema, ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) }
}

const uri = { type: 'string', format: 'uri-reference' }
const uriOrNull = { type: ['string', 'null'], format: 'uri-reference' }
const place = { type: 'integer', minimum: 0 }
const place1 = { type: 'integer', minimum: 1, maximum: 1000 }

interface ListShape {
  plural: string
  collection: string
  style: Style
  /** Of one row. */
  row: Described
  unpaged: boolean
}

/** What a list says of itself, around its rows. */
export function listSchema({ plural, collection, style, row, unpaged }: ListShape): Described {
  const rows = { type: 'array', items: row, description: 'The rows of this page.' }
  if (shownAs(style).format === 'xml') return listElement(plural, row)
  if (unpaged) return object({ uri: { ...uri, description: 'What was asked.' }, [collection]: rows })
  if (style.absolute)
    return object({
      meta: { ...object(metaProperties), description: 'This page, and those around it.' },
      [collection]: rows,
    })
  return object({ [collection]: rows, ...pageProperties }, totals)
}

function object(properties: Described, more: Described = {}): Described {
  return { type: 'object', properties: { ...properties, ...more }, required: Object.keys(properties) }
}

const pageProperties = {
  uri: { ...uri, description: 'This page.' },
  first_page_uri: { ...uri, description: 'The first page.' },
  next_page_uri: { ...uriOrNull, description: 'The page after this one; none after the last.' },
  previous_page_uri: { ...uriOrNull, description: 'The page before this one; none before the first.' },
  page: { ...place, description: 'The number of this page, from 0.' },
  page_size: { ...place1, description: 'How many rows a page holds.' },
  start: { ...place, description: 'The place of the first row in the whole list, from 0.' },
  end: { ...place, description: 'The place of the last row in the whole list.' },
}

const totals = {
  total: { ...place, description: 'How many rows the whole list has; only in lists that are counted.' },
  num_pages: { ...place, description: 'How many pages; only in lists that are counted.' },
  last_page_uri: { ...uri, description: 'The last page; only in lists that are counted.' },
}

const metaProperties = {
  page: pageProperties.page,
  page_size: pageProperties.page_size,
  first_page_url: pageProperties.first_page_uri,
  previous_page_url: pageProperties.previous_page_uri,
  url: pageProperties.uri,
  next_page_url: pageProperties.next_page_uri,
  key: { type: 'string', description: 'The name under which the rows are.' },
}

function listElement(name: string, row: Described): Described {
  const attribute = (description: string) => ({ type: 'integer', description, xml: { attribute: true } })
  return {
    type: 'object',
    xml: { name },
    properties: {
      page: attribute('The number of this page, from 0.'),
      numpages: attribute('How many pages there are.'),
      pagesize: attribute('How many rows a page holds.'),
      total: attribute('How many rows the whole list has.'),
      start: attribute('The place of the first row in the whole list, from 0.'),
      end: attribute('The place of the last row in the whole list.'),
      rows: { type: 'array', items: row, description: 'The rows of this page.' },
    },
  }
}

/** An XML document around what it says; around nothing, too. */
export const documentOf = (name?: string, content?: Described): Described => ({
  type: 'object',
  xml: { name: 'TwilioResponse' },
  ...(name !== undefined && { properties: { [name]: content } }),
})
