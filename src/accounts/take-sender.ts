import { grantKey } from '../domain/granted-sender.ts'
import { outcome, present, remove } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Grant } from '../domain/sender-grant.ts'

/** Takes from an account a sender that it was granted; false when it does not have it. */
export async function takeSender(
  accountSid: string,
  { kind, address }: Pick<Grant, 'kind' | 'address'>,
  { ledger }: { ledger: Ledger },
): Promise<boolean> {
  if (kind !== 'short-code') {
    const key = grantKey({ accountSid, kind, address })
    const granted = present('grantedSender', key, { accountSid: [accountSid] })
    return (await ledger.keep(outcome([remove('grantedSender', key)], [granted]))).kept
  }
  const code = await ledger.shortCodes.owner(address)
  if (code?.accountSid !== accountSid) return false
  // With it goes its place in the pool of a messaging service.
  const gone = [remove('shortCode', code.sid), remove('poolSender', code.sid)]
  return (await ledger.keep(outcome(gone, [present('shortCode', code.sid)]))).kept
}
