export type Parameters = Readonly<Record<string, string | readonly string[]>>

export interface Credentials {
  sid: string
  token: string
}

/** Where to ask, and as whom unless said otherwise. */
interface Asked {
  url: string
  account: Credentials
}

export interface Ask {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'OPTIONS'
  /** After `/2010-04-01/Accounts/{sid}`, or from the root when it begins with a version. */
  path: string
  parameters?: Parameters
  /** Whose credentials; null for none. The account itself unless said. */
  as?: Credentials | null
  headers?: Readonly<Record<string, string>>
  body?: string
}

export interface Answer {
  status: number
  headers: Headers
  text: string
}

/** Asks as curl would: nothing between the test and the wire. */
export async function ask(
  server: Asked,
  { method, path, parameters = {}, as = server.account, headers = {}, body }: Ask,
): Promise<Answer> {
  const form = formOf(parameters)
  const url =
    server.url +
    (/^\/(2010-04-01|2008-08-01|v1)(?![^/.])/.test(path) || path === '/'
      ? path
      : `/2010-04-01/Accounts/${as?.sid ?? server.account.sid}${path}`)
  const posts = method === 'POST' || method === 'PUT'
  const response = await fetch(posts || form === '' ? url : `${url}?${form}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(as && { authorization: basic(as) }),
      ...(posts && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(posts && { body: body ?? form }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

export type Json = Readonly<Record<string, unknown>>

/** Asks and reads the answer as JSON. */
export async function askJson(server: Asked, request: Ask): Promise<Answer & { json: Json }> {
  const answer = await ask(server, request)
  return { ...answer, json: answer.text === '' ? {} : (JSON.parse(answer.text) as Json) }
}

export const basic = ({ sid, token }: Credentials) => `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`

function formOf(parameters: Parameters): string {
  const form = new URLSearchParams()
  for (const [name, values] of Object.entries(parameters)) for (const value of [values].flat()) form.append(name, value)
  return form.toString()
}
