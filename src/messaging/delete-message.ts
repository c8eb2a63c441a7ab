import type { Account } from '../domain/account.ts'
import { accept, count, present, remove } from '../domain/write.ts'
import { type Message, isInProgress } from '../domain/message.ts'
import { Problem } from '../domain/problem.ts'
import { type Changing, keepChange } from './keep-change.ts'
import { settledStatuses } from './redact-message.ts'

/** Removes a message for good. Its media stay; its timeline holds no text and is pruned by age. One that somebody else deleted first stays so. */
export async function deleteMessage(account: Account, message: Message, { ledger }: Changing): Promise<void> {
  if (isInProgress(message.status)) throw new Problem('messageInProgress')
  const write = accept(
    [
      remove('message', message.sid),
      ...(message.options.provideFeedback ? [remove('messageFeedback', message.sid)] : []),
      count(account.sid, 'messages', -1),
    ],
    [present('message', message.sid, { accountSid: [account.sid], status: settledStatuses })],
  )
  if (await keepChange(write, ledger)) return
  if (await ledger.messages.find(account.sid, message.sid)) throw new Problem('messageInProgress')
}
