import type { Account } from '../domain/account.ts'
import { accept, change, present } from '../domain/write.ts'
import { type Message, isInProgress, messageStatuses } from '../domain/message.ts'
import { Problem } from '../domain/problem.ts'
import { redactedText } from '../domain/retention.ts'
import { newEvent } from './message-event.ts'
import { type Changing, keepChange } from './keep-change.ts'

/** The statuses in which a message may be redacted and deleted. */
export const settledStatuses = messageStatuses.filter((status) => !isInProgress(status))

/** Empties a message's text and keeps the rest. */
export async function redactMessage(account: Account, message: Message, has: Changing): Promise<Message> {
  if (isInProgress(message.status)) throw new Problem('messageInProgress')
  const at = has.clock.now()
  const values = { ...redactedText(message), dateUpdated: at }
  const write = accept(
    [change('message', message.sid, values), newEvent(message, at, 'redacted')],
    [present('message', message.sid, { accountSid: [account.sid], status: settledStatuses })],
  )
  const kept = await keepChange(write, has.ledger)
  const found = await has.ledger.messages.find(account.sid, message.sid)
  if (!kept && found) throw new Problem('messageInProgress')
  // Deleted by someone else at the same moment: then its text is gone as well.
  return found ?? { ...message, ...values }
}
