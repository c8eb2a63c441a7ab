import { exempts } from './no-proxy.ts'

/** A proxy by which the user's machine reaches others. */
export interface Upstream {
  host: string
  port: number
  /** Whether TLS is spoken to the proxy itself. */
  secure: boolean
  /** What it is told as Proxy-Authorization. */
  authorization: string | null
}

/** The user's own proxies, as their environment names them. */
export interface UserProxies {
  http: string | undefined
  https: string | undefined
  noProxy: string
}

export interface Upstreams {
  /** By which proxy a host is reached; null for none. */
  for(target: { host: string; port: number; secure: boolean }): Upstream | null
  /** What is not understood, for the user. */
  notices: readonly string[]
}

/** Reads the user's proxies. */
export function upstreamsOf({ http, https, noProxy }: UserProxies): Upstreams {
  const notices: string[] = []
  const read = (name: string, text: string | undefined) => {
    if (text === undefined || text === '') return null
    const upstream = upstreamAt(text)
    if (!upstream)
      notices.push(`${name} names no proxy that is understood (http:// and https:// are): others are reached directly`)
    return upstream
  }
  const plain = read('HTTP_PROXY', http)
  const secured = read('HTTPS_PROXY', https)
  return {
    notices,
    for: ({ host, port, secure }) => (exempts(noProxy, host, port) ? null : secure ? secured : plain),
  }
}

function upstreamAt(text: string): Upstream | null {
  const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`
  const url = URL.parse(address)
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') return null
  const secure = url.protocol === 'https:'
  const credentials = [url.username, url.password].map(decoded).join(':')
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 443 : 80),
    secure,
    authorization: credentials === ':' ? null : `Basic ${Buffer.from(credentials).toString('base64')}`,
  }
}

/** A percent that begins no code stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
