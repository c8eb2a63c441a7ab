import type { Account } from '../domain/account.ts'
import { accept, change, present } from '../domain/write.ts'
import type { Message } from '../domain/message.ts'
import { Problem } from '../domain/problem.ts'
import { type Changing, keepChange } from './keep-change.ts'
import { letGo } from './let-go.ts'
import { newEvent } from './message-event.ts'
import { reportOf } from './report-status.ts'

/** Cancels a message whose time to be sent has not come. Its delivery job finds it canceled and goes. */
export async function cancelMessage(
  account: Account,
  message: Message,
  has: Changing & { nudge(deed?: string): void },
): Promise<Message> {
  if (message.status !== 'scheduled') throw new Problem('messageNotCancelable')
  const at = has.clock.now()
  const values = { status: 'canceled', dateUpdated: at, dateListed: at } as const
  const canceled: Message = { ...message, ...values }
  const gone = letGo(canceled, at, true)
  const write = accept(
    [
      change('message', message.sid, { ...values, ...gone.values }),
      newEvent(message, at, 'canceled'),
      ...gone.events(),
      ...reportOf(canceled, at),
    ],
    [present('message', message.sid, { accountSid: [account.sid], status: ['scheduled'] })],
  )
  if (!(await keepChange(write, has.ledger))) throw new Problem('messageNotCancelable')
  has.nudge('report-status')
  return { ...canceled, ...gone.values }
}
