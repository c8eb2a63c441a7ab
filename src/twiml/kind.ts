import type { HttpMethod } from '../domain/incoming-phone-number.ts'

/** What an attribute may say. */
export interface Kind<V> {
  /** In a word or two, for who wrote something else. */
  type: string
  /** Undefined for what is none of this kind. */
  read(raw: string): V | undefined
}

/** Any text; an empty one is as good as none. */
export const text: Kind<string | null> = { type: 'string', read: (raw) => raw.trim() || null }

/** An address on the web, which may be relative; an empty one is as good as none. */
export const address: Kind<string | null> = {
  type: 'anyURI',
  read: (raw) => {
    const url = raw.trim()
    if (url === '') return null
    return isAddress(url) ? url : undefined
  },
}

export const method: Kind<HttpMethod> = {
  type: 'method',
  read: (raw) => (['GET', 'POST'] as const).find((each) => each === raw.trim().toUpperCase()),
}

/** Whether it is an http(s) address or could be one on another's server. What is behind its `?` may hold blanks. */
export function isAddress(url: string): boolean {
  if (/^[^?]*\s/.test(url) || !URL.canParse(url, 'http://relative')) return false
  return /^https?:$/.test(new URL(url, 'http://relative').protocol)
}
