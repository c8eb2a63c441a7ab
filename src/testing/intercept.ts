import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'
import { isTwilioHost } from '../intercept/twilio-host.ts'

/** Undoes it: whatever is asked of the service from then on goes where it went before. */
export interface Interception extends Disposable {
  /** How many connections to the service were taken so far. */
  readonly connections: number
  undo(): void
}

interface Taker {
  url: URL
  sockets: Set<net.Socket>
  connections: number
}

type Connect = typeof tls.connect

/** Those that take connections, the last one first. */
const takers: Taker[] = []
let before: Connect | null = null

/**
 * Takes each connection that this process opens to a host of the service (`*.twilio.com`, over TLS) to the server: whoever opens it (the
 * SDK of any major, `fetch`, undici, axios, `https`) finds there what it asked for. Other connections are left alone.
 */
export function interceptHere(url: string): Interception {
  const taker: Taker = { url: new URL(url), sockets: new Set(), connections: 0 }
  takers.push(taker)
  if (before === null) {
    before = tls.connect
    replace(before, ours)
  }
  function undo() {
    const at = takers.indexOf(taker)
    if (at === -1) return
    takers.splice(at, 1)
    // Whoever came after us may still call us: then we let everything pass.
    if (takers.length === 0 && before !== null && replace(ours, before)) before = null
    // What is kept alive is kept under the service's name: nobody shall find it there.
    for (const socket of taker.sockets) socket.destroy()
  }
  return {
    get connections() {
      return taker.connections
    },
    undo,
    [Symbol.dispose]: undo,
  }
}

/** Puts one in the place of the other, for those too that imported it by name; who came after us is left where it is. */
function replace(old: Connect, next: Connect): boolean {
  if (tls.connect !== old) return false
  tls.connect = next
  syncBuiltinESMExports()
  return true
}

const ours = function connect(...given: unknown[]): tls.TLSSocket {
  const original = before ?? tls.connect
  const taker = takers.at(-1)
  const options = optionsOf(given)
  const host = options.servername || options.host
  if (!taker || !isTwilioHost(host ?? '')) return original(...(given as Parameters<Connect>))
  const socket = open(taker, original)
  const listener = given.at(-1)
  if (typeof listener === 'function') socket.once('secureConnect', listener as () => void)
  return socket
} as Connect

/** `connect(options, listener)`, `connect(port, host, options, listener)`, and what lies between. */
function optionsOf(given: readonly unknown[]): tls.ConnectionOptions {
  const options = given.find((one): one is tls.ConnectionOptions => typeof one === 'object' && one !== null)
  const host = given.find((one, i) => i > 0 && typeof one === 'string') as string | undefined
  return { ...(host !== undefined && { host }), ...options }
}

function open(taker: Taker, secureConnect: Connect): tls.TLSSocket {
  const { protocol, hostname, port } = taker.url
  const host = hostname.replace(/^\[|\]$/g, '')
  taker.connections++
  const socket =
    protocol === 'https:'
      ? secureConnect({ host, port: Number(port || 443), servername: net.isIP(host) ? '' : host })
      : likeSecure(net.connect({ host, port: Number(port || 80) }))
  taker.sockets.add(socket)
  socket.once('close', () => taker.sockets.delete(socket))
  return socket
}

/** Says of a plain socket what clients ask of a secure one before they write to it. */
function likeSecure(socket: net.Socket): tls.TLSSocket {
  socket.once('connect', () => socket.emit('secureConnect'))
  return Object.assign(socket, {
    encrypted: true,
    authorized: true,
    authorizationError: null,
    alpnProtocol: false,
    getPeerCertificate: () => ({}),
    getCipher: () => ({ name: '', standardName: '', version: '' }),
    getProtocol: () => 'TLSv1.3',
    getSession: () => undefined,
    isSessionReused: () => false,
    // A plain socket with these is what clients know of a secure one.
  }) as unknown as tls.TLSSocket
}
