import type { IncomingMessage } from 'node:http'

/** Where a request wants to go. */
export interface RequestTarget {
  /** In lower case, without brackets and port. */
  host: string
  port: number
  secure: boolean
  /** As it was written, query included. */
  path: string
  /** What the Host header says, or would have to. */
  authority: string
}

/**
 * Reads where a request wants to go: by its absolute form as proxies are asked, else by its Host header (RFC 9112 §3.2). Null for what names no
 * host. Hosts are read as URLs are, so that no spelling makes one of another.
 */
export function requestTarget({ url = '', headers }: IncomingMessage, usual?: string): RequestTarget | null {
  const [, scheme, authority = headers.host ?? usual, path = ''] =
    /^(?:(https?):\/\/(?:[^/?#@]*@)?([^/?#]*))?(.*)$/is.exec(url) ?? []
  if (authority === undefined || (scheme === undefined && !path.startsWith('/'))) return null
  const secure = scheme?.toLowerCase() === 'https'
  const parsed = hostAndPort(authority, secure ? 443 : 80)
  return parsed && { ...parsed, secure, path: path.startsWith('/') ? path : `/${path}` }
}

/** Reads `host:port`, as CONNECT has it; null for what is none. */
export function hostAndPort(
  authority: string,
  usualPort: number,
): { host: string; port: number; authority: string } | null {
  if (/[/?#@\\\s]/.test(authority)) return null
  // Another scheme's usual port would be dropped from the URL.
  const url = URL.parse(`ws://${authority}`)
  if (!url || url.hostname === '') return null
  const port = /:(\d+)$/.exec(authority)?.[1]
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  return { host, port: port === undefined ? usualPort : Number(port), authority }
}
