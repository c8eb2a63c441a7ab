import type { Instant } from './clock.ts'
import type { Sender } from './sender.ts'

export type GrantedKind = Extract<Sender['kind'], 'alphanumeric' | 'channel' | 'sim'>

/** A sender that is neither a number nor a short code, and that an account may use: a name, a channel address, a SIM card. */
export interface GrantedSender {
  /** A name may be granted to many accounts; anything else has one owner. */
  key: string
  accountSid: string
  /** As messages show it: `Acme`, `whatsapp:+14155238886`, the SID of a SIM card. */
  address: string
  kind: GrantedKind
  dateCreated: Instant
}

/** The key under which a grant is kept. */
export const grantKey = ({
  accountSid,
  kind,
  address,
}: Pick<GrantedSender, 'accountSid' | 'kind' | 'address'>): string =>
  kind === 'alphanumeric' ? `${accountSid}:${address}` : address

/** What an account may use without a grant: any name, and WhatsApp on the numbers that it owns. */
export const openSenders = ['names', 'whatsapp'] as const
export type OpenSender = (typeof openSenders)[number]

export interface GrantedSenderQueries {
  /** All that an account was granted, the first grant first. */
  of(accountSid: string): Promise<readonly GrantedSender[]>
}
