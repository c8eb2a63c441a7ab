import type { MessagingService } from '../../domain/messaging-service.ts'
import { Problem } from '../../domain/problem.ts'
import { accept, change, present } from '../../domain/write.ts'
import { type Changing, keepChange } from '../keep-change.ts'
import { type ChosenServiceSettings, choose } from './service-settings.ts'

const mostTries = 20

/** Changes what was chosen of a service, and keeps what others choose at the same moment. Null when it is gone. */
export async function changeService(
  service: MessagingService,
  chosen: ChosenServiceSettings,
  { ledger, clock }: Changing,
): Promise<MessagingService | null> {
  let found: MessagingService | null = service
  for (let tries = 0; found && tries < mostTries; tries++) {
    const values = { settings: choose(found.settings, chosen), dateUpdated: clock.now() }
    const unchanged = present('messagingService', found.sid, { settings: [found.settings] })
    if (await keepChange(accept([change('messagingService', found.sid, values)], [unchanged]), ledger))
      return { ...found, ...values }
    found = await ledger.messagingServices.find(service.accountSid, service.sid)
  }
  if (found) throw new Problem('conflict')
  return null
}
