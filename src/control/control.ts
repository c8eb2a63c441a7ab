import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Access, doorkeeper } from './access.ts'
import { answerError } from './answer-error.ts'
import type { ControlContext, ControlPorts } from './control-context.ts'
import { type Door, kindsIn, mountDoor } from './door/mount-door.ts'
import { type Visit, keepUp, untilLogout, visitOf } from './door/visit.ts'
import { type Following, openLive, usualFollowing } from './live.ts'
import { controlDocument, controlPrefix } from './openapi.ts'
import type { ControlRoute, Turn } from './route.ts'
import { controlRoutes } from './routes.ts'

/** Mounts `/_trunkline/v1` for those who have access, and where people log in: inspection, and in development also what changes the world of a test. */
export function mountControl(
  app: FastifyInstance,
  ports: ControlPorts,
  access: Access,
  doorPorts: Omit<Door, 'mode'>,
  following: Following = usualFollowing,
): void {
  const has = { ...ports, live: openLive(ports.ledger, following) }
  const door = { ...doorPorts, mode: has.mode }
  mountDoor(app, door, access)
  const letIn = doorkeeper(access, (cookies) => visitOf(cookies, kindsIn(has.mode), door))
  const visits: Visits = { of: new WeakMap(), door, check: following.loginCheck }
  const parts = Object.fromEntries(
    Object.entries(controlRoutes)
      .map(([name, routes]) => [name, routes.filter(({ modes }) => modes === 'both' || has.mode === modes)] as const)
      .filter(([, routes]) => routes.length > 0),
  )
  void app.register(
    async (control) => {
      control.addHook('onRequest', async (request, reply) => {
        // What is shown to somebody who logged in is gone with the login.
        void reply.header('Cache-Control', 'no-store')
        const { socket, method, headers } = request
        const visit = await letIn({ address: socket.remoteAddress ?? '', method, headers })
        if (visit) visits.of.set(request, visit)
      })
      control.setErrorHandler((error, _request, reply) => answerError(error, reply))
      const missing = (request: FastifyRequest, reply: FastifyReply) =>
        reply
          .code(404)
          .send({ error: `nothing is at ${request.url.split('?')[0]}`, try: `${controlPrefix}/openapi.json` })
      control.setNotFoundHandler(missing)
      // Otherwise it would be a page of the console, which has all below its own prefix.
      control.get('/*', missing)
      for (const route of Object.values(parts).flat()) mount(control, route, has, visits)
      const document = controlDocument(parts)
      control.get('/openapi.json', async () => document)
    },
    { prefix: controlPrefix },
  )
}

/** Which requests are those of somebody who logged in, and how often to see whether that is so still. */
interface Visits {
  of: WeakMap<FastifyRequest, Visit>
  door: Door
  check: number
}

function mount(
  control: FastifyInstance,
  { method, at, maxBody, status, answer: declared, ask }: ControlRoute,
  has: ControlContext,
  visits: Visits,
): void {
  control.route({
    method,
    url: at.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(maxBody && { bodyLimit: maxBody }),
    async handler(request, reply) {
      const { params: path, query, body } = request
      const visit = visits.of.get(request)
      // A stream writes its own headers, and would lose the cookie.
      const cookie = visit && declared !== 'text/event-stream' ? await keepUp(visit, visits.door) : null
      if (cookie) void reply.header('Set-Cookie', cookie)
      const answer = await ask({ path, query, body }, has, turnOf(request, reply, has.closing, visits))
      return reply.sent ? reply : reply.code(status).send(answer)
    },
  })
}

function turnOf(request: FastifyRequest, reply: FastifyReply, closing: AbortSignal, visits: Visits): Turn {
  return {
    // Made when it is asked for: most answers wait for nothing.
    get signal() {
      const gone = new AbortController()
      reply.raw.once('close', () => gone.abort())
      const visit = visits.of.get(request)
      const over = visit ? [untilLogout(visit, visits.door, visits.check, gone.signal)] : []
      return AbortSignal.any([gone.signal, closing, ...over])
    },
    header: (name) => [request.headers[name]].flat()[0],
    tell: (headers) => void reply.headers(headers),
    stream() {
      reply.hijack()
      return reply.raw
    },
  }
}
