import { curlLine } from './curl-line.ts'

/** What is told of a request to an application. */
export interface AskedApplication {
  method: 'GET' | 'POST'
  url: string
  parameters: readonly (readonly [string, string])[]
  requestHeaders: Readonly<Record<string, string>>
}

/** Why a request cannot be made again to the letter. */
export type Unwhole = 'unmade' | 'json' | 'redacted'

/** What is missing of a request; null when all of it was kept. */
export function missingOf({ parameters, requestHeaders }: AskedApplication): Unwhole | null {
  if (Object.keys(requestHeaders).length === 0) return 'unmade'
  if (requestHeaders['Content-Type'] === 'application/json') return 'json'
  return parameters.some(([, value]) => value === '[redacted]') ? 'redacted' : null
}

/** The very request that an application got, for curl; null when not all of it was kept. */
export function attemptCurl(attempt: AskedApplication): string | null {
  if (missingOf(attempt) !== null) return null
  const { method, url, parameters, requestHeaders } = attempt
  const headers = Object.entries(requestHeaders).filter(([name]) => !ofCurl.includes(name.toLowerCase()))
  const options = [
    ...headers.map(([name, value]) => ['-H', value === '' ? `${name};` : `${name}: ${value}`] as const),
    ...(method === 'POST' ? [['--data-raw', new URLSearchParams(parameters.map(pairOf)).toString()] as const] : []),
  ]
  // Braces and brackets of an address are its own.
  return curlLine(url, options, ['--globoff', '--compressed'])
}

/** Headers that curl writes by itself, of the address and the body. */
const ofCurl = ['host', 'content-length', 'accept-encoding', 'connection']

const pairOf = ([name, value]: readonly [string, string]): [string, string] => [name, value]
