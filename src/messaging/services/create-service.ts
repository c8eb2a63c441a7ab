import type { Account } from '../../domain/account.ts'
import { type MessagingService, untouchedService } from '../../domain/messaging-service.ts'
import { Problem } from '../../domain/problem.ts'
import { mintSid, slotOf } from '../../domain/sid.ts'
import { accept, add } from '../../domain/write.ts'
import { type Changing, keepChange } from '../keep-change.ts'
import { type ChosenServiceSettings, choose } from './service-settings.ts'

/** Makes a messaging service, with nothing in its pool. It needs a name. */
export async function createService(
  account: Account,
  chosen: ChosenServiceSettings,
  { ledger, clock }: Changing,
): Promise<MessagingService> {
  if (!chosen.friendlyName) throw new Problem('parameterMissing', { parameter: 'FriendlyName' })
  const now = clock.now()
  const service: MessagingService = {
    sid: mintSid('MG', now, slotOf(account.ownerAccountSid)),
    accountSid: account.sid,
    settings: choose(untouchedService(chosen.friendlyName), chosen),
    poolVersion: 0,
    dateCreated: now,
    dateUpdated: now,
  }
  await keepChange(accept([add('messagingService', service)]), ledger)
  return service
}
