import { queryOptions, useQuery } from '@tanstack/react-query'
import { controlAddress, Refused, reasonIn } from './control.ts'

/** Who is before the page: whether the server wants a login of them, and whether they are in. */
export interface Session {
  mode: 'development' | 'production'
  login: 'none' | 'needed' | 'in'
  passwordSet: boolean
}

const address = controlAddress.replace(/v1$/, 'session')

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => talk('GET', address, undefined, signal),
})

/** Shows the door a token or a password, and the password that is to count from then on. Throws a `Refused`. */
export const logIn = (shown: { token?: string; password?: string; newPassword?: string }): Promise<Session> =>
  talk('POST', address, shown)

/** Ends this login, or all of them; what the page knows goes with it. */
export async function logOut(everywhere: boolean): Promise<void> {
  await talk('DELETE', everywhere ? `${address}s` : address)
  location.assign(import.meta.env.BASE_URL)
}

/** Whether this is a server for strangers, where the console looks and changes nothing. */
export const useIsProduction = (): boolean => useQuery(sessionQuery).data?.mode === 'production'

async function talk(method: string, url: string, body?: object, signal?: AbortSignal): Promise<Session> {
  const response = await fetch(url, {
    method,
    ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  const text = await response.text()
  if (!response.ok) throw new Refused(response.status, reasonIn(text) ?? `${response.status} ${response.statusText}`)
  return (text === '' ? null : JSON.parse(text)) as Session
}
