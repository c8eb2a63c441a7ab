import type { Clock } from '../domain/clock.ts'
import { change, present } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import type { ShortCode, ShortCodeSettings } from '../domain/short-code.ts'
import { changeSettings } from './change-settings.ts'
import { readFriendlyName } from './friendly-name.ts'
import { keepAsked } from './keep-asked.ts'

type Chosen = Partial<{ [S in keyof ShortCodeSettings]: NonNullable<ShortCodeSettings[S]> } & { friendlyName: string }>

/** Changes what happens when somebody writes to a short code; what is left out stays as it is, an address that is empty is cleared. */
export async function changeShortCode(
  code: ShortCode,
  { friendlyName, ...chosen }: Chosen,
  has: { ledger: Ledger; clock: Clock },
): Promise<ShortCode> {
  const changed = {
    friendlyName: readFriendlyName(friendlyName) ?? code.friendlyName,
    settings: changeSettings(code.settings, chosen),
    dateUpdated: has.clock.now(),
  }
  const guard = present('shortCode', code.sid, { accountSid: [code.accountSid] })
  if (!(await keepAsked(has.ledger, [change('shortCode', code.sid, changed)], guard))) throw new Problem('conflict')
  return { ...code, ...changed }
}
