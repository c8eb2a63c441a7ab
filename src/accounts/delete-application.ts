import type { Application } from '../domain/application.ts'
import type { Clock } from '../domain/clock.ts'
import { change, type Operation, present, remove } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { withoutApplication } from './application-settings.ts'
import { everyOne } from './every-one.ts'
import { keepAsked } from './keep-asked.ts'

/** Deletes an application, and takes it from the numbers that refer to it. */
export async function deleteApplication(
  { sid, accountSid }: Application,
  { ledger, clock }: { ledger: Ledger; clock: Clock },
): Promise<void> {
  const freed: Operation[] = []
  const dateUpdated = clock.now()
  for (const number of await everyOne((page) => ledger.incomingPhoneNumbers.list(accountSid, {}, page))) {
    const settings = withoutApplication(number, sid)
    if (settings) freed.push(change('incomingPhoneNumber', number.sid, { settings, dateUpdated }))
  }
  // One that is gone already stays so.
  await keepAsked(ledger, [remove('application', sid), ...freed], present('application', sid))
}
