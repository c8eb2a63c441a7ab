import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { accountRoutes } from './accounts.ts'
import { balanceRoutes } from './balance.ts'
import { blockRoutes } from './blocks.ts'
import { callRoutes } from './calls.ts'
import type { ControlContext } from './control-context.ts'
import { ControlProblem } from './control-problem.ts'
import { messageRoutes } from './messages.ts'
import { permissionRoutes } from './permissions.ts'
import { phoneRoutes } from './phones.ts'
import { retentionRoutes } from './retention.ts'
import { senderRoutes } from './senders.ts'

/** Mounts `/_trunkline/v1`: what happened to a message, the virtual phones, and what accounts may do. Development only, and only for this machine. */
export function mountControl(app: FastifyInstance, has: ControlContext): void {
  void app.register(
    async (control) => {
      control.addHook('onRequest', async (request) => refuseStrangers(request))
      control.setErrorHandler((error, _request, reply) => answerError(error, reply))
      control.setNotFoundHandler((request, reply) =>
        reply.code(404).send({ error: `nothing is at ${request.url.split('?')[0]}`, try: '/_trunkline/v1/phones' }),
      )
      phoneRoutes(control, has)
      messageRoutes(control, has)
      callRoutes(control, has)
      retentionRoutes(control, has)
      accountRoutes(control, has)
      senderRoutes(control, has)
      permissionRoutes(control, has)
      blockRoutes(control, has)
      balanceRoutes(control, has)
    },
    { prefix: '/_trunkline/v1' },
  )
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/
const localHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i

/** Only programs on this machine, and no web page: a page elsewhere could make a browser call us (`Origin`), or rename us (`Host`). */
function refuseStrangers(request: FastifyRequest) {
  const { host = '', origin } = request.headers
  if (!loopback.test(request.ip)) throw new ControlProblem(403, 'the control API answers this machine only')
  if (!localHost.test(host))
    throw new ControlProblem(403, `the control API does not answer as "${host}": use localhost or 127.0.0.1`)
  if (origin !== undefined && !localHost.test(origin.replace(/^https?:\/\//i, '')))
    throw new ControlProblem(403, `the control API does not answer pages of ${origin}`)
}

function answerError(error: unknown, reply: FastifyReply) {
  const status =
    typeof (error as { statusCode?: unknown }).statusCode === 'number'
      ? (error as { statusCode: number }).statusCode
      : 500
  const message =
    status === 415
      ? 'send JSON, with Content-Type: application/json'
      : error instanceof Error && status < 500
        ? error.message
        : 'something went wrong here; the log tells more'
  if (status >= 500) reply.log.error({ err: error }, 'control request failed')
  return reply.code(status).send({ error: message })
}
