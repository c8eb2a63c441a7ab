import { type Account, accountStatuses, isParent } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import { change, outcome, present } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import { removalsFrom } from './belongings.ts'
import { readFriendlyName } from './friendly-name.ts'
import { keepAsked } from './keep-asked.ts'

export interface AccountChange {
  friendlyName?: string
  status?: string
}

/** Renames an account, or suspends, reopens or closes a subaccount. A closed one gives back what it had, and stays closed. */
export async function changeAccount(
  account: Account,
  asked: AccountChange,
  has: { ledger: Ledger; clock: Clock },
): Promise<Account> {
  const friendlyName = readFriendlyName(asked.friendlyName) ?? account.friendlyName
  const status = asked.status ? await readStatus(account, asked.status, has.ledger) : account.status
  const changed = { friendlyName, status, dateUpdated: has.clock.now() }
  const closes = status === 'closed' && account.status !== 'closed'
  const { operations, guards } = closes ? await removalsFrom(account, has.ledger) : nothing
  // What this decision rests on must still hold when it is kept.
  const guard = present('account', account.sid, { status: [account.status] })
  const kept = await keepAsked(has.ledger, [change('account', account.sid, changed), ...operations], [guard, ...guards])
  if (!kept) throw new Problem('conflict')
  if (closes) await removeLate(account, has.ledger)
  return { ...account, ...changed }
}

const nothing = { operations: [], guards: [] }

async function readStatus(account: Account, raw: string, ledger: Ledger): Promise<Account['status']> {
  const status = accountStatuses.find((candidate) => candidate === raw)
  if (status === undefined) throw new Problem('accountStatusInvalid')
  if (isParent(account)) throw new Problem('parentStatusFixed')
  if (account.status === 'closed') throw new Problem('subaccountClosed')
  const parent = await ledger.accounts.find(account.ownerAccountSid)
  if (parent?.status !== 'active') throw new Problem('parentSuspended')
  return status
}

/** What the account got while it was being closed. A closed one gets nothing more. */
async function removeLate(account: Account, ledger: Ledger): Promise<void> {
  const { operations, guards } = await removalsFrom(account, ledger)
  if (operations.length > 0) await ledger.keep(outcome(operations, guards))
}
