import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../domain/problem.ts'
import { type Access, doorkeeper } from './access.ts'
import type { ControlContext, ControlPorts } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { type Following, openLive, usualFollowing } from './live.ts'
import { controlDocument, controlPrefix } from './openapi.ts'
import type { ControlRoute, Turn } from './route.ts'
import { controlRoutes } from './routes.ts'

/** Mounts `/_trunkline/v1` for those who have access: inspection, and in development also what changes the world of a test. */
export function mountControl(
  app: FastifyInstance,
  ports: ControlPorts,
  access: Access,
  following: Following = usualFollowing,
): void {
  const has = { ...ports, live: openLive(ports.ledger, following) }
  const letIn = doorkeeper(access)
  const parts = Object.fromEntries(
    Object.entries(controlRoutes)
      .map(([name, routes]) => [name, routes.filter(({ modes }) => modes === 'both' || has.mode === modes)] as const)
      .filter(([, routes]) => routes.length > 0),
  )
  void app.register(
    async (control) => {
      control.addHook('onRequest', async ({ socket, headers }) =>
        letIn({ address: socket.remoteAddress ?? '', headers }),
      )
      control.setErrorHandler((error, _request, reply) => answerError(error, reply))
      control.setNotFoundHandler((request, reply) =>
        reply
          .code(404)
          .send({ error: `nothing is at ${request.url.split('?')[0]}`, try: `${controlPrefix}/openapi.json` }),
      )
      for (const route of Object.values(parts).flat()) mount(control, route, has)
      const document = controlDocument(parts)
      control.get('/openapi.json', async () => document)
    },
    { prefix: controlPrefix },
  )
}

function mount(
  control: FastifyInstance,
  { method, at, maxBody, status, ask }: ControlRoute,
  has: ControlContext,
): void {
  control.route({
    method,
    url: at.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(maxBody && { bodyLimit: maxBody }),
    async handler(request, reply) {
      const { params: path, query, body } = request
      const answer = await ask({ path, query, body }, has, turnOf(request, reply, has.closing))
      return reply.sent ? reply : reply.code(status).send(answer)
    },
  })
}

function turnOf(request: FastifyRequest, reply: FastifyReply, closing: AbortSignal): Turn {
  return {
    // Made when it is asked for: most answers wait for nothing.
    get signal() {
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      return AbortSignal.any([gone.signal, closing])
    },
    header: (name) => [request.headers[name]].flat()[0],
    stream() {
      reply.hijack()
      return reply.raw
    },
  }
}

function answerError(error: unknown, reply: FastifyReply) {
  const { status } = error instanceof Problem ? error.toldIn('current') : { status: undefined }
  const { statusCode = status ?? 500 } = error as { statusCode?: number }
  const message =
    statusCode === 415
      ? 'send JSON, with Content-Type: application/json'
      : error instanceof ControlProblem || (error instanceof Error && statusCode < 500)
        ? error.message
        : 'something went wrong here; the log tells more'
  if (statusCode === 500) reply.log.error({ err: error }, 'control request failed')
  if (statusCode === 401) reply.header('WWW-Authenticate', 'Bearer')
  return reply.code(statusCode).send({ error: message })
}
