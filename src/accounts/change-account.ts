import { type Account, accountStatuses, isParent } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import { change, type Operation, present, remove } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { readFriendlyName } from './friendly-name.ts'
import { keepAsked } from './keep-asked.ts'

export interface AccountChange {
  friendlyName?: string
  status?: string
}

/** Renames an account, or suspends, reopens or closes a subaccount. A closed one gives its numbers back and stays closed. */
export async function changeAccount(
  account: Account,
  asked: AccountChange,
  has: { ledger: Ledger; clock: Clock },
): Promise<Account> {
  const friendlyName = readFriendlyName(asked.friendlyName) ?? account.friendlyName
  const status = asked.status ? await readStatus(account, asked.status, has.ledger) : account.status
  const changed = { friendlyName, status, dateUpdated: has.clock.now() }
  const releases = status === 'closed' ? await releasesOf(account, has.ledger) : []
  // What this decision rests on must still hold when it is kept.
  const guard = present('account', account.sid, { status: [account.status] })
  const kept = await keepAsked(has.ledger, [change('account', account.sid, changed), ...releases], guard)
  if (!kept) throw new Problem('conflict')
  return { ...account, ...changed }
}

async function readStatus(account: Account, raw: string, ledger: Ledger): Promise<Account['status']> {
  const status = accountStatuses.find((candidate) => candidate === raw)
  if (status === undefined) throw new Problem('accountStatusInvalid')
  if (isParent(account)) throw new Problem('parentStatusFixed')
  if (account.status === 'closed') throw new Problem('subaccountClosed')
  const parent = await ledger.accounts.find(account.ownerAccountSid)
  if (parent?.status !== 'active') throw new Problem('parentSuspended')
  return status
}

const pageSize = 1000

async function releasesOf({ sid }: Account, ledger: Ledger): Promise<Operation[]> {
  const releases: Operation[] = []
  for (let more = true; more;) {
    const page = await ledger.incomingPhoneNumbers.list(sid, {}, { size: pageSize, skip: releases.length })
    for (const number of page.rows) releases.push(remove('incomingPhoneNumber', number.sid))
    more = page.hasNext && page.rows.length > 0
  }
  return releases
}
