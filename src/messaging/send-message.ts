import type { Message } from '../domain/message.ts'
import { Problem } from '../domain/problem.ts'
import { accept } from '../domain/write.ts'
import type { SendRequest } from './check-request.ts'
import { prepareMessage, type Sending } from './prepare-message.ts'

/** Accepts a message for delivery: when this resolves, message, job and first event are kept. Throws the problem that its sender can mend. */
export async function sendMessage(request: SendRequest, has: Sending): Promise<Message> {
  const { message, operations, afterKept } = await prepareMessage(request, has)
  const kept = await has.ledger.keep(accept(operations))
  if (!kept.kept) {
    if (kept.because === 'busy') throw new Problem('tooManyRequests')
    throw new Error(`a message was not kept: ${kept.because === 'refused' ? kept.reason : 'a guard did not hold'}`)
  }
  afterKept()
  return message
}
