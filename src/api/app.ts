import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type OpenRoute, reference } from './docs/reference.ts'
import { pathTree } from './path-tree.ts'
import type { ApiContext, PathParams } from './resource.ts'
import { resources } from './resources.ts'
import { type Server, server } from './serve.ts'
import type { Endpoint } from './endpoint.ts'
import { splitTarget } from './target.ts'
import { versionEndpoints } from './version.ts'
import type { Suffix } from './wire/style.ts'

/** How long a client may take to send its request, in milliseconds. */
const patience = 30_000

/** Builds the web server with the REST API in it; other rooms may add their own paths below their own prefixes. */
export function buildApi(has: ApiContext): FastifyInstance {
  const api = server(has)
  const app: FastifyInstance = fastify({
    logger: false,
    exposeHeadRoutes: false,
    requestTimeout: patience,
    // Who was let in is answered, also while the server closes.
    return503OnClosing: false,
    rewriteUrl: ({ url = '/' }) => originForm(url),
    frameworkErrors: (_error, request, reply) => void refuse(api, request, reply),
  })
  app.setNotFoundHandler((request, reply) => refuse(api, request, reply))
  app.register(async (routes) => addRoutes(routes, api, has))
  return app
}

function addRoutes(app: FastifyInstance, api: Server, has: ApiContext): void {
  // Bodies are read by those who answer: after the credentials, and whatever their type.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  addEndpoints(app, api)
  for (const { path, answer } of versionEndpoints) addOpenly(app, api, path, () => answer)
  const describeAll = () => resources.flatMap(({ describe }) => describe())
  for (const { path, answer } of reference(describeAll, has)) addOpenly(app, api, path, answer)
}

/** Something that anybody may read. */
function addOpenly(app: FastifyInstance, api: Server, url: string, answer: OpenRoute['answer']): void {
  app.route({
    method: ['GET', 'HEAD'],
    url,
    handler: (request, reply) =>
      api.answerOpenly(turnOf(request, reply), answer(request.raw, request.params as PathParams)),
  })
}

interface Place {
  endpoint: Endpoint
  /** Null where an instance's name carries it. */
  suffix: Suffix | null
}

/** Every method comes to the endpoint, which knows how to refuse it; so does what the framework would refuse by its headers. */
function addEndpoints(app: FastifyInstance, api: Server): void {
  const tree = pathTree<Place>()
  const roots = new Set<string>()
  for (const endpoint of resources.flatMap(({ endpoints }) => endpoints)) {
    const { style } = endpoint.mount
    const suffixes = endpoint.instance === null ? (Object.keys(style.representations) as Suffix[]) : [null]
    for (const suffix of suffixes) tree.add(style.root + endpoint.path + (suffix ?? ''), { endpoint, suffix })
    roots.add(style.root)
  }
  const handler = (request: FastifyRequest, reply: FastifyReply) => {
    const turn = turnOf(request, reply)
    const found = tree.find(splitTarget(request.raw).path)
    return found ? api.serve(turn, found.value.endpoint, found.value.suffix, found.params) : api.refuse(turn)
  }
  for (const root of roots) {
    app.route({
      method: app.supportedMethods,
      url: `${root}/*`,
      handler,
      errorHandler: (_error, request, reply) => void handler(request, reply),
    })
  }
}

const refuse = (api: Server, request: FastifyRequest, reply: FastifyReply) => api.refuse(turnOf(request, reply))

/** Takes the answer out of the framework's hands: headers and reason are written here as clients of the service know them. */
function turnOf(request: FastifyRequest, reply: FastifyReply) {
  reply.hijack()
  return { request: request.raw, response: reply.raw }
}

/** A client that takes this server for its proxy asks for a whole URL (RFC 9112 §3.2.2). */
function originForm(url: string): string {
  if (url.startsWith('/')) return url
  return /^https?:\/\/[^/?#]*(\/.*)?$/i.exec(url)?.[1] ?? '/'
}
