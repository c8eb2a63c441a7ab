import { type Field, type Fields, isBranch } from './field.ts'
import type { Schema } from './kind.ts'
import { pageParams } from './paging.ts'
import { type Params, wireNameOf } from './param.ts'
import type { Mount, Resource } from './resource.ts'
import { toSnake } from './wire/names.ts'

type Json = string | number | boolean | null | undefined | readonly Json[] | Schema | { readonly [name: string]: Json }
export type Described = { readonly [name: string]: Json }

/** What the OpenAPI document says of one resource. */
export interface ResourceDescription {
  readonly paths: Described
  readonly schemas: Described
}

/** Describes a resource from its declaration, in the JSON form that SDKs use. */
export function describe<T, Created>(resource: Resource<T, Created>): ResourceDescription {
  return {
    paths: Object.assign({}, ...resource.mounts.map((mount) => pathsOf(resource, mount))) as Described,
    schemas: { [resource.name]: { description: resource.doc, ...objectOf(resource.fields) } },
  }
}

function pathsOf<T, Created>(resource: Resource<T, Created>, mount: Mount): Described {
  const { name, list, create, fetch, update, remove } = resource
  const collection = mount.style.root + mount.path
  const instance = `${collection}/${mount.instance ?? ':sid'}`
  const one = { $ref: `#/components/schemas/${name}` }
  return {
    [template(collection)]: {
      ...pathParams(collection),
      ...(list && {
        get: operation(
          list.doc,
          { parameters: queryOf({ ...list.params, ...pageParams }) },
          200,
          listOf(resource, one),
        ),
      }),
      ...(create && { post: operation(create.doc, formOf(create.params), 201, one) }),
    },
    ...(fetch && {
      [template(instance)]: {
        ...pathParams(instance),
        get: operation(fetch.doc, {}, 200, one),
        ...(update && { post: operation(update.doc, formOf(update.params), 200, one) }),
        ...(remove && { delete: operation(remove.doc, {}, 204) }),
      },
    }),
  }
}

/** `/Accounts/:accountSid` as `/Accounts/{AccountSid}.json` */
const template = (path: string) =>
  `${path.replace(/:(\w)(\w*)/g, (_, first: string, rest: string) => `{${first.toUpperCase()}${rest}}`)}.json`

function pathParams(path: string): Described {
  const names = [...path.matchAll(/:(\w)(\w*)/g)].map(([, first = '', rest = '']) => first.toUpperCase() + rest)
  return { parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })) }
}

const operation = (summary: string, input: Described, status: number, schema?: Described): Described => ({
  summary,
  ...input,
  responses: {
    [status]: { description: summary, ...(schema && { content: { 'application/json': { schema } } }) },
    default: {
      description: 'What was wrong.',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/RestException' } } },
    },
  },
})

const queryOf = (params: Params): Described[] =>
  Object.entries(params).map(([name, declared]) => ({
    name: wireNameOf(name, declared),
    in: 'query',
    description: declared.doc,
    schema: declared.kind.schema,
  }))

function formOf(params: Params): Described {
  const properties = Object.entries(params).map(([name, declared]) => {
    const { kind, many, doc } = declared
    const schema = many ? { type: 'array', items: kind.schema, description: doc } : { ...kind.schema, description: doc }
    return [wireNameOf(name, declared), schema] as const
  })
  const schema = { type: 'object', properties: Object.fromEntries(properties) }
  return { requestBody: { content: { 'application/x-www-form-urlencoded': { schema } } } }
}

function listOf<T, Created>({ collection }: Resource<T, Created>, one: Described): Described {
  const uri = { type: 'string', format: 'uri-reference' }
  const uriOrNull = { type: ['string', 'null'], format: 'uri-reference' }
  const place = { type: 'integer', minimum: 0 }
  return {
    type: 'object',
    properties: {
      [collection]: { type: 'array', items: one },
      uri,
      first_page_uri: uri,
      next_page_uri: uriOrNull,
      previous_page_uri: uriOrNull,
      page: place,
      page_size: place,
      start: place,
      end: place,
    },
  }
}

/** An object with these properties, any of which may be null where there is no value. */
export const objectOf = <T>(fields: Fields<T>): Described => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [field.names.json ?? toSnake(name), propertyOf(field)]),
  ),
})

function propertyOf<T>(field: Field<T>): Described {
  if (isBranch(field)) return { ...objectOf(field.parts), description: field.doc }
  const { enum: words, ...schema } = field.schema
  return { ...schema, type: [schema.type, 'null'], ...(words && { enum: [...words, null] }), description: field.doc }
}
