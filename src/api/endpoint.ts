import { Problem } from '../domain/problem.ts'
import { emptyForm, type Form } from './form.ts'
import type { Answer } from './headers.ts'
import { pageView, readPage } from './paging.ts'
import type { Call, Mount, Resource } from './resource.ts'
import { type Representation, representations } from './wire/representation.ts'
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

/** A path with everything that can be done at it. */
export interface Endpoint {
  readonly mount: Mount
  /** Behind the style's root, as the router spells it, without a suffix. */
  readonly path: string
  /** The parameter of the path that ends in the suffix; null when the path itself does. */
  readonly instance: string | null
  readonly sidPrefixes: readonly string[]
  readonly whileInactive: boolean
  readonly deeds: Readonly<Partial<Record<Method, (doing: Doing) => Promise<Answer>>>>
}

/** Makes of a declaration what answers its requests. */
export function endpointsOf<T>(resource: Resource<T>): Endpoint[] {
  const writers = representations(resource)
  const collection = collectionDeeds(resource, writers)
  const instance = instanceDeeds(resource, writers)
  return resource.mounts.flatMap((mount) => {
    const { sidPrefixes, whileInactive = false } = resource
    const shared = { mount, sidPrefixes, whileInactive }
    const name = mount.instance ?? ':sid'
    return [
      { ...shared, path: mount.path, instance: null, deeds: collection },
      ...(resource.fetch
        ? [{ ...shared, path: `${mount.path}/${name}`, instance: name.slice(1), deeds: instance }]
        : []),
    ]
  })
}

type Writers<T> = Readonly<Record<RepresentationName, Representation<T>>>

function collectionDeeds<T>({ list, create, sidPrefixes }: Resource<T>, writers: Writers<T>): Endpoint['deeds'] {
  return {
    ...(list && {
      async GET({ call, place, representation, path, query }: Doing) {
        const asked = readPage(query, sidPrefixes)
        const filters = list.filtersOf(query)
        const listed = await list.run(filters, call, asked.request)
        const writer = writers[representation]
        const view = pageView(path, filters, asked, listed, list.standingOf)
        return { status: 200, contentType: writer.contentType, body: writer.list(listed.rows, view, place) }
      },
    }),
    ...(create && {
      async POST(doing: Doing) {
        return written(201, await create.run(await doing.form(), doing.call, null), doing, writers)
      },
    }),
  }
}

function instanceDeeds<T>({ fetch, update, remove }: Resource<T>, writers: Writers<T>): Endpoint['deeds'] {
  if (!fetch) return {}
  const found = async ({ call, path }: Doing): Promise<T> => {
    const record = await fetch.run(call)
    if (record === null) throw new Problem('notFound', { path })
    return record
  }
  return {
    GET: async (doing) => written(200, await found(doing), doing, writers),
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
