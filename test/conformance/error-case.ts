import type { Credentials } from '../api-client.ts'
import type { TestServer } from '../server.ts'

/** What a request may need to name. */
export interface World {
  server: TestServer
  /** A number of the account, and its SID. */
  own: string
  ownSid: string
  /** One that carries no media. */
  textOnly: string
  /** A message that was sent, and one that is on its way. */
  sent: string
  held: string
  /** A subaccount with its number and that number's SID; one that is suspended, one that is closed. */
  sub: Credentials
  foreign: string
  foreignSid: string
  suspended: string
  closed: string
}

export type Values = Readonly<Record<string, string | readonly string[]>>

export const operations = {
  'messages.create': ['POST', '/Messages'],
  'smsMessages.create': ['POST', '/SMS/Messages'],
  'messages.list': ['GET', '/Messages'],
  'messages.fetch': ['GET', '/Messages/{Sid}'],
  'messages.update': ['POST', '/Messages/{Sid}'],
  'messages.remove': ['DELETE', '/Messages/{Sid}'],
  'incomingPhoneNumbers.create': ['POST', '/IncomingPhoneNumbers'],
  'incomingPhoneNumbers.local.create': ['POST', '/IncomingPhoneNumbers/Local'],
  'incomingPhoneNumbers.tollFree.create': ['POST', '/IncomingPhoneNumbers/TollFree'],
  'incomingPhoneNumbers.list': ['GET', '/IncomingPhoneNumbers'],
  'incomingPhoneNumbers.fetch': ['GET', '/IncomingPhoneNumbers/{Sid}'],
  'incomingPhoneNumbers.update': ['POST', '/IncomingPhoneNumbers/{Sid}'],
  'incomingPhoneNumbers.remove': ['DELETE', '/IncomingPhoneNumbers/{Sid}'],
  'accounts.create': ['POST', '/2010-04-01/Accounts'],
  'accounts.update': ['POST', '/2010-04-01/Accounts/{Sid}'],
} as const
type Operation = keyof typeof operations

export interface ErrorCase {
  row: string
  call: Operation
  /** By their names on the wire; `Sid` goes into the path. */
  give: Values | ((world: World) => Values)
  code: number
  status: number
  message: string | ((world: World) => string)
  as?: 'test' | 'sub'
  /** Why no SDK can make this request. */
  notBySdk?: string
}

/** A request that is refused, and how. */
export function on(
  call: Operation,
  row: string,
  give: ErrorCase['give'],
  code: number,
  message: ErrorCase['message'],
  status = 400,
  notBySdk?: string,
): ErrorCase {
  return { row, call, give, code, status, message, ...(notBySdk !== undefined && { notBySdk }) }
}

/** A SID that names nothing. */
export const nobody = (prefix: string) => `${prefix}${'0'.repeat(32)}`

/** `{suffix}` is that of the representation. */
export const notFound = (path: string) => (world: World) =>
  `The requested resource /2010-04-01/Accounts/${world.server.account.sid}${path}{suffix} was not found`
