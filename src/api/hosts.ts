/**
 * Which product a host name stands for: `api` for api.twilio.com and for api.dublin.ie1.twilio.com. Null for any other name, under
 * which the path alone tells.
 */
export function productOf(host: string | undefined): string | null {
  if (host === undefined || !/\.twilio\.com(?::\d+)?$/i.test(host)) return null
  return host.slice(0, host.indexOf('.')).toLowerCase()
}

/** How a 404 names the path: products newer than the first leave their version out. */
export function pathInWords(path: string, product: string | null): string {
  const isNewer = product === null ? /^\/v\d+\//.test(path) : product !== 'api'
  return isNewer ? path.replace(/^\/v\d+(?=\/)/, '') : path
}
