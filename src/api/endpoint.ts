import { Problem } from '../domain/problem.ts'
import { isSid } from '../domain/sid.ts'
import { emptyForm, type Form } from './form.ts'
import type { Answer } from './headers.ts'
import { createOnce } from './idempotency.ts'
import { link } from './kind.ts'
import { filteredUri, pageReader, pageView } from './paging.ts'
import type { Call, Mount, Resource, Verb } from './resource.ts'
import { type Representation, representations, type Shape } from './wire/representation.ts'
import type { Place, RepresentationName, Style } from './wire/style.ts'
import { unpaged } from './wire/unpaged.ts'

/** A request that was let in: what remains is to do it. */
export interface Doing {
  readonly call: Call
  readonly place: Place
  readonly representation: RepresentationName
  /** The path as it was requested, without the query. */
  readonly path: string
  readonly query: Form
  /** What the client calls this request, to be answered again and not done again when it comes again. */
  readonly idempotencyKey: string | undefined
  /** Reads the body, once. */
  form(): Promise<Form>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

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
  readonly tokenOnly: boolean
  readonly opensContent: Resource<unknown>['opensContent']
  readonly deeds: Deeds
  /** What test credentials may do here. */
  readonly rehearsals: Deeds
}

/** Makes of a declaration what answers its requests. */
export function endpointsOf<T, Created>(resource: Resource<T, Created>): Endpoint[] {
  const written = { record: representations(resource), created: representations(createdShape(resource)) }
  const rehearsals = rehearsalsOf(resource, written)
  const instance = instanceDeeds(resource, written.record)
  const {
    sidPrefixes,
    instanceName,
    whileInactive = false,
    tokenOnly = false,
    opensContent,
    singleton,
    fetch,
  } = resource
  const isInstance = (name: string) =>
    instanceName ? instanceName.test(name) : sidPrefixes.some((prefix) => isSid(prefix, name))
  return resource.mounts.flatMap((mount) => {
    const shared = { mount, isInstance, whileInactive, tokenOnly, opensContent }
    const collection = collectionDeeds(resource, written, mount.style)
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
  resource: Resource<T, Created>,
  writers: Written<T, Created>,
  { pageNames, tellsTotals }: Style,
): Deeds {
  const { list, sidPrefixes } = resource
  const readPage = pageReader(sidPrefixes, pageNames, list?.standingOf)
  return {
    ...(list && {
      async GET({ call, place, representation, path, query }: Doing) {
        const asked = readPage(query)
        const filters = list.filtersOf(query)
        const [found, total] = await Promise.all([
          list.run(filters, call, asked.request),
          tellsTotals && list.count?.(filters, call),
        ])
        const listed = total === undefined ? found : { ...found, total }
        const writer = writers.record[representation]
        const at = (place.style.absolute ? place.origin : '') + path
        const paged = pageView(at, filters, asked, listed, list.standingOf)
        const [view, style] = list.unpaged
          ? [{ ...paged, uri: filteredUri(at, filters) }, unpaged(place.style)]
          : [paged, place.style]
        const body = writer.list(listed.rows, view, { ...place, style })
        return { status: 200, contentType: writer.contentType, body }
      },
    }),
    ...(resource.create && { POST: creation(resource, resource.create, writers) }),
  }
}

/** Creates at each POST; under an Idempotency-Key once. */
function creation<T, Created>(
  { created, fetch, sidPrefixes }: Resource<T, Created>,
  verb: Verb<null, Created>,
  writers: Written<T, Created>,
) {
  const status = created?.status ?? 201
  const at = created?.at
  const create = async (doing: Doing, form: Form, call: Call): Promise<Answer> => {
    const record = await verb.run(form, call, null)
    const answer = written(status, record, doing, writers.created)
    return at ? { ...answer, headers: { Location: addressOf(at(record), doing.place) } } : answer
  }
  return async (doing: Doing): Promise<Answer> => {
    const { call, idempotencyKey, place, path } = doing
    const form = await doing.form()
    if (idempotencyKey === undefined) return create(doing, form, call)
    return createOnce(
      {
        idempotencyKey,
        accountSid: call.account.sid,
        path: path.slice(0, path.length - place.suffix.length),
        form,
        sidPrefixes,
        contentType: writers.created[doing.representation].contentType,
        shownOnce: created?.shownOnce ?? false,
        create: (ledger) => create(doing, form, { ...call, has: { ...call.has, ledger } }),
        async show(sid) {
          const find = fetch?.run ?? created?.find
          const record = (await find?.({ ...call, sid })) ?? null
          return record === null ? null : written(status, record, doing, writers.record)
        },
      },
      call.has,
    )
  }
}

/** Where a client finds what a path of the API names. */
const addressOf = (path: string, place: Place): string =>
  link.write(path, { ...place, style: { ...place.style, absolute: true } })

function rehearsalsOf<T, Created>({ create, created }: Resource<T, Created>, writers: Written<T, Created>): Deeds {
  const rehearse = create?.rehearse
  if (!rehearse) return {}
  return {
    POST: async (doing) =>
      written(created?.status ?? 201, await rehearse(await doing.form(), doing.call), doing, writers.created),
  }
}

function instanceDeeds<T, Created>(
  { fetch, content, update, updateByPut, remove }: Resource<T, Created>,
  writers: Writers<T>,
): Deeds {
  if (!fetch) return {}
  const found = async ({ call }: Doing): Promise<T> => {
    const record = await fetch.run(call)
    if (record === null) throw new Problem('notFound', { path: call.path })
    return record
  }
  const change =
    update &&
    (async (doing: Doing) => {
      const record = await found(doing)
      return written(200, await update.run(await doing.form(), doing.call, record), doing, writers)
    })
  return {
    async GET(doing) {
      const record = await found(doing)
      return content && doing.place.suffix === '' ? content(record, doing.call) : written(200, record, doing, writers)
    },
    ...(change && { POST: change }),
    ...(change && updateByPut && { PUT: change }),
    ...(remove && {
      async DELETE(doing: Doing) {
        await remove.run(emptyForm, doing.call, await found(doing))
        const { style } = doing.place
        if (!style.answersRemovals) return { status: 204, contentType: '', body: '' }
        const { contentType, none } = writers[doing.representation]
        return { status: 200, contentType, body: none(style) }
      },
    }),
  }
}

function written<T>(status: number, record: T, { place, representation }: Doing, writers: Writers<T>): Answer {
  const writer = writers[representation]
  return { status, contentType: writer.contentType, body: writer.one(record, place, status) }
}
