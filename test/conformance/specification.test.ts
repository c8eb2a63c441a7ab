import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, type Ask } from '../api-client.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { absent, absentProperties, ignoredParameters } from './specification-gaps.ts'

// What the public description of the API (April 2026) lists for the products api (2010-04-01), messaging (v1) and monitor (v1), against
// what the OpenAPI document, made from the declarations, says is here. Each gap stands in a table with its reason, and must be one.

interface Listed {
  operation: string
  method: 'GET' | 'POST' | 'DELETE'
  /** The label of its host name, where the path does not say it: `api` for 2010-04-01, else `messaging`. */
  product?: string
  path: string
  status: readonly number[]
  /** With `!` behind those that must be given. */
  parameters: readonly string[]
  /** The key of the rows, where it answers with a list. */
  list?: string
  properties: readonly string[]
}

interface Schema {
  $ref?: string
  properties?: Readonly<Record<string, Schema>>
  items?: Schema
  required?: readonly string[]
}
interface Operation {
  parameters?: readonly { name: string; in: string; required?: boolean }[]
  requestBody?: { content: Readonly<Record<string, { schema: Schema }>> }
  responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: Schema }>> }>>
}
interface Document {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components: { schemas: Readonly<Record<string, Schema>> }
}

const specification = JSON.parse(
  readFileSync(new URL('../data/specification.json', import.meta.url), 'utf8'),
) as readonly Listed[]
const named = ({ method, path }: Listed) => `${method} ${path}`
const reasonFor = (listed: Listed) =>
  absent.find(({ paths }) => paths.some((pattern) => pattern.test(named(listed))))?.because
const here = specification.filter((listed) => reasonFor(listed) === undefined)
const missing = specification.filter((listed) => reasonFor(listed) !== undefined)
const shapeOf = (path: string) => path.replaceAll(/\{\w+\}/g, '{}')

describe('the public description of the API', () => {
  let server: TestServer
  let document: Document
  const operations = new Map<string, Operation>()
  beforeAll(async () => {
    server = await startTestServer()
    document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Document
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, operation] of Object.entries(methods))
        operations.set(`${method.toUpperCase()} ${shapeOf(path)}`, operation)
  })
  afterAll(() => server[Symbol.asyncDispose]())

  const operationOf = ({ method, path }: Listed) => operations.get(`${method} ${shapeOf(path)}`)
  const resolved = (schema: Schema | undefined): Schema | undefined =>
    schema?.$ref === undefined ? schema : document.components.schemas[schema.$ref.split('/').at(-1)!]

  function propertiesOf(listed: Listed): string[] {
    const [success] = Object.entries(operationOf(listed)!.responses).filter(([status]) => status.startsWith('2'))
    const body = resolved(success?.[1].content?.['application/json']?.schema)
    const shown = listed.list === undefined ? body : resolved(body?.properties?.[listed.list]?.items)
    return Object.keys(shown?.properties ?? {})
  }

  function formOf(operation: Operation): { names: string[]; required: readonly string[] } {
    const form = operation.requestBody?.content['application/x-www-form-urlencoded']?.schema
    const query = (operation.parameters ?? []).filter((one) => one.in === 'query')
    return {
      names: [...Object.keys(form?.properties ?? {}), ...query.map(({ name }) => name)],
      required: form?.required ?? [],
    }
  }

  test.each(here)('$operation is here', (listed) => {
    expect(operationOf(listed), named(listed)).toBeDefined()
  })

  test.each(here)('$operation takes each parameter', (listed) => {
    const operation = operationOf(listed)
    if (!operation) return expect.unreachable()
    const { names, required } = formOf(operation)
    const lacking = listed.parameters.map((name) => name.replace('!', '')).filter((name) => !names.includes(name))
    expect(lacking).toEqual(Object.keys(ignoredParameters[listed.operation] ?? {}))
    const musts = listed.parameters.filter((name) => name.endsWith('!')).map((name) => name.slice(0, -1))
    expect(musts.filter((name) => !required.includes(name))).toEqual([])
  })

  test.each(here)('$operation answers with each property', (listed) => {
    if (!operationOf(listed)) return expect.unreachable()
    const shown = propertiesOf(listed)
    expect(listed.properties.filter((name) => !shown.includes(name))).toEqual(
      Object.keys(absentProperties[listed.operation] ?? {}),
    )
  })

  test('each gap is one of what is listed', () => {
    const paths = absent.flatMap((one) => one.paths)
    expect(paths.filter((pattern) => !missing.some((listed) => pattern.test(named(listed))))).toEqual([])
    const names = new Set(here.map(({ operation }) => operation))
    const told = [...Object.keys(ignoredParameters), ...Object.keys(absentProperties)]
    expect(told.filter((name) => !names.has(name))).toEqual([])
  })

  test.each(missing)('$operation is not here, and answers so', async (listed) => {
    expect(operationOf(listed), named(listed)).toBeUndefined()
    const { method, path, product = 'messaging' } = listed
    const sid = (name: string) => (name === '{AccountSid}' ? server.account.sid : `XX${'0123456789abcdef'.repeat(2)}`)
    const filled = path.replaceAll(/\{\w+\}/g, sid)
    const request: Ask = {
      method,
      path: filled,
      headers: path.startsWith('/v1') ? { host: `${product}.twilio.com` } : {},
    }
    expect((await ask(server, request)).status).toBe(404)
  })
})
