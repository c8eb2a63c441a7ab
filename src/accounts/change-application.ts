import type { Application } from '../domain/application.ts'
import type { Clock } from '../domain/clock.ts'
import { change, present } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { type ChosenForApplication, chooseForApplication } from './application-settings.ts'
import { keepAsked } from './keep-asked.ts'

/** Changes an application for everything that refers to it. */
export async function changeApplication(
  application: Application,
  chosen: ChosenForApplication,
  has: { ledger: Ledger; clock: Clock },
): Promise<Application> {
  const { sid } = application
  const changed = { ...chooseForApplication(application, chosen), dateUpdated: has.clock.now() }
  const kept = await keepAsked(has.ledger, [change('application', sid, changed)], present('application', sid))
  if (!kept) throw new Problem('conflict')
  return { ...application, ...changed }
}
