import { sessionTimes } from '../../domain/console-door.ts'

/**
 * `secure` where the page came by https or from this machine: browsers take it from nobody else, and send it in the clear to nobody.
 * `plain` is for a development server that is reached by http from elsewhere.
 */
export type CookieKind = 'secure' | 'plain'

const names = { secure: '__Host-trunkline', plain: 'trunkline' } as const

export interface SessionCookie {
  kind: CookieKind
  id: string
}

/** The session that a `Cookie` header names, if it is by a cookie of these kinds. */
export function sessionCookieIn(header: string | undefined, kinds: readonly CookieKind[]): SessionCookie | null {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim())
  for (const kind of kinds) {
    const start = `${names[kind]}=`
    const id = pairs.find((pair) => pair.startsWith(start))?.slice(start.length)
    if (id !== undefined && /^[\w-]{43}$/.test(id)) return { kind, id }
  }
  return null
}

/** A `Set-Cookie` that gives a browser its session, or takes it away. */
export function cookieText(kind: CookieKind, id: string | null): string {
  const age = id === null ? 0 : sessionTimes.whole / 1000
  const secure = kind === 'secure' ? '; Secure' : ''
  return `${names[kind]}=${id ?? ''}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${secure}`
}
