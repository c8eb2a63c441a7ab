import type { IncomingPhoneNumber } from '../domain/incoming-phone-number.ts'
import type { Ledger } from '../domain/ledger.ts'
import { present, remove } from '../domain/write.ts'
import { keepAsked } from './keep-asked.ts'

/** Gives a number back: anybody may buy it again. One that is gone already stays so. */
export async function releaseNumber(number: IncomingPhoneNumber, has: { ledger: Ledger }): Promise<void> {
  const guard = present('incomingPhoneNumber', number.sid, { accountSid: [number.accountSid] })
  await keepAsked(has.ledger, [remove('incomingPhoneNumber', number.sid), remove('poolSender', number.sid)], guard)
}
