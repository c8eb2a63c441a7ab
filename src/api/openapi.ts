import { type Described, objectOf, type ResourceDescription } from './describe.ts'
import { failure } from './failure.ts'

/** The OpenAPI 3.1 document of everything that is declared. */
export const openApi = (descriptions: readonly ResourceDescription[]): Described => ({
  openapi: '3.1.0',
  info: {
    title: 'Trunkline',
    version: '2010-04-01',
    description: 'A messaging server that speaks the Twilio REST API.',
  },
  security: [{ account: [] }],
  paths: Object.assign({}, ...descriptions.map(({ paths }) => paths)) as Described,
  components: {
    securitySchemes: { account: { type: 'http', scheme: 'basic', description: 'Account SID and auth token.' } },
    schemas: {
      ...(Object.assign({}, ...descriptions.map(({ schemas }) => schemas)) as Described),
      [failure.name]: { description: 'What was wrong with a request.', ...objectOf(failure.fields) },
    },
  },
})
