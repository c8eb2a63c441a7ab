const text = { type: 'string', minLength: 1 }
const ref = (name: string) => ({ $ref: `#/$defs/${name}` })
const mapOf = (name: string) => ({ type: 'object', additionalProperties: ref(name) })
const object = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const orReference = (shape: object) => ({
  oneOf: [object({ $ref: { type: 'string', pattern: '^#/components/' } }, ['$ref']), shape],
})

const parameterIn = (places: readonly string[], also: readonly string[] = []) =>
  object({ name: text, in: { enum: places }, description: text, required: { const: true }, schema: ref('schema') }, [
    'name',
    'in',
    'description',
    'schema',
    ...also,
  ])

const operation = object(
  {
    operationId: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]+$' },
    tags: { type: 'array', items: text, minItems: 1, maxItems: 1 },
    summary: { type: 'string', pattern: '[^.]$' },
    description: text,
    deprecated: { const: true },
    security: { const: [{}, { account: [] }] },
    parameters: { type: 'array', items: ref('parameter'), minItems: 1 },
    requestBody: object(
      {
        required: { type: 'boolean' },
        content: object({ 'application/x-www-form-urlencoded': ref('media') }, ['application/x-www-form-urlencoded']),
      },
      ['content'],
    ),
    responses: {
      type: 'object',
      propertyNames: { pattern: '^([2-5][0-9][0-9]|default)$' },
      minProperties: 2,
      properties: { default: ref('response') },
      required: ['default'],
      additionalProperties: ref('response'),
    },
  },
  ['operationId', 'tags', 'summary', 'responses'],
)

/** What this server uses of the OpenAPI 3.1 specification, strictly: no word beside those that the specification has at each place. */
export const openApiShape = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...object(
    {
      openapi: { const: '3.1.0' },
      info: object(
        {
          title: text,
          version: text,
          summary: text,
          description: text,
          license: object({ name: text, identifier: text }, ['name']),
        },
        ['title', 'version'],
      ),
      servers: ref('servers'),
      security: { type: 'array', items: object({ account: { type: 'array', maxItems: 0 } }, ['account']), minItems: 1 },
      tags: { type: 'array', items: object({ name: text, description: text }, ['name', 'description']) },
      paths: {
        type: 'object',
        propertyNames: { pattern: '^/(2010-04-01|2008-08-01|v1)/' },
        minProperties: 50,
        additionalProperties: ref('pathItem'),
      },
      components: object({
        securitySchemes: object({
          account: object({ type: { const: 'http' }, scheme: { const: 'basic' }, description: text }, [
            'type',
            'scheme',
          ]),
        }),
        parameters: mapOf('parameter'),
        responses: mapOf('response'),
        schemas: {
          type: 'object',
          propertyNames: { pattern: '^[a-zA-Z0-9._-]+$' },
          additionalProperties: ref('schema'),
        },
      }),
    },
    ['openapi', 'info', 'paths', 'components'],
  ),
  $defs: {
    servers: { type: 'array', items: object({ url: text, description: text }, ['url']), minItems: 1 },
    pathItem: object({
      parameters: { type: 'array', items: ref('parameter') },
      servers: ref('servers'),
      get: operation,
      post: operation,
      put: operation,
      delete: operation,
    }),
    parameter: orReference({
      oneOf: [parameterIn(['path'], ['required']), parameterIn(['query', 'header'])],
    }),
    response: orReference(
      object({ description: text, content: { type: 'object', minProperties: 1, additionalProperties: ref('media') } }, [
        'description',
      ]),
    ),
    media: object({ schema: ref('schema') }, ['schema']),
    schema: {
      type: 'object',
      propertyNames: {
        enum: (
          '$ref type format pattern enum minimum maximum minLength maxLength default examples items anyOf properties required ' +
          'description xml'
        ).split(' '),
      },
      properties: {
        items: ref('schema'),
        anyOf: { type: 'array', items: ref('schema'), minItems: 1 },
        properties: mapOf('schema'),
        xml: object({ name: text, attribute: { const: true } }),
      },
    },
  },
}
