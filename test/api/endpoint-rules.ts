import type { Endpoint } from '../../src/api/endpoint.ts'
import { isParent } from '../../src/domain/account.ts'
import type { Asker } from './cast.ts'

/** Asked of every endpoint, whatever it declares. */
export const methods = ['GET', 'POST', 'PUT', 'DELETE'] as const
export type WalkedMethod = (typeof methods)[number]

/** How a request is answered: refused with a status and a code, or let in, and then by what it says. */
export type Verdict = { status: number; code: number } | 'let in' | 'not found' | 'not created'

const wrong = { status: 401, code: 20003 }
const inactive = { status: 401, code: 20005 }

/** The rules of who may do what, in the order in which they are asked; for things that are not there, and a form that says nothing. */
export function verdictOn(endpoint: Endpoint, method: WalkedMethod, asker: Asker): Verdict {
  const { caller, isKey } = asker
  if (caller === null) return wrong
  if (caller.status !== 'active') return inactive
  const target = namesAccount(endpoint) ? asker.target : caller
  if (target.sid !== caller.sid && (isKey || target.ownerAccountSid !== caller.sid)) return wrong
  if (isKey && (isAccount(endpoint) || isKeys(endpoint))) return wrong
  const isTest = caller.kind === 'test'
  if (isTest && !endpoint.rehearsals[method]) return { status: 403, code: 20008 }
  if (!isTest && !endpoint.deeds[method]) return { status: 405, code: 20004 }
  if (method !== 'GET' && target.status !== 'active' && !isAccount(endpoint)) return inactive
  if (method === 'POST' && endpoint.path === '/Accounts' && !isParent(caller)) return { status: 403, code: 20006 }
  if (isTest || !namesThing(endpoint)) return 'let in'
  return method === 'POST' && endpoint.instance === null ? 'not created' : 'not found'
}

export const pathOf = ({ mount, path }: Endpoint): string => mount.style.root + path

export const namesAccount = ({ path }: Endpoint): boolean => path.includes(':accountSid')

/** What keys may not reach is said here once more, so that no declaration can forget it; and so is what shows tokens and secrets. */
export const isAccount = ({ path }: Endpoint): boolean => /^\/Accounts(\/:accountSid)?$/.test(path)
export const isKeys = ({ path }: Endpoint): boolean => /\/(Signing)?Keys(\/|$)/.test(path)

/** Whether its path has the name of something that is not there, itself or what it belongs to. */
export const namesThing = ({ path }: Endpoint): boolean => /:(?!accountSid\b|countryCode\b)\w+/.test(path)
