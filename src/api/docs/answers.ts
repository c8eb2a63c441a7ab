import { type Document, nameIn, type Operation, type Schema } from './document.ts'
import { type Html, markup } from './html.ts'
import { linkTo } from './values.ts'

interface Body {
  type: string
  schema: Schema
}

/** What an operation answers with, in words. */
export function bodyOf(operation: Operation, { components }: Document): Html {
  const body = bodyIn(operation)
  if (!body) return markup`nothing else`
  const name = contentOf(body)
  if (name === undefined) return body.type === '*/*' ? markup`the bytes` : markup`an empty document`
  const row = rowOf(components.schemas[name])
  const inXml = body.type === 'application/xml' && ' in XML'
  if (!row) return markup`${linkTo(name)}${inXml}`
  return inXml
    ? markup`a list of ${linkTo(row.name)}${inXml}`
    : markup`a list of ${linkTo(row.name)} under <code>${row.key}</code>`
}

/** The schema that tells the properties of what an operation answers with: of a list, that of its rows. */
export function schemaOf(operation: Operation, { components }: Document): string | undefined {
  const body = bodyIn(operation)
  const name = body && contentOf(body)
  return name === undefined ? undefined : (rowOf(components.schemas[name])?.name ?? name)
}

function bodyIn({ responses }: Operation): Body | undefined {
  for (const [status, response] of Object.entries(responses))
    if (status.startsWith('2') && 'content' in response)
      for (const [type, { schema }] of Object.entries(response.content ?? {})) return { type, schema }
  return undefined
}

/** What is in an XML document stands in its one element. */
function contentOf({ schema }: Body): string | undefined {
  const { $ref } = schema.$ref === undefined ? (Object.values(schema.properties ?? {})[0] ?? {}) : schema
  return $ref && nameIn($ref)
}

/** Where the rows of a list are, and what each is. */
function rowOf(schema: Schema | undefined): { key: string; name: string } | undefined {
  for (const [key, { items }] of Object.entries(schema?.properties ?? {}))
    if (items?.$ref !== undefined) return { key, name: nameIn(items.$ref) }
  return undefined
}
