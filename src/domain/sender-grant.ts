import type { GrantedKind } from './granted-sender.ts'
import { kindOfSender } from './sender.ts'
import { isSid } from './sid.ts'

/** A sender that an account is to be granted. */
export interface Grant {
  /** Null: the first account. */
  accountSid: string | null
  kind: GrantedKind | 'short-code'
  address: string
  /** Only of a short code. */
  isoCountry: string | null
}

/** Reads `12345@US`, `Acme`, `whatsapp:+14155238886`, `sim:DE…`, with `AC…=` in front of another account's; null for what cannot be granted. */
export function readGrant(raw: string): Grant | null {
  const [, accountSid = null, written = ''] = /^(?:(AC\w+)=)?(.*)$/.exec(raw) ?? []
  if (accountSid !== null && !isSid('AC', accountSid)) return null
  const [, digits, country] = /^(\d{5,6})(?:@([A-Z]{2}))?$/.exec(written) ?? []
  if (digits !== undefined) {
    return { accountSid, kind: 'short-code', address: digits, isoCountry: country ?? 'US' }
  }
  const sender = kindOfSender(written)
  if (sender.kind !== 'alphanumeric' && sender.kind !== 'channel' && sender.kind !== 'sim') return null
  return { accountSid, kind: sender.kind, address: sender.value, isoCountry: null }
}
