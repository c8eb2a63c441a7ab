import { type Described, listSchema, recordSchema, reference, shownAs } from './describe-shape.ts'
import { createdName, listName, recordName, tagOf } from './describe-names.ts'
import { pathsOf } from './describe-paths.ts'
import { createdShape } from './endpoint.ts'
import { type Fields, isBranch } from './field.ts'
import type { Schema } from './kind.ts'
import type { Mount, Resource } from './resource.ts'

/** What the OpenAPI document says of a resource at one of its mounts. */
export interface ResourceDescription {
  readonly tag: { readonly name: string; readonly description: string }
  readonly paths: Readonly<Record<string, Described>>
  readonly schemas: Described
  /** The label of the host names that serve it. */
  readonly product: string
  readonly version: string
}

/** Describes a resource from its declaration, in each version of the API that has it. */
export const describe = <T, Created>(resource: Resource<T, Created>): ResourceDescription[] =>
  resource.mounts.map((mount) => ({
    tag: { name: tagOf(resource, mount.style), description: resource.doc },
    paths: pathsOf(resource, mount),
    schemas: schemasOf(resource, mount),
    product: mount.style.product,
    version: mount.style.version,
  }))

function schemasOf<T, Created>(resource: Resource<T, Created>, { style }: Mount): Described {
  const { doc, fields, list, create, update, created } = resource
  const params = [list, create, update].flatMap((one) => Object.values(one?.params ?? {}))
  // In XML every value is text.
  const ofValues = shownAs(style).format === 'json' ? schemasIn(fields) : []
  return {
    ...titled([...ofValues, ...params.map(({ kind }) => kind.schema)]),
    [recordName(resource, style)]: recordSchema(resource, doc, style),
    ...(created?.shape && { [createdName(resource, style)]: recordSchema(createdShape(resource), doc, style) }),
    ...(list && {
      [listName(resource, style)]: listSchema({
        ...resource,
        style,
        row: reference(recordName(resource, style)),
        unpaged: list.unpaged === true,
      }),
    }),
  }
}

const schemasIn = <T>(fields: Fields<T>): Schema[] =>
  Object.values(fields).flatMap((field) => (isBranch(field) ? schemasIn(field.parts) : [field.schema]))

const titled = (schemas: readonly Schema[]): Described =>
  Object.fromEntries(schemas.flatMap(({ title, ...schema }) => (title === undefined ? [] : [[title, schema]])))
