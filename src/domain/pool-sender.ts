import type { Instant } from './clock.ts'
import type { OwnedQueries } from './page.ts'
import { countryOf, isTollFree } from './phone-number.ts'
import { takesLetters } from './sender.ts'

export type PoolSenderKind = 'number' | 'short-code' | 'alphanumeric'
export type PoolCapability = 'Voice' | 'SMS' | 'MMS'

/** A sender in the pool of a messaging service. */
export interface PoolSender {
  /** That of the number or the short code, so that neither is ever in two pools; a name has one of its own. */
  sid: string
  accountSid: string
  serviceSid: string
  kind: PoolSenderKind
  /** What messages come from: a number in E.164, a short code, or an alphanumeric name. */
  sender: string
  /** No two senders have the same one: for names their service and how they are written, else the SID. */
  uniqueName: string
  /** ISO 3166; null for a name, which is at home nowhere. */
  country: string | null
  capabilities: readonly PoolCapability[]
  dateCreated: Instant
  dateUpdated: Instant
}

/** How many senders a pool may hold. */
export const mostInPool = 400

export interface PoolSenderQueries extends OwnedQueries<PoolSender> {
  /** The senders of a service in the order of their SIDs, as they are now. */
  ofService(serviceSid: string): Promise<readonly PoolSender[]>
  /** The same, believed for a moment; null when there is none. */
  known(serviceSid: string): Promise<readonly PoolSender[] | null>
}

/** What a sender is chosen for. */
export interface Destination {
  messageSid: string
  /** In E.164, or a channel address. */
  to: string
  isMms: boolean
}

/**
 * Chooses who sends a message: a short code of the country it goes to; a name, where networks take letters and no number of that country is
 * there; a number of that country; then any number. Equals share the load by the random digits of their messages' SIDs, so that whoever
 * chooses, and however often, finds the same one. Null when none of them can reach the phone.
 */
export function chooseFrom(pool: readonly PoolSender[], { messageSid, to, isMms }: Destination): PoolSender | null {
  if (!to.startsWith('+')) return null
  const country = countryOf(to)
  const able = pool.filter((sender) => reaches(sender, to, country, isMms))
  const ofKind = (kind: PoolSenderKind) => able.filter((sender) => sender.kind === kind)
  const numbers = ofKind('number')
  const local = numbers.filter((sender) => sender.country === country)
  const names = local.length === 0 ? ofKind('alphanumeric') : []
  const equals = [ofKind('short-code'), names, local, numbers].find(({ length }) => length > 0)
  return equals?.[Number.parseInt(messageSid.slice(-8), 16) % equals.length] ?? null
}

function reaches({ kind, sender, country, capabilities }: PoolSender, to: string, toCountry: string, isMms: boolean) {
  if (sender === to || !capabilities.includes(isMms ? 'MMS' : 'SMS')) return false
  if (kind === 'short-code') return country === toCountry
  if (kind === 'alphanumeric') return takesLetters(toCountry)
  // Who pays for toll-free numbers pays within North America.
  return !isTollFree(sender) || to.startsWith('+1')
}
