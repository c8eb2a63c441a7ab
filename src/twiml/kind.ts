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

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

export const flag: Kind<boolean> = {
  type: 'boolean',
  read: (raw) => booleans.get(raw.trim().toLowerCase()),
}

/** A whole number within bounds, the bounds included. */
export const whole = (least: number, most = 1_000_000_000): Kind<number> => ({
  type: `integer from ${least} to ${most}`,
  read: (raw) => {
    const number = /^\d{1,10}$/.test(raw.trim()) ? Number(raw) : Number.NaN
    return number >= least && number <= most ? number : undefined
  },
})

export const oneOf = <const Value extends string>(...values: readonly Value[]): Kind<Value> => ({
  type: values.join('|'),
  read: (raw) => values.find((value) => value === raw.trim()),
})

/** Some of these words with blanks between them, at least one. */
export const someOf = <const Value extends string>(...values: readonly Value[]): Kind<readonly Value[]> => ({
  type: `list of ${values.join('|')}`,
  read: (raw) => {
    const words = new Set<string>(raw.trim().split(/\s+/))
    const found = values.filter((value) => words.has(value))
    return found.length === words.size ? found : undefined
  },
})

export const like = (type: string, pattern: RegExp): Kind<string> => ({
  type,
  read: (raw) => (pattern.test(raw) ? raw : undefined),
})

export const either = <A, B>(one: Kind<A>, other: Kind<B>): Kind<A | B> => ({
  type: `${one.type} or ${other.type}`,
  read: (raw) => one.read(raw) ?? other.read(raw),
})

/** Whether it is an http(s) address or could be one on another's server. What is behind its `?` may hold blanks. */
export function isAddress(url: string): boolean {
  if (/^[^?]*\s/.test(url)) return false
  return /^https?:$/.test(URL.parse(url, 'http://relative')?.protocol ?? '')
}
