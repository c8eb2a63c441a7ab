import type { Account } from '../domain/account.ts'
import type { Application } from '../domain/application.ts'
import type { Clock } from '../domain/clock.ts'
import { absent, add } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { mintSid, slotOf } from '../domain/sid.ts'
import { type ChosenForApplication, chooseForApplication, unsaid } from './application-settings.ts'
import { keepAsked } from './keep-asked.ts'

/** Two that are made at the same moment may both be the last. */
const mostApplications = 1000

/** Makes a set of addresses that numbers, calls and messages can refer to. */
export async function createApplication(
  account: Account,
  chosen: ChosenForApplication,
  has: { ledger: Ledger; clock: Clock },
): Promise<Application> {
  if ((await has.ledger.applications.count(account.sid)) >= mostApplications) throw new Problem('tooManyApplications')
  const now = has.clock.now()
  const application: Application = {
    sid: mintSid('AP', now, slotOf(account.ownerAccountSid)),
    accountSid: account.sid,
    ...chooseForApplication({ friendlyName: null, settings: unsaid }, chosen),
    dateCreated: now,
    dateUpdated: now,
  }
  const isNew = absent('application', 'sid', application.sid)
  const kept = await keepAsked(has.ledger, [add('application', application)], isNew, account)
  if (!kept) throw new Problem('conflict')
  return application
}
