import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { allowList } from '../webhooks/address-rules.ts'
import { ControlProblem } from './control-problem.ts'

/** Who may ask the control API. */
export interface Access {
  /** What lets in whoever knows it; null lets in nobody but this machine. */
  token: string | null
  /** Whether programs on this machine need it, too. */
  tokenAlways: boolean
  /** The names under which the server may be asked: host names, addresses, networks. */
  hosts: readonly string[]
}

export interface Asker {
  /** The other end of the connection. */
  address: string
  headers: IncomingHttpHeaders
}

/**
 * Lets in programs on this machine and those that know the token, and no web page of others: such a page could make a browser call us
 * (`Origin`), or rename us (`Host`).
 */
export function doorkeeper({ token, tokenAlways, hosts }: Access): (asker: Asker) => void {
  const allowed = allowList(hosts)
  const isOurs = (host: string): boolean => {
    const [, name = ''] = /^(\[[\da-f:.]+\]|[^:]*)(?::\d+)?$/i.exec(host) ?? []
    const bare = name.replace(/^\[|\]$/g, '')
    return isIP(bare) === 0 ? name !== '' && allowed.host(name) : allowed.address(bare)
  }
  const digest = token === null ? null : digestOf(token)

  return ({ address, headers }) => {
    const { host = '', origin, authorization } = headers
    if (!isOurs(host))
      throw new ControlProblem(
        403,
        `the control API does not answer as "${host}": use localhost or 127.0.0.1, or add the name to TRUNKLINE_CONTROL_HOSTS`,
      )
    if (origin !== undefined && !isOurs(/^https?:\/\/(.+)$/i.exec(origin)?.[1] ?? ''))
      throw new ControlProblem(
        403,
        `the control API does not answer pages of ${origin}: add their host to TRUNKLINE_CONTROL_HOSTS`,
      )
    const near = loopback.test(address) && !isForwarded(headers)
    const sent = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
    if (digest === null) {
      if (near && !tokenAlways) return
      throw new ControlProblem(
        403,
        'the control API answers this machine only: set TRUNKLINE_CONTROL_TOKEN at the server, and send it as "Authorization: Bearer ..."',
      )
    }
    if (sent !== undefined && timingSafeEqual(digestOf(sent), digest)) return
    if (sent === undefined && near && !tokenAlways) return
    throw new ControlProblem(
      401,
      `${sent === undefined ? 'the control API wants a token' : 'this is not the token of the control API'}: send "Authorization: Bearer ..." with what TRUNKLINE_CONTROL_TOKEN is at the server`,
    )
  }
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

/** A proxy on this machine passes on what others ask. */
const isForwarded = (headers: IncomingHttpHeaders): boolean =>
  headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined || headers['x-real-ip'] !== undefined

/** Of one length, whatever was sent, so that comparing takes the same time. */
const digestOf = (secret: string) => createHash('sha256').update(secret).digest()
