import type { Json } from './api-client.ts'

/** Asks the control API, of which a server in development tells this machine everything. */
export async function askControl(
  { url }: { url: string },
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  values?: object,
): Promise<{ status: number; json: Json }> {
  const response = await fetch(`${url}/_trunkline/v1${path}`, {
    method,
    ...(values && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(values) }),
  })
  const text = await response.text()
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Json) }
}
