import { isIP } from 'node:net'

/** Where a request goes. `url` is what is signed, and what a receiver puts together again from its host and path. */
export interface Target {
  url: string
  /** Scheme, host and port, as the connection to it is known by. */
  origin: string
  secure: boolean
  /** Without the brackets of an IPv6 address. */
  hostname: string
  port: number
  host: string
  path: string
  credentials: { username: string; password: string } | null
}

/**
 * Reads a URL that is to be called; null when it is none, or neither http nor https. The host is written as the URL Standard
 * orders it. Path, query, user and port stay as they were given, because the receiver's validator sees them so; only what
 * may not stand in a request line is encoded.
 */
export const targetOf = (given: string): Target | null => {
  const url = URL.parse(given)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') return null
  const written = asWritten.exec(given)?.groups
  const rest = written?.['rest'] ?? ''
  const path =
    written && !dotSegment.test(rest.split('?', 1)[0] ?? '')
      ? rest.startsWith('/')
        ? rest
        : `/${rest}`
      : url.pathname + url.search
  const user = written ? (written['user'] ?? '') : userOf(url)
  const port = written?.['port'] === undefined ? url.port : String(Number(written['port']))
  const secure = url.protocol === 'https:'
  return {
    url: `${url.protocol}//${user}${url.hostname}${port === '' ? '' : `:${port}`}${path}`,
    origin: url.origin,
    secure,
    hostname: url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    host: url.host,
    path,
    credentials:
      url.username || url.password ? { username: decoded(url.username), password: decoded(url.password) } : null,
  }
}

export const fragmentOf = (url: string): string => {
  const at = url.indexOf('#')
  return at === -1 ? '' : url.slice(at + 1)
}

/** Adds a query to a target that is called by GET. */
export const withQuery = (target: Target, query: string): Target => {
  if (query === '') return target
  // A later question mark is part of the query.
  const joint = !target.path.includes('?') ? '?' : /^[^?]*\?$|&$/.test(target.path) ? '' : '&'
  return { ...target, url: target.url + joint + query, path: target.path + joint + query }
}

/** Adds the digest of a body, in place of one that the URL carries already: validators read the first. */
export const withBodyDigest = (target: Target, digest: string): Target => {
  const [path = '', ...query] = target.path.split('?')
  const others = query.join('?').split('&')
  const kept = others.filter((pair) => !pair.startsWith('bodySHA256='))
  if (kept.length === others.length) return withQuery(target, `bodySHA256=${digest}`)
  const bare = kept.length === 0 ? path : `${path}?${kept.join('&')}`
  const url = target.url.slice(0, -target.path.length) + bare
  return withQuery({ ...target, url, path: bare }, `bodySHA256=${digest}`)
}

/** The URL that a `Location` names. Credentials stay with the host that they were given for, and go to no other. */
export const redirectOf = (from: Target, location: string): string | null => {
  const to = URL.parse(location, from.url)
  if (!to) return null
  const own = URL.parse(from.url)
  if (own && to.origin === own.origin && to.username === '' && to.password === '') {
    to.username = own.username
    to.password = own.password
  }
  to.hash = ''
  return to.href
}

/** Whether a name may be sent as a TLS server name (RFC 6066 §3: no address literal). */
export const isServerName = (hostname: string): boolean => isIP(hostname) === 0

/** Characters of RFC 3986 only: such a URL means the same to every reader. */
const asWritten =
  /^https?:\/\/(?<user>[\w.~!$&'()*+,;=:%-]*@)?(?:\[[\da-f:.]+\]|[\w.~-]+)(?::(?<port>\d+))?(?<rest>(?:[/?][\w.~!$&'()*+,;=:@/?%[\]-]*)?)(?:#.*)?$/is
const dotSegment = /\/(?:\.|%2e){1,2}(?:\/|$)/i

const userOf = (url: URL): string =>
  url.username || url.password ? `${url.username}${url.password ? `:${url.password}` : ''}@` : ''

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
