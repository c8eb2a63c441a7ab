import type { Ledger } from '../../domain/ledger.ts'
import type { MessagingService } from '../../domain/messaging-service.ts'
import { Problem } from '../../domain/problem.ts'
import { isSid } from '../../domain/sid.ts'
import type { Addresses, SendRequest } from '../check-request.ts'

/** The service that a message is to be sent through; null for one that only names its sender. */
export async function serviceOf(
  { account, messagingServiceSid }: SendRequest,
  { from }: Addresses,
  { messagingServices }: Pick<Ledger, 'messagingServices'>,
): Promise<MessagingService | null> {
  const sid = messagingServiceSid || (from.kind === 'service' ? from.value : '')
  if (sid === '') return null
  if (!isSid('MG', sid)) throw new Problem('serviceInvalid')
  const service = await messagingServices.known(sid)
  if (service?.accountSid !== account.sid) throw new Problem('serviceUnknown')
  return service
}
