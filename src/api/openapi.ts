import { problemNames, wordingsOf } from '../domain/problem.ts'
import type { ResourceDescription } from './describe.ts'
import { type Described, objectOf, reference } from './describe-shape.ts'
import { failure } from './failure.ts'
import { classic } from './wire/classic.ts'
import { original } from './wire/original.ts'
import { v1 } from './wire/v1.ts'

/** The OpenAPI 3.1 document of everything that is declared. */
export const openApi = (descriptions: readonly ResourceDescription[]): Described => ({
  openapi: '3.1.0',
  info: {
    title: 'Trunkline',
    version: classic.version,
    summary: 'A messaging server that speaks the Twilio REST API.',
    description: [
      'Paths are shown as programs ask for JSON. In version 2010-04-01 the same paths without `.json` or with `.xml` answer in XML, with `.csv` as CSV.',
      'Names of parameters are case-sensitive; a parameter that is not known is passed over. Forms are sent as `application/x-www-form-urlencoded` in UTF-8.',
      'Any property may be null where there is no value.',
    ].join('\n\n'),
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: serversOf('api'),
  security: [{ account: [] }],
  tags: tagsOf(descriptions),
  paths: pathsOf(descriptions),
  components: {
    securitySchemes: {
      account: {
        type: 'http',
        scheme: 'basic',
        description:
          'They are the SID of the account and its auth token, or the SID of an API key and its secret. A parent account may act for its subaccounts, by its token.',
      },
    },
    parameters: {
      IdempotencyKey: {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'Any text that the client makes up. What is asked for again with the same key within 24 hours is done once, and answered as the first time, with `Idempotent-Replayed: true`; with another form it is refused with 409.',
        schema: { type: 'string', minLength: 1, maxLength: 255 },
      },
    },
    responses: problemResponses(),
    schemas: {
      ...(Object.assign({}, ...descriptions.map(({ schemas }) => schemas)) as Described),
      [failure.name]: problemSchema(),
    },
  },
})

/** This server, by the path alone, and the name under which programs know the product when their requests are made to end here. */
const serversOf = (product: string): Described[] => [
  { url: '/', description: 'This server.' },
  {
    url: `https://${product}.twilio.com`,
    description: 'The same, for programs whose connections are made to end here.',
  },
]

/** The usual version first, those for old programs last. */
function tagsOf(descriptions: readonly ResourceDescription[]): Described[] {
  const inOrder = [classic, v1, original].flatMap(({ version }) =>
    descriptions.filter((one) => one.version === version),
  )
  return [...new Map(inOrder.map(({ tag }) => [tag.name, tag])).values()]
}

/** A path at which two resources meet has what both can do. */
function pathsOf(descriptions: readonly ResourceDescription[]): Described {
  const all: Record<string, Described> = {}
  for (const { paths, product } of descriptions)
    for (const [path, item] of Object.entries(paths))
      all[path] = { ...all[path], ...(product !== 'api' && { servers: serversOf(product) }), ...item }
  return all
}

const told = problemNames.flatMap((name) => Object.values(wordingsOf(name)))

function problemSchema(): Described {
  const { properties, ...schema } = objectOf(failure.fields, classic)
  const codes = [...new Set(told.map(([code]) => code))].sort((a, b) => a - b)
  return {
    description: 'What was wrong with a request.',
    ...schema,
    properties: {
      ...(properties as Described),
      code: { type: 'integer', enum: codes, description: 'What was wrong, as a number: see `/docs/errors/{code}`.' },
    },
    required: ['code', 'message', 'more_info', 'status'],
  }
}

const meanings: Readonly<Record<number, string>> = {
  400: 'The request says something that cannot be.',
  401: 'It is not known who asks.',
  403: 'Who asks may not do this.',
  404: 'There is no such thing.',
  409: 'The thing is not in a state in which this can be done.',
  429: 'Too much is asked for at once.',
}

function problemResponses(): Described {
  const content = { 'application/json': { schema: reference(failure.name) } }
  const ofStatus = Object.entries(meanings).map(([status, meaning]) => {
    const codes = [...new Set(told.filter(([, at]) => at === Number(status)).map(([code]) => code))].sort(
      (a, b) => a - b,
    )
    return [`Problem${status}`, { description: `${meaning} Codes: ${codes.join(', ')}.`, content }] as const
  })
  return { ...Object.fromEntries(ofStatus), Problem: { description: 'What was wrong.', content } }
}
