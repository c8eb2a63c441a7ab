import { createdName, inWords, listName, operationId, recordName, tagOf } from './describe-names.ts'
import { type Described, documentOf, plain, reference, shownAs } from './describe-shape.ts'
import { pageParams } from './paging.ts'
import { type Param, type Params, wireNameOf } from './param.ts'
import type { Mount, Resource } from './resource.ts'
import { toPascal } from './wire/names.ts'

/** Every path of a resource with what can be done there. */
export function pathsOf<T, Created>(resource: Resource<T, Created>, mount: Mount): Readonly<Record<string, Described>> {
  const { style, path, instance = ':sid' } = mount
  const { suffix } = shownAs(style)
  const collection = style.root + path
  const one = resource.singleton ? collection : `${collection}/${instance}`
  const found = new Map<string, Described>()
  const put = (at: string, item: Described) => {
    if (Object.keys(item).length === 0) return
    found.set(template(at), { ...pathParams(at, resource), ...found.get(template(at)), ...item })
  }
  put(collection + suffix, atCollection(resource, mount))
  // What a path without a suffix stands for is the bytes, where there are any.
  put(one + (resource.content && suffix === '' ? '.xml' : suffix), atInstance(resource, mount))
  if (resource.content) put(one, { get: { ...operation(resource, mount, theBytes), ...bytesAreOpen(resource) } })
  return Object.fromEntries(found)
}

function atCollection<T, Created>(resource: Resource<T, Created>, mount: Mount): Described {
  const { list, create, created, plural, name } = resource
  const { style } = mount
  return {
    ...(list && {
      get: operation(resource, mount, {
        verb: 'List',
        doc: list.doc,
        query: { ...list.params, ...pageParamsOf(list.unpaged === true, mount) },
        answer: answerIn(mount, plural, listName(resource, style)),
      }),
    }),
    ...(create && {
      post: operation(resource, mount, {
        verb: 'Create',
        doc: create.doc,
        form: create.params,
        status: created?.status ?? 201,
        answer: answerIn(mount, created?.shape?.name ?? name, createdName(resource, style)),
      }),
    }),
  }
}

function atInstance<T, Created>(resource: Resource<T, Created>, mount: Mount): Described {
  const { fetch, update, updateByPut, remove, name } = resource
  const { style } = mount
  if (!fetch) return {}
  const answer = answerIn(mount, name, recordName(resource, style))
  const change = (verb: string) =>
    update && operation(resource, mount, { verb, doc: update.doc, form: update.params, answer })
  return {
    get: operation(resource, mount, { verb: 'Fetch', doc: fetch.doc, answer }),
    ...(update && { post: change('Update') }),
    ...(updateByPut && { put: change('Replace') }),
    ...(remove && {
      delete: operation(resource, mount, {
        verb: 'Delete',
        doc: remove.doc,
        ...(style.answersRemovals
          ? { answer: { [shownAs(style).type]: { schema: documentOf() } } }
          : { status: 204, answer: null }),
      }),
    }),
  }
}

/** Whether credentials are asked for is a setting, where they need not be. */
const bytesAreOpen = <T, Created>({ opensContent }: Resource<T, Created>): Described =>
  opensContent ? { security: [{}, { account: [] }] } : {}

/** A search that shows all it finds is only told how many rows it may find. */
function pageParamsOf(unpaged: boolean, { style }: Mount): Params {
  const all = pageParams(style.pageNames)
  return unpaged ? { pageSize: all.pageSize } : all
}

function answerIn({ style }: Mount, element: string, schema: string): Described {
  const { type, format } = shownAs(style)
  const content = reference(schema)
  return { [type]: { schema: format === 'xml' ? documentOf(element, content) : content } }
}

interface Operation {
  verb: string
  doc: string
  query?: Params
  form?: Params
  status?: number
  /** The answer's body by its type; null for none. */
  answer: Described | null
}

const theBytes: Operation = {
  verb: 'Download',
  doc: 'Fetches the bytes, in the type that they were given.',
  answer: { '*/*': { schema: {} } },
}

function operation<T, Created>(
  resource: Resource<T, Created>,
  mount: Mount,
  { verb, doc, query, form, status = 200, answer }: Operation,
): Described {
  const [summary = doc, ...rest] = doc.split(/(?<=\.) /)
  const isCreation = verb === 'Create'
  const parameters = [...(query ? queryOf(query) : []), ...(isCreation ? [idempotencyKey] : [])]
  const isOfOneThing = verb !== 'List' && !isCreation
  const hasParents = /:(?!accountSid)/.test(mount.path)
  return {
    operationId: operationId(verb, resource, mount),
    tags: [tagOf(resource, mount.style)],
    summary: summary.replace(/\.$/, ''),
    ...(rest.length > 0 && { description: rest.join(' ') }),
    ...((resource.deprecated ?? shownAs(mount.style).format === 'xml') && { deprecated: true }),
    ...(parameters.length > 0 && { parameters }),
    ...(form && Object.keys(form).length > 0 && { requestBody: formOf(form) }),
    responses: {
      [status]: {
        description: status === 201 ? 'It was created.' : 'It was done.',
        ...(answer && { content: answer }),
      },
      ...((query || form) && problems(400)),
      ...problems(401, 403),
      ...((isOfOneThing || hasParents) && problems(404)),
      ...(form && problems(409, 429)),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const problems = (...statuses: readonly number[]): Described =>
  Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]))

const idempotencyKey = { $ref: '#/components/parameters/IdempotencyKey' }

/** `/Accounts/:accountSid` as `/Accounts/{AccountSid}` */
const template = (path: string) => path.replace(/:(\w+)/g, (_, name: string) => `{${toPascal(name)}}`)

function pathParams<T, Created>(path: string, resource: Resource<T, Created>): Described {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  if (names.length === 0) return {}
  return {
    parameters: names.map((name) => ({
      name: toPascal(name),
      in: 'path',
      required: true,
      description: pathParamDoc(name, resource.name),
      schema: pathParamSchema(name, resource),
    })),
  }
}

/** `The SID of the call.` for `callSid` */
function pathParamDoc(name: string, resource: string): string {
  if (name === 'sid') return `The SID of the ${inWords(resource)}.`
  return name.endsWith('Sid') ? `The SID of the ${inWords(name.slice(0, -3))}.` : `The ${inWords(name)}.`
}

const sidSchema = (prefixes: readonly string[]) => ({
  type: 'string',
  pattern: `^(${prefixes.join('|')})[0-9a-fA-F]{32}$`,
})

function pathParamSchema<T, Created>(name: string, { sidPrefixes, instanceName }: Resource<T, Created>): Described {
  if (name === 'accountSid') return sidSchema(['AC'])
  if (name !== 'sid') return { type: 'string' }
  return instanceName ? { type: 'string', pattern: instanceName.source } : sidSchema(sidPrefixes)
}

const queryOf = (params: Params): Described[] =>
  Object.entries(params).map(([name, declared]) => ({
    name: wireNameOf(name, declared),
    in: 'query',
    description: declared.doc,
    ...(declared.required && { required: true }),
    schema: valueOf(declared),
  }))

function formOf(params: Params): Described {
  const entries = Object.entries(params).map(([name, declared]) => [wireNameOf(name, declared), declared] as const)
  const required = entries.filter(([, declared]) => declared.required).map(([name]) => name)
  const schema = {
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([name, declared]) => [name, { ...valueOf(declared), description: declared.doc }]),
    ),
    ...(required.length > 0 && { required }),
  }
  return { required: required.length > 0, content: { 'application/x-www-form-urlencoded': { schema } } }
}

function valueOf({ kind, many, example }: Param<unknown>): Described {
  const { title } = kind.schema
  const one = title === undefined ? { ...plain(kind.schema) } : reference(title)
  const schema = many ? { type: 'array', items: one } : one
  return example === undefined ? schema : { ...schema, examples: [example] }
}
