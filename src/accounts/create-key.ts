import { hash, randomInt } from 'node:crypto'
import type { Account } from '../domain/account.ts'
import type { ApiKey } from '../domain/api-key.ts'
import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { mintSid, slotOf } from '../domain/sid.ts'
import { absent, add } from '../domain/write.ts'
import { readFriendlyName } from './friendly-name.ts'
import { keepAsked } from './keep-asked.ts'

/** A key with its secret, which nobody can see again. */
export interface NewKey extends ApiKey {
  secret: string
}

/** Makes credentials for an account. */
export async function createKey(
  account: Account,
  friendlyName: string | undefined,
  has: { ledger: Ledger; clock: Clock },
): Promise<NewKey> {
  const now = has.clock.now()
  const secret = newSecret()
  const key: ApiKey = {
    sid: mintSid('SK', now, slotOf(account.ownerAccountSid)),
    accountSid: account.sid,
    friendlyName: readFriendlyName(friendlyName) ?? '',
    secretHash: hash('sha256', secret, 'hex'),
    dateCreated: now,
    dateUpdated: now,
  }
  const kept = await keepAsked(has.ledger, [add('apiKey', key)], absent('apiKey', 'sid', key.sid), account)
  if (!kept) throw new Problem('conflict')
  return { ...key, secret }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const newSecret = () => Array.from({ length: 32 }, () => letters[randomInt(letters.length)]).join('')
