import type { ApiKey } from '../domain/api-key.ts'
import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { change, present } from '../domain/write.ts'
import { readFriendlyName } from './friendly-name.ts'
import { keepAsked } from './keep-asked.ts'

/** Gives a key another name; an empty one changes nothing. */
export async function renameKey(
  key: ApiKey,
  friendlyName: string | undefined,
  has: { ledger: Ledger; clock: Clock },
): Promise<ApiKey> {
  const changed = { friendlyName: readFriendlyName(friendlyName) ?? key.friendlyName, dateUpdated: has.clock.now() }
  const kept = await keepAsked(has.ledger, [change('apiKey', key.sid, changed)], present('apiKey', key.sid))
  if (!kept) throw new Problem('conflict')
  return { ...key, ...changed }
}
