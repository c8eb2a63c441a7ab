import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { magicNumber, messageRecipients, messageSenders } from '../domain/magic-numbers.ts'
import type { Message } from '../domain/message.ts'
import { Problem } from '../domain/problem.ts'
import { kindOfSender } from '../domain/sender.ts'
import { checkLine } from './check-line.ts'
import { checkPresence, checkRequest, type SendRequest } from './check-request.ts'
import { newMessage, wantsMms } from './new-message.ts'
import { statusCallbackOf } from './status-callback.ts'

interface Rehearsal {
  ledger: Pick<Ledger, 'applications'>
  clock: Clock
}

/** Sends as test credentials do: by the rules of a real message, but from a magic number, keeping nothing and telling nobody. */
export async function rehearseMessage(asked: SendRequest, { ledger, clock }: Rehearsal): Promise<Message> {
  // Test credentials have no messaging services: to them there is no such parameter.
  const request = { ...asked, messagingServiceSid: undefined }
  checkPresence(request)
  const { from: From = '', to: To = '' } = request
  checkSender(From)
  const now = clock.now()
  const { to, from } = checkRequest(request, now)
  const refusal = messageRecipients.get(to.value)?.({ To, From, medium: wantsMms(request) ? 'MMS' : 'SMS' })
  if (refusal) throw refusal
  checkLine(to, To)
  await statusCallbackOf(request, ledger)
  return newMessage(request, to.value, from.value, now)
}

/** What has the form of a sender is one that the account does not own, whoever else does. */
function checkSender(From: string): void {
  const sender = kindOfSender(From)
  if (sender.kind === 'invalid' || sender.value === magicNumber) return
  throw messageSenders.get(sender.value)?.({ From }) ?? new Problem('fromNotCapable', { From })
}
