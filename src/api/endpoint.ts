import { Problem } from '../domain/problem.ts'
import { isSid } from '../domain/sid.ts'
import { emptyForm, type Form } from './form.ts'
import type { Answer } from './headers.ts'
import { pageView, readPage } from './paging.ts'
import type { Call, Mount, Resource } from './resource.ts'
import { type Representation, representations, type Shape } from './wire/representation.ts'
import type { Place, RepresentationName } from './wire/style.ts'

/** A request that was let in: what remains is to do it. */
export interface Doing {
  readonly call: Call
  readonly place: Place
  readonly representation: RepresentationName
  /** The path as it was requested, without the query. */
  readonly path: string
  readonly query: Form
  /** Reads the body, once. */
  form(): Promise<Form>
}

export type Method = 'GET' | 'POST' | 'DELETE'

type Deeds = Readonly<Partial<Record<Method, (doing: Doing) => Promise<Answer>>>>

/** A path with everything that can be done at it. */
export interface Endpoint {
  readonly mount: Mount
  /** Behind the style's root, as the router spells it, without a suffix. */
  readonly path: string
  /** The parameter of the path that ends in the suffix; null when the path itself does. */
  readonly instance: string | null
  /** Whether an instance may be called so. */
  isInstance(this: void, name: string): boolean
  readonly whileInactive: boolean
  readonly deeds: Deeds
  /** What test credentials may do here. */
  readonly rehearsals: Deeds
}

/** Makes of a declaration what answers its requests. */
export function endpointsOf<T, Created>(resource: Resource<T, Created>): Endpoint[] {
  const written = { record: representations(resource), created: representations(createdShape(resource)) }
  const collection = collectionDeeds(resource, written)
  const rehearsals = rehearsalsOf(resource, written)
  const instance = instanceDeeds(resource, written.record)
  const { sidPrefixes, instanceName, whileInactive = false, singleton, fetch } = resource
  const isInstance = (name: string) =>
    instanceName ? instanceName.test(name) : sidPrefixes.some((prefix) => isSid(prefix, name))
  return resource.mounts.flatMap((mount) => {
    const shared = { mount, isInstance, whileInactive }
    const atMount = { ...shared, path: mount.path, instance: null, rehearsals }
    if (singleton) return [{ ...atMount, deeds: { ...collection, ...instance } }]
    const name = mount.instance ?? ':sid'
    return [
      { ...atMount, deeds: collection },
      ...(fetch
        ? [{ ...shared, path: `${mount.path}/${name}`, instance: name.slice(1), deeds: instance, rehearsals: {} }]
        : []),
    ]
  })
}

/** Without a shape of its own, what is created is the record. */
export const createdShape = <T, Created>(resource: Resource<T, Created>): Shape<Created> =>
  resource.created?.shape ?? (resource as unknown as Shape<Created>)

type Writers<T> = Readonly<Record<RepresentationName, Representation<T>>>
interface Written<T, Created> {
  record: Writers<T>
  created: Writers<Created>
}

function collectionDeeds<T, Created>(
  { list, create, created, sidPrefixes }: Resource<T, Created>,
  writers: Written<T, Created>,
): Deeds {
  return {
    ...(list && {
      async GET({ call, place, representation, path, query }: Doing) {
        const asked = readPage(query, sidPrefixes)
        const filters = list.filtersOf(query)
        const listed = await list.run(filters, call, asked.request)
        const writer = writers.record[representation]
        const at = (place.style.absolute ? place.origin : '') + path
        const view = pageView(at, filters, asked, listed, list.standingOf)
        return { status: 200, contentType: writer.contentType, body: writer.list(listed.rows, view, place) }
      },
    }),
    ...(create && {
      async POST(doing: Doing) {
        const record = await create.run(await doing.form(), doing.call, null)
        return written(created?.status ?? 201, record, doing, writers.created)
      },
    }),
  }
}

function rehearsalsOf<T, Created>({ create, created }: Resource<T, Created>, writers: Written<T, Created>): Deeds {
  const rehearse = create?.rehearse
  if (!rehearse) return {}
  return {
    POST: async (doing) =>
      written(created?.status ?? 201, await rehearse(await doing.form(), doing.call), doing, writers.created),
  }
}

function instanceDeeds<T, Created>(
  { fetch, content, update, remove }: Resource<T, Created>,
  writers: Writers<T>,
): Deeds {
  if (!fetch) return {}
  const found = async ({ call }: Doing): Promise<T> => {
    const record = await fetch.run(call)
    if (record === null) throw new Problem('notFound', { path: call.path })
    return record
  }
  return {
    async GET(doing) {
      const record = await found(doing)
      return content && doing.place.suffix === '' ? content(record, doing.call) : written(200, record, doing, writers)
    },
    ...(update && {
      async POST(doing: Doing) {
        const record = await found(doing)
        return written(200, await update.run(await doing.form(), doing.call, record), doing, writers)
      },
    }),
    ...(remove && {
      async DELETE(doing: Doing) {
        await remove.run(emptyForm, doing.call, await found(doing))
        return { status: 204, contentType: '', body: '' }
      },
    }),
  }
}

function written<T>(status: number, record: T, { place, representation }: Doing, writers: Writers<T>): Answer {
  const writer = writers[representation]
  return { status, contentType: writer.contentType, body: writer.one(record, place) }
}
