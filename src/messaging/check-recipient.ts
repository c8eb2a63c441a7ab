import type { Account } from '../domain/account.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { checkLine } from './check-line.ts'
import type { Addresses, SendRequest } from './check-request.ts'
import { wantsMms } from './new-message.ts'
import { messageRefusal } from './refusals.ts'
import type { SendingRules } from './sending-rules.ts'

/** Checks that the account may write to this recipient; `home` is the sender's country, as `checkSender` tells it. */
export async function checkRecipient(
  request: SendRequest,
  { to, from }: Addresses,
  home: string | null | undefined,
  has: { ledger: Ledger; rules: Pick<SendingRules, 'countries'> },
): Promise<void> {
  const { to: To = '', from: From = '', messagingServiceSid, account } = request
  checkLine(to, To)
  if (to.kind === 'number' && !(await isVerified(account, to.value, has.ledger)))
    throw new Problem('toUnverified', { To })
  const [sender, service] = from.kind === 'service' ? [null, from.value] : [from.value, messagingServiceSid]
  const writing = { accountSid: account.sid, to: to.value, from: sender, serviceSid: service, home }
  switch (await messageRefusal(writing, has)) {
    case 'region':
      throw new Problem('toRegionNotEnabled', { To })
    case 'opted-out':
      throw new Problem('toOptedOut')
    case 'unreachable':
      throw new Problem('toUnreachable', { To, From, medium: wantsMms(request) ? 'MMS' : 'SMS' })
    case 'not-mobile':
      throw new Problem('toNotMobile', { To })
    case null:
  }
}

/** Trial accounts write to their own numbers, and to those of which they proved that they have them. */
async function isVerified(account: Account, to: string, ledger: Ledger): Promise<boolean> {
  if (account.type !== 'Trial') return true
  const owner = await ledger.incomingPhoneNumbers.owner(to)
  return owner?.accountSid === account.sid || (await ledger.outgoingCallerIds.of(account.sid, to)) !== null
}
