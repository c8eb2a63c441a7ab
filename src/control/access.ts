import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { allowList } from '../webhooks/address-rules.ts'
import { ControlProblem } from './control-problem.ts'
import { hashSecret, isSecret } from './door/secret.ts'
import type { Visit } from './door/visit.ts'

/** Who may ask the control API. */
export interface Access {
  /** What lets in programs that know it; null lets in those of this machine only. */
  token: string | null
  /** Whether programs on this machine need it, too. */
  tokenAlways: boolean
  /** The names under which the server may be asked: host names, addresses, networks. */
  hosts: readonly string[]
}

export interface Asker {
  method: string
  /** The other end of the connection. */
  address: string
  headers: IncomingHttpHeaders
}

/** Refuses who asks under a name that is not ours, or from a page that is not: such a page could make a browser call us, or rename us. */
export type NameCheck = (headers: IncomingHttpHeaders) => void

export function nameCheck(hosts: readonly string[]): NameCheck {
  const allowed = allowList(hosts)
  const isOurs = (host: string): boolean => {
    const [, name = ''] = /^(\[[\da-f:.]+\]|[^:]*)(?::\d+)?$/i.exec(host) ?? []
    const bare = name.replace(/^\[|\]$/g, '')
    return isIP(bare) === 0 ? name !== '' && allowed.host(name) : allowed.address(bare)
  }
  return ({ host = '', origin }) => {
    if (!isOurs(host))
      throw new ControlProblem(
        403,
        `the control API does not answer as "${host}": use localhost or 127.0.0.1, or add the name to TRUNKLINE_CONTROL_HOSTS`,
      )
    if (origin !== undefined && !isOurs(hostOf(origin)))
      throw new ControlProblem(
        403,
        `the control API does not answer pages of ${origin}: add their host to TRUNKLINE_CONTROL_HOSTS`,
      )
  }
}

/**
 * Lets in programs on this machine, those that know the token, and browsers of people who logged in, whose visit it answers with;
 * and no web page of others.
 */
export function doorkeeper(
  { token, tokenAlways, hosts }: Access,
  visitOf: (cookies: string | undefined) => Promise<Visit | null>,
): (asker: Asker) => Promise<Visit | null> {
  const checkNames = nameCheck(hosts)
  const tokenHash = token === null ? null : hashSecret(token)

  return async (asker) => {
    const { headers } = asker
    checkNames(headers)
    const near = isNear(asker) && !tokenAlways
    const sent = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
    if (tokenHash !== null && sent !== undefined && isSecret(sent, tokenHash)) return null
    if (near && (tokenHash === null || sent === undefined)) return null
    const visit = sent === undefined ? await visitOf(headers.cookie) : null
    if (visit) {
      checkPage(asker)
      return visit
    }
    if (tokenHash === null)
      throw new ControlProblem(
        403,
        `the control API answers ${tokenAlways ? 'nobody without a login' : 'this machine only'}: set TRUNKLINE_CONTROL_TOKEN at the server, and send it as "Authorization: Bearer ...", or log in at /_trunkline/login`,
      )
    throw new ControlProblem(
      401,
      `${sent === undefined ? 'the control API wants a token' : 'this is not the token of the control API'}: send "Authorization: Bearer ..." with what TRUNKLINE_CONTROL_TOKEN is at the server, or log in at /_trunkline/login`,
    )
  }
}

/** Whether somebody on this machine asks, and not through a proxy of it, which passes on what others ask. */
export const isNear = ({ address, headers }: Pick<Asker, 'address' | 'headers'>): boolean =>
  loopback.test(address) &&
  headers['x-forwarded-for'] === undefined &&
  headers['forwarded'] === undefined &&
  headers['x-real-ip'] === undefined

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

/**
 * A browser sends cookies whoever makes it ask. So what changes anything tells its `Origin`, and all must come from a page of this
 * very server, by `Sec-Fetch-Site` where it is told: to a cookie, another port of the same host is the same site.
 */
export function checkPage({ method, headers }: Pick<Asker, 'method' | 'headers'>): void {
  const { origin, host, 'sec-fetch-site': site } = headers
  const changes = method !== 'GET' && method !== 'HEAD'
  const isOwn =
    site === undefined
      ? origin === undefined || hostOf(origin) === host
      : site === 'same-origin' || (site === 'none' && !changes)
  if (isOwn && (origin !== undefined || !changes)) return
  throw new ControlProblem(
    403,
    'a login answers pages of this server only, and changes nothing without their Origin: programs send "Authorization: Bearer ..."',
  )
}

const hostOf = (origin: string): string => /^https?:\/\/(.+)$/i.exec(origin)?.[1] ?? ''
