import { readFriendlyName } from '../accounts/friendly-name.ts'
import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { OutgoingCallerId } from '../domain/outgoing-caller-id.ts'
import { Problem } from '../domain/problem.ts'
import { accept, change, present } from '../domain/write.ts'
import { keepChange } from '../messaging/keep-change.ts'

/** Renames a caller id. */
export async function changeCallerId(
  callerId: OutgoingCallerId,
  wish: { friendlyName?: string },
  { ledger, clock }: { ledger: Ledger; clock: Clock },
): Promise<OutgoingCallerId> {
  const { sid, friendlyName: before } = callerId
  const values = { friendlyName: readFriendlyName(wish.friendlyName) ?? before, dateUpdated: clock.now() }
  const write = accept([change('outgoingCallerId', sid, values)], [present('outgoingCallerId', sid)])
  if (!(await keepChange(write, ledger))) throw new Problem('conflict')
  return { ...callerId, ...values }
}
