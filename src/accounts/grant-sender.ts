import type { Account } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import { grantKey, type GrantedSender } from '../domain/granted-sender.ts'
import { absent, add, outcome } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Grant } from '../domain/sender-grant.ts'
import { type ShortCode, untouchedShortCode } from '../domain/short-code.ts'
import { mintSid, slotOf } from '../domain/sid.ts'

interface Has {
  ledger: Ledger
  clock: Clock
}

/** Lets an account use a sender that is no phone number. False when another account has it; what it has already it keeps as it is. */
export async function grantSender(account: Account, grant: Omit<Grant, 'accountSid'>, has: Has): Promise<boolean> {
  return grant.kind === 'short-code'
    ? grantShortCode(account, grant.address, grant.isoCountry ?? 'US', has)
    : grantOther(account, grant.kind, grant.address, has)
}

async function grantShortCode(
  account: Account,
  digits: string,
  isoCountry: string,
  { ledger, clock }: Has,
): Promise<boolean> {
  const known = await ledger.shortCodes.owner(digits)
  if (known) return known.accountSid === account.sid
  const now = clock.now()
  const code: ShortCode = {
    sid: mintSid('SC', now, slotOf(account.ownerAccountSid)),
    accountSid: account.sid,
    shortCode: digits,
    isoCountry,
    friendlyName: digits,
    settings: untouchedShortCode,
    dateCreated: now,
    dateUpdated: now,
  }
  const { kept } = await ledger.keep(outcome([add('shortCode', code)], [absent('shortCode', 'shortCode', digits)]))
  // Another process was first: it may have granted the same.
  return kept || (await ledger.shortCodes.owner(digits))?.accountSid === account.sid
}

async function grantOther(
  { sid: accountSid }: Account,
  kind: GrantedSender['kind'],
  address: string,
  { ledger, clock }: Has,
): Promise<boolean> {
  const key = grantKey({ accountSid, kind, address })
  const isGranted = async () => (await ledger.grantedSenders.of(accountSid)).some((granted) => granted.key === key)
  if (await isGranted()) return true
  const sender: GrantedSender = { key, accountSid, address, kind, dateCreated: clock.now() }
  const { kept } = await ledger.keep(outcome([add('grantedSender', sender)], [absent('grantedSender', 'key', key)]))
  return kept || isGranted()
}
