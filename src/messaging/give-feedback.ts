import type { Message } from '../domain/message.ts'
import type { MessageFeedback, Outcome } from '../domain/message-feedback.ts'
import { absent, accept, add, change, present } from '../domain/write.ts'
import { type Changing, keepChange } from './keep-change.ts'

/** Keeps what the sender says of a message's success. The last word counts. */
export async function giveFeedback(
  { sid: messageSid, accountSid }: Message,
  outcome: Outcome,
  { ledger, clock }: Changing,
): Promise<MessageFeedback> {
  const now = clock.now()
  const known = await ledger.messageFeedback.find(accountSid, messageSid)
  const first = { messageSid, accountSid, outcome, dateCreated: now, dateUpdated: now }
  if (
    !known &&
    (await keepChange(
      accept([add('messageFeedback', first)], [absent('messageFeedback', 'messageSid', messageSid)]),
      ledger,
    ))
  )
    return first
  const values = { outcome, dateUpdated: now }
  await keepChange(
    accept([change('messageFeedback', messageSid, values)], [present('messageFeedback', messageSid)]),
    ledger,
  )
  return (await ledger.messageFeedback.find(accountSid, messageSid)) ?? { ...first, ...known, ...values }
}
