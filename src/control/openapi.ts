import type { ControlRoute, Fields } from './route.ts'
import type { Schema } from './shape.ts'

/** Where the control API is. */
export const controlPrefix = '/_trunkline/v1'

/** The OpenAPI 3.1 document of these routes, by their part. */
export function controlDocument(parts: Readonly<Record<string, readonly ControlRoute[]>>): Schema {
  const paths: Record<string, Record<string, Schema>> = {}
  for (const [tag, routes] of Object.entries(parts))
    for (const route of routes) (paths[route.at] ??= {})[route.method.toLowerCase()] = operationOf(route, tag)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Trunkline control API',
      version: 'v1',
      summary: 'What happened at the server, and what tests want to set.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: controlPrefix }],
    security: [{}, { token: [] }, { login: [] }],
    tags: Object.keys(parts).map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'The setting `controlToken`. A development server needs none from programs on its own machine.',
        },
        login: { type: 'apiKey', in: 'cookie', name: '__Host-trunkline', description: 'A browser that logged in.' },
      },
      schemas: { Problem: problem },
      responses: {
        Problem: {
          description: 'What was wrong, and what to try.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

const problem = {
  type: 'object',
  properties: { error: { type: 'string', description: 'What was wrong, and what to try.' } },
  required: ['error'],
}

function operationOf({ method, at, words, input, status, answer }: ControlRoute, tag: string): Schema {
  const parameters = [...parametersOf(input.path, 'path'), ...parametersOf(input.query, 'query')]
  return {
    operationId: operationId(method, at),
    tags: [tag],
    summary: plain(words).replace(/\.$/, ''),
    ...(parameters.length > 0 && { parameters }),
    ...(input.body && {
      requestBody: {
        required: Object.values(input.body).some(({ required }) => required),
        content: { 'application/json': { schema: schemaOf(input.body) } },
      },
    }),
    responses: {
      [status]:
        answer === null
          ? { description: 'Done.' }
          : typeof answer === 'string'
            ? { description: words, content: { [answer]: {} } }
            : { description: words, content: { 'application/json': { schema: answer.schema } } },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const parametersOf = (fields: Fields, where: 'path' | 'query'): Schema[] =>
  Object.entries(fields).map(([name, { kind, words, required }]) => ({
    name,
    in: where,
    description: plain(words),
    ...(required && { required }),
    schema: kind.schema,
  }))

const schemaOf = (fields: Fields): Schema => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(fields).map(([name, { kind, words }]) => [name, { ...kind.schema, description: plain(words) }]),
  ),
  required: Object.entries(fields).flatMap(([name, { required }]) => (required ? [name] : [])),
  additionalProperties: false,
})

/** Without links, which lead from the guide. */
const plain = (words: string): string => words.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')

/** `getPhonesMessages`, `postPhonesCallsHangUp`: the method, and the path without what stands in braces. */
const operationId = (method: string, at: string): string =>
  method.toLowerCase() +
  at
    .split(/[/.-]/)
    .map((part) => (part.startsWith('{') ? 'By' + capitalized(part.slice(1, -1)) : capitalized(part)))
    .join('')

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
