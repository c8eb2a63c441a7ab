import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Log } from '../../log.ts'
import { turnstile } from '../../messaging/keep-media.ts'
import { type Access, checkPage, isNear, nameCheck } from '../access.ts'
import { answerError } from '../answer-error.ts'
import { ControlProblem } from '../control-problem.ts'
import { textUpTo } from '../kinds.ts'
import { readBody } from '../read-input.ts'
import { optional } from '../route.ts'
import { countAttempts } from './attempts.ts'
import { type CookieKind, cookieText } from './cookie.ts'
import { type DoorPorts, doorRecord } from './door-record.ts'
import { type Shown, logIn } from './log-in.ts'
import { logOut, logOutEverywhere } from './log-out.ts'
import { passwordLength } from './password.ts'
import { hashSecret } from './secret.ts'
import { type Visit, keepUp, visitOf } from './visit.ts'

export interface Door extends DoorPorts {
  mode: 'development' | 'production'
  log: Log
}

const shown = {
  token: optional(textUpTo(passwordLength.most), 'The one-time token, or that of programs.'),
  password: optional(textUpTo(passwordLength.most), 'The password.'),
  newPassword: optional(textUpTo(passwordLength.most, passwordLength.least), 'What it is to be from now on.'),
}

/** By which cookies sessions are shown. In production none is ever given that travels in the clear. */
export const kindsIn = (mode: Door['mode']): readonly CookieKind[] =>
  mode === 'production' ? ['secure'] : ['secure', 'plain']

/** Mounts where people log in and out: `/_trunkline/session` and `/_trunkline/sessions`. */
export function mountDoor(app: FastifyInstance, has: Door, access: Access): void {
  const { mode, log } = has
  const checkNames = nameCheck(access.hosts)
  const entering = {
    ...has,
    attempts: countAttempts(),
    controlTokenHash: access.token === null ? null : hashSecret(access.token),
    inTurn: turnstile(),
  }
  const visitIn = ({ headers }: FastifyRequest) => visitOf(headers.cookie, kindsIn(mode), has)
  let warned = false

  function cookieKind({ headers, socket }: FastifyRequest): CookieKind {
    if (isSafe(headers.origin ?? '')) return 'secure'
    if (mode === 'production')
      throw new ControlProblem(
        403,
        'nobody logs in over plain http from another machine: use https, with a proxy in front of the server, or a tunnel to localhost such as ssh -L',
      )
    if (!warned)
      log.warn(
        { address: socket.remoteAddress },
        'a login came over plain http: whoever is on the way can read what is typed',
      )
    warned = true
    return 'plain'
  }

  async function state(request: FastifyRequest, isIn: boolean) {
    const { passwordHash } = await doorRecord(has)
    const asker = { address: request.socket.remoteAddress ?? '', headers: request.headers }
    const free = isNear(asker) && !access.tokenAlways
    return { mode, login: isIn ? 'in' : free ? 'none' : 'needed', passwordSet: passwordHash !== null }
  }

  async function loggedIn(request: FastifyRequest): Promise<Visit> {
    const visit = await visitIn(request)
    if (!visit) throw new ControlProblem(401, 'nobody is logged in here')
    checkPage(request)
    return visit
  }

  void app.register(
    async (door) => {
      door.addHook('onRequest', async ({ headers }, reply) => {
        void reply.header('Cache-Control', 'no-store')
        checkNames(headers)
      })
      door.setErrorHandler((error, _request, reply) => answerError(error, reply))

      door.get('/session', async (request, reply) => {
        const visit = await visitIn(request)
        const cookie = visit && (await keepUp(visit, has))
        if (cookie) void reply.header('Set-Cookie', cookie)
        return state(request, visit !== null)
      })

      door.post('/session', { bodyLimit: 16 * 1024 }, async (request, reply) => {
        if (request.headers.origin === undefined)
          throw new ControlProblem(403, 'people log in by the page of the console')
        checkPage(request)
        const kind = cookieKind(request)
        const address = request.socket.remoteAddress ?? ''
        const given: Shown = readBody(request.body, shown, 'POST')
        const id = await logIn(given, address, entering).catch((error: unknown) => {
          if (error instanceof ControlProblem && error.statusCode !== 400)
            log.warn({ address, status: error.statusCode }, 'a login to the console was refused')
          throw error
        })
        log.info({ address, by: given.token === undefined ? 'password' : 'token' }, 'somebody logged in to the console')
        void reply.header('Set-Cookie', cookieText(kind, id))
        return state(request, true)
      })

      door.delete('/session', async (request, reply) => {
        const visit = await loggedIn(request)
        await logOut(visit, has)
        return reply.header('Set-Cookie', cookieText(visit.kind, null)).code(204).send()
      })

      door.delete('/sessions', async (request, reply) => {
        const visit = await loggedIn(request)
        await logOutEverywhere(has)
        log.info({ address: request.socket.remoteAddress }, 'somebody ended every login to the console')
        return reply.header('Set-Cookie', cookieText(visit.kind, null)).code(204).send()
      })
    },
    { prefix: '/_trunkline' },
  )
}

/** Pages that came over https, or from this machine, which is as good: to those alone browsers give what is secure. */
function isSafe(origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, hostname } = new URL(origin)
  return protocol === 'https:' || /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}
