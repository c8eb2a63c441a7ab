import { TrunklineError } from './kit-error.ts'
import type { Wire } from './wire.ts'

/** Whose REST API is asked. */
export interface Credentials {
  sid: string
  authToken: string
}

/** Asks the REST API as the account's own program would; throws what it refuses. */
export async function askRest<T>(
  wire: Wire,
  { sid, authToken }: Credentials,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  form?: Readonly<Record<string, string>>,
): Promise<T> {
  const { status, body } = await wire.send({
    method,
    path: `/2010-04-01/Accounts/${sid}${path}`,
    headers: {
      authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && { body: new URLSearchParams(form).toString() }),
  })
  if (status >= 400) throw new TrunklineError(`${method} ${path} was refused with ${status}: ${body.slice(0, 300)}`)
  return JSON.parse(body || '{}') as T
}
