import { lookup } from 'node:dns/promises'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectSecurely, createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import type { AddressRules } from './address-rules.ts'
import { isServerName } from './target.ts'

export interface Destination {
  secure: boolean
  hostname: string
  port: number
  /** Whether TLS names the server. */
  serverName: boolean
}

export interface ResolvedAddress {
  address: string
  family: number
}

/** Finds the addresses of a host name; rejects when it has none. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>

export interface ConnectSettings {
  addresses: AddressRules
  resolve: Resolve
  secureContext(): SecureContext
}

/** Why no connection stands, as the account's error log will say it. */
export interface ConnectFailure {
  errorCode: number
  error: string
  /** Whether another try could go better. */
  again: boolean
}

export type Opened = (failure: ConnectFailure | null, socket: Socket | null) => void

/** Opens a connection within `timeout` ms and calls `opened` once; the function returned gives up. */
export const openSocket = (
  to: Destination,
  settings: ConnectSettings,
  timeout: number,
  opened: Opened,
): (() => void) => {
  const refusal = isIP(to.hostname) === 0 ? null : settings.addresses.refusal(to.hostname, to.hostname)
  if (refusal !== null) {
    queueMicrotask(() => opened(refused(refusal), null))
    return () => {}
  }
  let done = false
  let reached = false
  let refusedBecause: string | null = null
  const finish = (failure: ConnectFailure | null): void => {
    if (done) return
    done = true
    clearTimeout(timer)
    if (failure === null) return opened(null, socket)
    socket.destroy()
    opened(failure, null)
  }
  const timer = setTimeout(() => {
    finish({ errorCode: 11205, error: `No connection within ${timeout} ms`, again: true })
  }, timeout)
  const socket = start(to, settings, timeout, (reason) => (refusedBecause = reason))
  socket.on('connect', () => {
    reached = true
    // Asked once more of the address that was truly reached, whatever the resolver said.
    refusedBecause = settings.addresses.refusal(to.hostname, socket.remoteAddress ?? '')
    if (refusedBecause !== null) finish(refused(refusedBecause))
  })
  socket.once(to.secure ? 'secureConnect' : 'connect', () => finish(null))
  // Stays for the socket's whole life: an error after a failure must not become an uncaught one.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    finish(refusedBecause === null ? failureOf(error, to.secure && reached) : refused(refusedBecause))
  })
  return () => finish({ errorCode: 11205, error: 'Given up', again: false })
}

/** Asks the system's resolver, once for all that ask for the same name at the same time. */
export const systemResolver = (): Resolve => {
  const asked = new Map<string, Promise<readonly ResolvedAddress[]>>()
  return (hostname) => {
    const running = asked.get(hostname)
    if (running) return running
    const answer = lookup(hostname, { all: true }).finally(() => asked.delete(hostname))
    asked.set(hostname, answer)
    return answer
  }
}

/** Trusts these PEM certificates beside those that Node.js trusts. Made once, when it is first needed: it takes a while. */
export const secureContextOf = (trusted: readonly string[]): (() => SecureContext) => {
  let made: SecureContext | null = null
  return () =>
    (made ??= createSecureContext(trusted.length === 0 ? {} : { ca: [...getCACertificates('default'), ...trusted] }))
}

const start = (
  to: Destination,
  settings: ConnectSettings,
  timeout: number,
  refuse: (reason: string) => void,
): Socket => {
  const options = {
    host: to.hostname,
    port: to.port,
    lookup: checkedLookup(settings, refuse),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(50, Math.min(1_000, Math.floor(timeout / 3))),
    noDelay: true,
    keepAlive: true,
  }
  if (!to.secure) return connect(options)
  return connectSecurely({
    ...options,
    ALPNProtocols: ['http/1.1'],
    ...(to.serverName && isServerName(to.hostname) ? { servername: to.hostname } : {}),
    secureContext: settings.secureContext(),
  })
}

/** One forbidden address refuses the name: the connection is then made to none of the others either. */
const checkedLookup =
  (settings: ConnectSettings, refuse: (reason: string) => void): LookupFunction =>
  (hostname, options, callback) => {
    settings.resolve(hostname).then(
      (found) => {
        const reason = found
          .map(({ address }) => settings.addresses.refusal(hostname, address))
          .find((text) => text !== null)
        const first = found[0]
        if (reason !== undefined || first === undefined) {
          if (reason !== undefined) refuse(reason)
          callback(Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '', 0)
        } else if (options.all) callback(null, [...found])
        else callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }

const refused = (reason: string): ConnectFailure => ({ errorCode: 11205, error: `Refused: ${reason}`, again: false })

const certificateCodes: Readonly<Record<string, number>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 11235,
  CERT_HAS_EXPIRED: 11236,
  CERT_NOT_YET_VALID: 11236,
  DEPTH_ZERO_SELF_SIGNED_CERT: 11237,
  SELF_SIGNED_CERT_IN_CHAIN: 11237,
  UNABLE_TO_GET_ISSUER_CERT: 11237,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 11237,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 11237,
}

const failureOf = (error: NodeJS.ErrnoException, inHandshake: boolean): ConnectFailure => {
  const code = error.code ?? ''
  const certificate = certificateCodes[code]
  if (certificate !== undefined) return { errorCode: certificate, error: error.message, again: false }
  if (inHandshake) return { errorCode: 11220, error: error.message, again: true }
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return { errorCode: 11210, error: error.message, again: true }
  return { errorCode: 11205, error: error.message || code, again: true }
}
