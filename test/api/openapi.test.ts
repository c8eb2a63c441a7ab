import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { resources } from '../../src/api/resources.ts'
import { ask, askJson, type Json } from '../api-client.ts'
import { settled, startTestServer, type TestServer } from '../server.ts'
import { openApiShape } from './openapi-shape.ts'

interface Validate {
  (value: unknown): boolean
  errors?: readonly { instancePath: string; message?: string }[] | null
}
interface Ajv {
  addSchema(schema: object, name: string): void
  compile(schema: object): Validate
  validateSchema(schema: object): boolean
  errorsText(): string
}

/** The validator that the web framework uses. */
const Validator = createRequire(createRequire(import.meta.url).resolve('fastify'))('ajv/dist/2020.js') as {
  default: new (options: object) => Ajv
}
const newAjv = () =>
  new Validator.default({ strict: true, strictTypes: false, allErrors: true, validateFormats: false })

type Node = Readonly<Record<string, unknown>>
interface Operation extends Node {
  operationId: string
  tags: string[]
  parameters?: Node[]
}
interface Document extends Node {
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation> & { parameters?: { name: string; in: string }[] }>
  components: { schemas: Record<string, Node>; responses: Record<string, Content> }
}

interface Content {
  content: Record<string, { schema: { $ref: string } }>
}
type Response = Content | { $ref: string }

const methods = ['get', 'post', 'put', 'delete'] as const

describe('the OpenAPI document', () => {
  let server: TestServer
  let document: Document
  let operations: { method: string; path: string; operation: Operation }[]
  beforeAll(async () => {
    server = await startTestServer()
    document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Document
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      methods.flatMap((method) => (item[method] ? [{ method, path, operation: item[method] }] : [])),
    )
  })
  afterAll(() => server[Symbol.asyncDispose]())

  /** Every object in the document, with the way to it. */
  function* nodes(value: unknown = document, at = '#'): Generator<[at: string, node: Node]> {
    if (typeof value !== 'object' || value === null) return
    if (!Array.isArray(value)) yield [at, value as Node]
    for (const [key, part] of Object.entries(value)) yield* nodes(part, `${at}/${key}`)
  }

  test('is JSON that anybody may read, and may keep', async () => {
    const first = await ask(server, { method: 'GET', path: '/2010-04-01/../openapi.json', as: null })
    expect(first.status).toBe(200)
    expect(first.headers.get('content-type')).toBe('application/json')
    expect(Number(first.headers.get('content-length'))).toBe(Buffer.byteLength(first.text))
    const etag = first.headers.get('etag')!
    const again = await fetch(`${server.url}/openapi.json`, { headers: { 'if-none-match': `"other", ${etag}` } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    const head = await fetch(`${server.url}/openapi.json`, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(first.headers.get('content-length'))
  })

  test('has the shape that OpenAPI 3.1 asks for, and nothing beside it', () => {
    const validate = newAjv().compile(openApiShape)
    validate(document)
    expect(validate.errors ?? []).toEqual([])
  })

  test('holds only JSON Schemas that are valid', () => {
    const ajv = newAjv()
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const { xml: _, ...plain } = schema
      expect(ajv.validateSchema(plain), `${name}: ${ajv.errorsText()}`).toBe(true)
    }
  })

  test('refers only to what is in it', () => {
    const find = (reference: string) =>
      reference
        .slice(2)
        .split('/')
        .reduce<unknown>((value, key) => (value as Node | undefined)?.[key], document)
    const references = [...nodes()].flatMap(([at, { $ref }]) => (typeof $ref === 'string' ? [[at, $ref] as const] : []))
    expect(references.length).toBeGreaterThan(200)
    expect(references.filter(([, to]) => find(to) === undefined)).toEqual([])
  })

  test('describes nothing that nothing refers to', () => {
    const text = JSON.stringify(document)
    const unused = Object.entries(document.components as Node).flatMap(([kind, parts]) =>
      kind === 'securitySchemes'
        ? []
        : Object.keys(parts as Node).filter((name) => !text.includes(`"#/components/${kind}/${name}"`)),
    )
    expect(unused).toEqual([])
  })

  test('names each operation once, and with a tag that is told of', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
    expect(names).toEqual(
      expect.arrayContaining([
        'CreateMessage',
        'ListUsageRecordDaily',
        'FetchCallRecording',
        'ListIncomingPhoneNumberLocal',
      ]),
    )
    const tags = document.tags.map(({ name }) => name)
    expect(new Set(tags).size).toBe(tags.length)
    expect(new Set(operations.flatMap(({ operation }) => operation.tags))).toEqual(new Set(tags))
  })

  test('tells what stands in each path, and nothing that does not', () => {
    for (const [path, { parameters = [] }] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect(
        parameters.map(({ name }) => name),
        path,
      ).toEqual(inPath)
    }
  })

  test('says of everything what it is, in a phrase with a capital and a full stop', () => {
    const words = [...nodes()].flatMap(([at, { description }]) =>
      typeof description === 'string' ? [[at, description] as const] : [],
    )
    expect(words.length).toBeGreaterThan(1000)
    expect(words.filter(([, text]) => !/^[A-Z`].*\.$/s.test(text))).toEqual([])
    const silent = [...nodes()].filter(
      ([at, node]) =>
        /\/(parameters\/\d+|properties\/[^/]+)$/.test(at) && !('description' in node) && !('$ref' in node),
    )
    expect(silent.map(([at]) => at).filter((at) => !at.includes('/properties/TwilioResponse'))).toEqual([])
  })

  test('has every path and method that the server answers, once', () => {
    const bare = (path: string) => path.replace(/\.(json|xml)$/, '').replace(/\{\w+\}|:\w+/g, '{}')
    const described = operations
      .filter(({ operation }) => !operation.operationId.startsWith('Download'))
      .map(({ method, path }) => `${method.toUpperCase()} ${bare(path)}`)
    const served = resources.flatMap(({ endpoints }) =>
      endpoints.flatMap(({ mount: { style }, path, deeds }) =>
        Object.keys(deeds).map((method) => `${method} ${style.root}${bare(path)}`),
      ),
    )
    expect(described.toSorted()).toEqual([...new Set(served)].toSorted())
  })

  test('sends the requests of newer products to their own host', () => {
    const productOf = (path: string) => (path.startsWith('/v1/Alerts') ? 'monitor' : 'messaging')
    for (const { path } of operations) {
      const { servers } = document.paths[path] as unknown as { servers?: { url: string }[] }
      expect(
        servers?.map(({ url }) => url),
        path,
      ).toEqual(path.startsWith('/v1/') ? ['/', `https://${productOf(path)}.twilio.com`] : undefined)
    }
  })

  describe('is what the server does:', () => {
    const answers: { operationId: string; status: number; schema: string; json: Json }[] = []

    /** Asks, and keeps the answer under the operation that it belongs to. */
    async function run(method: 'GET' | 'POST', path: string, parameters: Readonly<Record<string, string>> = {}) {
      const { status, json } = await askJson(server, { method, path, parameters })
      const asked = new URL(`http://x/2010-04-01/Accounts/${server.account.sid}${path}`).pathname
      const isAt = (one: string) =>
        new RegExp(`^${one.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/.]+')}$`).test(asked)
      // A path that is spelled out goes before one with names in it.
      const [found] = operations
        .filter((one) => one.method === method.toLowerCase() && isAt(one.path))
        .sort((a, b) => a.path.split('{').length - b.path.split('{').length)
      expect(found, asked).toBeDefined()
      answers.push({
        operationId: found!.operation.operationId,
        status,
        schema: schemaOf(found!.operation, status),
        json,
      })
      return json
    }

    beforeAll(async () => {
      const [from] = server.numbers
      const sent = await run('POST', '/Messages.json', { To: '+14155552345', From: from, Body: 'hi' })
      await settled(server, [String(sent.sid)])
      await run('GET', `/Messages/${String(sent.sid)}.json`)
      await run('GET', '/Messages.json', { PageSize: '1' })
      await run('GET', '/SMS/Messages.json')
      await run('POST', '/Messages.json', { To: '1', From: from, Body: 'hi' })
      await run('GET', `/Messages/SM${'0'.repeat(32)}.json`)
      await run('GET', '/IncomingPhoneNumbers.json')
      await run('GET', '/IncomingPhoneNumbers/Local.json')
      await run('POST', '/IncomingPhoneNumbers.json', { AreaCode: '415' })
      await run('POST', '/Keys.json', { FriendlyName: 'k' })
      await run('GET', '/Keys.json')
      await run('GET', '/Balance.json')
      await run('GET', '/Calls.json')
      await run('GET', '/Notifications.json')
      await run('GET', '/Applications.json')
      await run('GET', '/SMS/ShortCodes.json')
      await run('GET', '/AvailablePhoneNumbers/US/Local.json', { AreaCode: '415' })
      const trigger = { UsageCategory: 'sms', TriggerValue: '5', CallbackUrl: 'https://shop.example/' }
      await run('POST', '/Usage/Triggers.json', trigger)
      await run('GET', '/Usage/Triggers.json')
      await run('GET', '/Usage/Records/Daily.json', { PageSize: '5' })
    })

    function schemaOf(operation: Operation, status: number): string {
      const told = (operation.responses as Record<string, Response>)[status]!
      const { content } = '$ref' in told ? document.components.responses[nameIn(told.$ref)]! : told
      return nameIn(content['application/json']!.schema.$ref)
    }

    test('each answer is as its schema says, and has nothing that its schema does not tell of', () => {
      const ajv = newAjv()
      ajv.addSchema({ $defs: schemasOf(document) }, 'document')
      for (const { operationId, status, schema, json } of answers) {
        const validate = ajv.compile({ $ref: `document#/$defs/${schema}` })
        validate(json)
        expect(validate.errors ?? [], `${operationId} ${status}`).toEqual([])
      }
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201, 400, 404]))
    })
  })
})

const nameIn = (reference: string) => reference.split('/').at(-1)!

/** As JSON Schemas by themselves, which refuse what they do not name. */
function schemasOf({ components }: Document): object {
  const text = JSON.stringify(components.schemas, (key, part: unknown) => {
    if (key === 'xml') return undefined
    const isShape = typeof part === 'object' && part !== null && 'properties' in part && 'type' in part
    return isShape && typeof part.type === 'string' ? { ...part, additionalProperties: false } : part
  })
  return JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as object
}
