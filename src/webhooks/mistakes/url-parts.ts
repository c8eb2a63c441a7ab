/** A URL in the pieces that are put together again by who checks a signature; joined, they are the URL as it was. */
export interface UrlParts {
  scheme: 'http' | 'https'
  /** With its `@`; empty where there is none. */
  user: string
  host: string
  /** With its colon; empty where there is none. */
  port: string
  path: string
  /** With its `?`; empty where there is none. */
  query: string
}

/** Takes a URL apart without changing a character; null when it is none of http or https. */
export function urlParts(url: string): UrlParts | null {
  const found = pieces.exec(url)?.groups
  if (!found) return null
  const { scheme = '', user = '', host = '', port = '', path = '', query = '' } = found
  return { scheme: scheme.toLowerCase() === 'https' ? 'https' : 'http', user, host, port, path, query }
}

export const urlOf = ({ scheme, user, host, port, path, query }: UrlParts): string =>
  `${scheme}://${user}${host}${port}${path}${query}`

const pieces =
  /^(?<scheme>https?):\/\/(?<user>[^/?#]*@)?(?<host>\[[^\]/?#]*\]|[^:/?#@]*)(?<port>:\d*)?(?<path>[^?#]*)(?<query>\?[^#]*)?$/is
