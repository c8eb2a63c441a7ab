import { changeAccount } from '../../src/accounts/change-account.ts'
import { createKey, type NewKey } from '../../src/accounts/create-key.ts'
import { deleteKey } from '../../src/accounts/delete-key.ts'
import { basic, type RunningApi } from '../../src/api/running-api.testing.ts'
import type { Account } from '../../src/domain/account.ts'

/** Somebody who asks for something of an account. */
export interface Asker {
  who: string
  authorization: string | null
  /** The account that the path names. */
  target: Account
  /** Whose credentials they are, if they are right and anybody's still. */
  caller: Account | null
  isKey: boolean
}

export interface Cast {
  parent: Account
  sub: Account
  stranger: Account
  askers: readonly Asker[]
  /** What must never be told: every token and every secret. */
  tokens: ReadonlyMap<string, Account>
  secrets: readonly string[]
}

/** Every kind of account with every kind of credentials, each asking where it may and where it may not. */
export async function makeCast(api: RunningApi): Promise<Cast> {
  const has = { ledger: api.ledger, clock: api.clock }
  const parent = api.account
  const open = () => api.open({ owner: parent })
  const [sub, sibling, toSuspend, toClose, stranger, tester] = await Promise.all([
    open(),
    open(),
    open(),
    open(),
    api.open({}),
    api.open({ kind: 'test' }),
  ])
  const keyOf = (account: Account) => createKey(account, 'CI', has)
  const [parentKey, subKey, strangerKey, suspendedKey, closedKey, deletedKey] = await Promise.all(
    [parent, sub, stranger, toSuspend, toClose, parent].map(keyOf),
  )
  const suspended = await changeAccount(toSuspend, { status: 'suspended' }, has)
  const closed = await changeAccount(toClose, { status: 'closed' }, has)
  await deleteKey(deletedKey!, has)

  const asker = (who: string, authorization: string | null, target: Account, caller: Account | null): Asker => ({
    who,
    authorization,
    target,
    caller,
    isKey: false,
  })
  const byToken = (who: string, caller: Account, target = caller) => asker(who, basic(caller), target, caller)
  const byKey = (who: string, key: NewKey | undefined, caller: Account | null, target: Account): Asker => ({
    ...asker(who, basic({ sid: key!.sid, authToken: key!.secret }), target, caller),
    isKey: true,
  })
  const wrong = { ...parent, authToken: 'wrong' }
  const nobody = { ...stranger, sid: `AC${'0'.repeat(32)}` }

  const askers = [
    asker('nobody', null, parent, null),
    asker('a wrong token', basic(wrong), parent, null),
    asker('an account that is none', basic(nobody), parent, null),
    asker('the token of a name that is no SID', basic({ ...parent, sid: 'me' }), parent, null),
    byToken('the account itself', parent),
    byToken('a parent for its subaccount', parent, sub),
    byToken('a parent for one that is suspended', parent, suspended),
    byToken('a parent for one that is closed', parent, closed),
    byToken('a parent for an account that is none', parent, nobody),
    byToken('a parent for test credentials', parent, tester),
    byToken('a subaccount', sub),
    byToken('a subaccount for its parent', sub, parent),
    byToken('a subaccount for another one', sub, sibling),
    byToken('a stranger', stranger, parent),
    byToken('a suspended account', suspended),
    byToken('a closed account', closed),
    byToken('test credentials', tester),
    byToken('test credentials for a live account', tester, parent),
    byKey('a key', parentKey, parent, parent),
    byKey("a parent's key for its subaccount", parentKey, parent, sub),
    byKey("a parent's key for one that is suspended", parentKey, parent, suspended),
    byKey("a subaccount's key", subKey, sub, sub),
    byKey("a subaccount's key for its parent", subKey, sub, parent),
    byKey("a stranger's key", strangerKey, stranger, parent),
    byKey('a key with a wrong secret', { ...parentKey!, secret: 'wrong' }, null, parent),
    byKey('a key of a suspended account', suspendedKey, suspended, suspended),
    byKey('a key of a closed account', closedKey, null, closed),
    byKey('a deleted key', deletedKey, null, parent),
  ]
  const accounts = [parent, sub, sibling, suspended, closed, stranger, tester]
  const keys = [parentKey, subKey, strangerKey, suspendedKey, closedKey, deletedKey]
  return {
    parent,
    sub,
    stranger,
    askers,
    tokens: new Map(accounts.map((account) => [account.authToken, account])),
    secrets: keys.map((key) => key!.secret),
  }
}
