import { isIP } from 'node:net'
import type { Instant } from '../domain/clock.ts'
import type { Cookie } from '../domain/conversation.ts'
import { cookieDate } from './cookie-date.ts'
import type { Target } from './target.ts'

/** So many cookies are remembered at most, the newest. */
export const mostCookies = 20
/** A cookie that is longer, with all its attributes, is not remembered (RFC 6265 §6.1). */
export const longestCookie = 4096

/** Where a cookie comes from, or goes to. */
export type CookiePlace = Pick<Target, 'hostname' | 'path' | 'secure'>

/** Writes the `Cookie` header of a request (RFC 6265 §5.4); null when no cookie belongs there. */
export const cookieText = (jar: readonly Cookie[], to: CookiePlace, now: Instant): string | null => {
  if (jar.length === 0) return null
  const fitting = jar.filter((cookie) => !isOver(cookie, now) && belongsTo(cookie, to))
  if (fitting.length === 0) return null
  return fitting
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ')
}

/**
 * Takes in the `Set-Cookie` headers of an answer (RFC 6265 §5.3) and forgets what has expired. Answers the jar afterwards, the
 * oldest first: the very same one when nothing changed.
 */
export const withCookiesOf = (
  jar: readonly Cookie[],
  setCookies: readonly string[],
  from: CookiePlace,
  now: Instant,
): readonly Cookie[] => {
  if (jar.length === 0 && setCookies.length === 0) return jar
  const given = setCookies.map((text) => cookieOf(text, from, now)).filter((cookie) => cookie !== null)
  if (given.length === 0 && !jar.some((cookie) => isOver(cookie, now))) return jar
  // A map keeps the place of what is replaced.
  const kept = new Map([...jar, ...given].map((cookie) => [keyOf(cookie), cookie]))
  return [...kept.values()].filter((cookie) => !isOver(cookie, now)).slice(-mostCookies)
}

const isOver = ({ expires }: Cookie, now: Instant): boolean => expires !== null && expires <= now

const keyOf = ({ name, domain, path }: Cookie): string => JSON.stringify([name, domain, path])

const belongsTo = ({ domain, hostOnly, path, secure }: Cookie, to: CookiePlace): boolean =>
  (hostOnly ? to.hostname === domain : isWithin(to.hostname, domain)) &&
  isUnder(bare(to.path), path) &&
  (to.secure || !secure)

/** RFC 6265 §5.1.3. An address has nothing under it. */
const isWithin = (hostname: string, domain: string): boolean =>
  hostname === domain || (hostname.endsWith(`.${domain}`) && isIP(hostname) === 0)

/** RFC 6265 §5.1.4. */
const isUnder = (path: string, parent: string): boolean =>
  path === parent || path.startsWith(parent.endsWith('/') ? parent : `${parent}/`)

const bare = (path: string): string => path.split('?', 1)[0] ?? ''

/** What would not go through a header line again is no cookie. */
const printable = /^[\x20-\x7e]*$/

const cookieOf = (text: string, from: CookiePlace, now: Instant): Cookie | null => {
  if (text.length > longestCookie || !printable.test(text)) return null
  const [pair = '', ...attributes] = text.split(';')
  const at = pair.indexOf('=')
  const name = pair.slice(0, Math.max(0, at)).trim()
  if (name === '') return null
  const given = attributesOf(attributes)
  const scope = scopeOf(given.get('domain') ?? '', from.hostname)
  if (!scope) return null
  const path = given.get('path')
  return {
    name,
    value: pair.slice(at + 1).trim(),
    ...scope,
    path: path?.startsWith('/') ? path : folderOf(bare(from.path)),
    secure: given.has('secure'),
    expires: expiryOf(given.get('max-age'), given.get('expires'), now),
  }
}

/** The last of a name counts. */
const attributesOf = (attributes: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    attributes.map((text) => {
      const [name = '', ...value] = text.split('=')
      return [name.trim().toLowerCase(), value.join('=').trim()]
    }),
  )

/** Null for a domain that is not the host's own, or a public one: a name without a dot is only the host's itself. */
const scopeOf = (attribute: string, hostname: string): Pick<Cookie, 'domain' | 'hostOnly'> | null => {
  const domain = attribute.replace(/^\./, '').toLowerCase()
  if (domain === '' || (domain === hostname && isPublic(domain))) return { domain: hostname, hostOnly: true }
  return isWithin(hostname, domain) && !isPublic(domain) ? { domain, hostOnly: false } : null
}

const isPublic = (domain: string): boolean => !domain.slice(0, -1).includes('.')

/** RFC 6265 §5.1.4: up to the last slash, without it. */
const folderOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))

/** Longer than anybody remembers a conversation, and short enough to count with. */
const longestAge = 400 * 86_400

/** RFC 6265 §5.3, step 3: an age goes before a date. What cannot be read is as if it were not there. */
const expiryOf = (age: string | undefined, date: string | undefined, now: Instant): Instant | null => {
  if (age !== undefined && /^-?\d+$/.test(age)) return now + Math.max(0, Math.min(Number(age), longestAge)) * 1000
  return date === undefined ? null : cookieDate(date)
}
