import type { Wire } from './wire.ts'

/** A request as the official SDK gives it to its `httpClient`. */
interface SdkRequest {
  method: string
  uri: string
  username?: string
  password?: string
  authStrategy?: { getAuthString(): string | Promise<string> }
  headers?: Readonly<Record<string, string>>
  params?: object | null
  data?: object | string | null
  timeout?: number
}

/** What the official SDK (3 to 6) takes as `httpClient`. */
export interface SdkHttpClient {
  lastRequest: unknown
  lastResponse: unknown
  request(wanted: SdkRequest): Promise<{ statusCode: number; body: unknown; headers: object }>
}

/** Makes the requests of an SDK at a server, whatever host of the service they name. */
export function sdkHttpClient(wire: Wire): SdkHttpClient {
  return {
    lastRequest: undefined,
    lastResponse: undefined,
    async request(wanted) {
      const { method, uri, params, data, timeout } = wanted
      const target = new URL(uri)
      for (const [name, value] of formOf(params)) target.searchParams.append(name, value)
      const headers = await headersOf(wanted, target)
      const isJson = /json/i.test(headers['content-type'] ?? '')
      const body = data === null || data === undefined ? undefined : isJson ? JSON.stringify(data) : bodyOf(data)
      this.lastRequest = { method, url: uri, params, data, headers }
      const answer = await wire.send({
        method: method.toUpperCase(),
        path: target.pathname + target.search,
        headers,
        ...(body !== undefined && { body }),
        ...(timeout && { timeout }),
      })
      this.lastResponse = { statusCode: answer.status, body: answer.body, headers: answer.headers }
      return { statusCode: answer.status, body: parsed(answer.body), headers: answer.headers }
    },
  }
}

async function headersOf(
  { headers = {}, method, username, password, authStrategy }: SdkRequest,
  { host }: URL,
): Promise<Record<string, string>> {
  const named: Record<string, string> = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  if (method.toUpperCase() !== 'GET') named['content-type'] ??= 'application/x-www-form-urlencoded'
  if (username && password) named.authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  else if (authStrategy) named.authorization = await authStrategy.getAuthString()
  // The server tells the hosts of the service apart.
  return { ...named, host }
}

const bodyOf = (data: object | string): string =>
  typeof data === 'string' ? data : new URLSearchParams(formOf(data)).toString()

type FormValue = string | number | boolean | Date | null | undefined

/** A list is written as the same name again. */
function formOf(values: object | null | undefined): [string, string][] {
  return Object.entries((values ?? {}) as Record<string, FormValue | FormValue[]>).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((one) => one !== undefined && one !== null)
      .map((one): [string, string] => [name, one instanceof Date ? one.toISOString() : String(one)]),
  )
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
