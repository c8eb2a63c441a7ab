import type { Application } from '../domain/application.ts'
import type { Clock } from '../domain/clock.ts'
import { change, type Operation, present, remove } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { withoutApplication } from './application-settings.ts'
import { keepAsked } from './keep-asked.ts'

const pageSize = 1000

/** Deletes an application, and takes it from the numbers that refer to it. */
export async function deleteApplication(
  { sid, accountSid }: Application,
  { ledger, clock }: { ledger: Ledger; clock: Clock },
): Promise<void> {
  const freed: Operation[] = []
  const dateUpdated = clock.now()
  let looked = 0
  for (let more = true; more;) {
    const page = await ledger.incomingPhoneNumbers.list(accountSid, {}, { size: pageSize, skip: looked })
    for (const number of page.rows) {
      const settings = withoutApplication(number, sid)
      if (settings) freed.push(change('incomingPhoneNumber', number.sid, { settings, dateUpdated }))
    }
    looked += page.rows.length
    more = page.hasNext && page.rows.length > 0
  }
  // One that is gone already stays so.
  await keepAsked(ledger, [remove('application', sid), ...freed], present('application', sid))
}
