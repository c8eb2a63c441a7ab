import type { GrantedKind } from '../domain/granted-sender.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Sender } from '../domain/sender.ts'
import type { SendingRules } from './sending-rules.ts'

type Granted = Extract<Sender, { kind: GrantedKind }>

/** Whether an account may use a sender that is neither a number nor a short code: it was granted, or needs no grant. */
export async function maySendAs(
  accountSid: string,
  sender: Granted,
  { ledger, rules }: { ledger: Ledger; rules: Pick<SendingRules, 'openSenders'> },
): Promise<boolean> {
  if (sender.kind === 'alphanumeric' && rules.openSenders.has('names')) return true
  const granted = await ledger.grantedSenders.of(accountSid)
  if (granted.some(({ kind, address }) => kind === sender.kind && address === sender.value)) return true
  if (sender.kind !== 'channel' || sender.channel !== 'whatsapp' || !rules.openSenders.has('whatsapp')) return false
  const owner = await ledger.incomingPhoneNumbers.owner(sender.value.slice('whatsapp:'.length))
  return owner?.accountSid === accountSid
}
