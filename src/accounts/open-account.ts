import { randomBytes } from 'node:crypto'
import { type Account, isParent } from '../domain/account.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import { absent, add } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { mintSid } from '../domain/sid.ts'
import { readFriendlyName } from './friendly-name.ts'
import { keepAsked } from './keep-asked.ts'

export interface AccountRequest {
  /** The parent of the new account; without one it is a parent itself. */
  owner?: Account
  friendlyName?: string
  kind?: Account['kind']
  /** Its parent's unless said; without a parent it is no trial. */
  type?: Account['type']
  /** Both are made unless they are given. */
  sid?: string
  authToken?: string
  currency?: string
  /** Its parent's unless said. */
  errorEra?: Account['errorEra']
}

/** Opens an account. One whose SID is given and taken is a conflict; a subaccount has none of its own. */
export async function openAccount(request: AccountRequest, has: { ledger: Ledger; clock: Clock }): Promise<Account> {
  if (request.owner && !isParent(request.owner)) throw new Problem('accessDenied')
  const account = newAccount(request, has.clock.now())
  const kept = await keepAsked(
    has.ledger,
    [add('account', account)],
    absent('account', 'sid', account.sid),
    request.owner,
  )
  if (!kept) throw new Problem('conflict')
  return account
}

/** An account as it will be kept. */
export function newAccount(request: AccountRequest, now: Instant): Account {
  const { owner, sid = mintSid('AC', now), authToken = randomBytes(16).toString('hex'), kind = 'live' } = request
  return {
    sid,
    ownerAccountSid: owner?.sid ?? sid,
    authToken,
    friendlyName: readFriendlyName(request.friendlyName) ?? defaultName(owner, now),
    status: 'active',
    type: request.type ?? owner?.type ?? 'Full',
    kind,
    currency: request.currency ?? owner?.currency ?? 'USD',
    errorEra: request.errorEra ?? owner?.errorEra ?? null,
    dateCreated: now,
    dateUpdated: now,
  }
}

/** `SubAccount Created at 2014-10-03 09:48 am` */
function defaultName(owner: Account | undefined, now: Instant): string {
  const [date, time = ''] = new Date(now).toISOString().split('T')
  const hour = Number(time.slice(0, 2))
  const clock = `${String(hour % 12 || 12).padStart(2, '0')}${time.slice(2, 5)} ${hour < 12 ? 'am' : 'pm'}`
  return `${owner ? 'SubAccount' : 'Account'} Created at ${date} ${clock}`
}
