import type { Account } from '../domain/account.ts'
import type { Ledger } from '../domain/ledger.ts'
import { type Guard, type Operation, present, remove } from '../domain/write.ts'
import { everyOne } from './every-one.ts'

/** What takes from an account that is closed all that others may have after it, and its keys. What it did and wrote stays to be read. */
export async function removalsFrom({ sid }: Account, ledger: Ledger): Promise<Removals> {
  const [numbers, shortCodes, granted, keys] = await Promise.all([
    everyOne((page) => ledger.incomingPhoneNumbers.list(sid, {}, page)),
    everyOne((page) => ledger.shortCodes.list(sid, {}, page)),
    ledger.grantedSenders.of(sid),
    everyOne((page) => ledger.apiKeys.list(sid, {}, page)),
  ])
  const operations = [
    ...numbers.map((number) => remove('incomingPhoneNumber', number.sid)),
    ...shortCodes.map((shortCode) => remove('shortCode', shortCode.sid)),
    // Whichever of them are in the pool of a messaging service leave it.
    ...[...numbers, ...shortCodes].map((sender) => remove('poolSender', sender.sid)),
    ...granted.map(({ key }) => remove('grantedSender', key)),
    ...keys.map((key) => remove('apiKey', key.sid)),
  ]
  // A number may be handed to another account at this moment.
  const guards = numbers.map((number) => present('incomingPhoneNumber', number.sid, { accountSid: [sid] }))
  return { operations, guards }
}

interface Removals {
  operations: readonly Operation[]
  /** What must still be the account's for them. */
  guards: readonly Guard[]
}
