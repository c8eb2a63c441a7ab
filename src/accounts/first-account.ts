import type { Account } from '../domain/account.ts'
import { buyNumber, type Shop } from './buy-number.ts'
import { openAccount } from './open-account.ts'

/** The credentials that the first start gives its accounts; what is null is made. */
export interface FirstCredentials {
  accountSid: string | null
  authToken: string | null
  testAccountSid: string | null
  testAuthToken: string | null
}

export interface FirstAccount {
  account: Account
  testAccount: Account
  numbers: readonly string[]
  /** Whether they were made just now. */
  firstStart: boolean
}

/** Where the first account's two numbers are. */
const areaCodes = ['415', '646']

/** Finds the first account, its test credential and its numbers, or makes them. For development: production never has an account unasked. */
export async function firstAccount(credentials: FirstCredentials, has: Shop): Promise<FirstAccount> {
  const known = await has.ledger.accounts.first('live')
  const account = known ?? (await openFirst(credentials, 'live', has))
  const testAccount = (await has.ledger.accounts.first('test')) ?? (await openFirst(credentials, 'test', has))
  if (!known) for (const areaCode of areaCodes) await buyNumber({ account, areaCode }, has)
  const { rows } = await has.ledger.incomingPhoneNumbers.list(account.sid, {}, { size: 10, skip: 0 })
  return { account, testAccount, numbers: rows.map(({ phoneNumber }) => phoneNumber).reverse(), firstStart: !known }
}

function openFirst(given: FirstCredentials, kind: Account['kind'], has: Shop): Promise<Account> {
  const [sid, authToken] =
    kind === 'live' ? [given.accountSid, given.authToken] : [given.testAccountSid, given.testAuthToken]
  const friendlyName = kind === 'live' ? 'First account' : 'Test credentials'
  return openAccount({ kind, friendlyName, ...(sid && { sid }), ...(authToken && { authToken }) }, has)
}
