import type { Account } from '../domain/account.ts'
import type { Instant } from '../domain/clock.ts'
import type { IncomingPhoneNumber } from '../domain/incoming-phone-number.ts'
import type { NumberForSale } from '../domain/inventory.ts'
import { absent, accept, add } from '../domain/write.ts'
import { Problem } from '../domain/problem.ts'
import { boughtNumber, numberBought, type Shop } from './buy-number.ts'
import { type AccountRequest, newAccount, openAccount } from './open-account.ts'

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
  /** The SIDs of these numbers. */
  sids: ReadonlyMap<string, string>
  /** Whether they were made just now. */
  firstStart: boolean
}

/** Where the first account's two numbers are. */
const areaCodes = ['415', '646']

const offered = 50
const mostTries = 5

/** Finds the first account, its test credential and its numbers, or makes them. For development: production never has an account unasked. */
export async function firstAccount(credentials: FirstCredentials, has: Shop): Promise<FirstAccount> {
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await has.ledger.accounts.first('live')
    if (known) return { ...(await belongings(known, credentials, has)), firstStart: false }
    const made = await makeAll(credentials, has)
    if (made) return { ...made, firstStart: true }
    // Another process starts at the same moment, and was first.
  }
  throw new Problem('conflict')
}

async function belongings(
  account: Account,
  credentials: FirstCredentials,
  has: Shop,
): Promise<Omit<FirstAccount, 'firstStart'>> {
  const testAccount =
    (await has.ledger.accounts.first('test')) ?? (await openAccount(requestFor('test', credentials), has))
  const { rows } = await has.ledger.incomingPhoneNumbers.list(account.sid, {}, { size: 10, skip: 0 })
  return { account, testAccount, ...shown(rows.toReversed()) }
}

/**
 * All in one write: whatever is killed meanwhile, there is either nothing or everything. Null when anything of it is taken: since
 * every process tries the same numbers first, only one of two that start at once can make it.
 */
async function makeAll(credentials: FirstCredentials, has: Shop): Promise<Omit<FirstAccount, 'firstStart'> | null> {
  const now = has.clock.now()
  const forSale = await Promise.all(areaCodes.map((areaCode) => firstFree(areaCode, has)))
  // Asked again: who found the first numbers taken would try others, and make a second first account.
  if (await has.ledger.accounts.first('live')) return null
  const found = forSale.filter((one) => one !== null)
  const { account, testAccount, numbers, operations } = firstOperations(credentials, found, now)
  const result = await has.ledger.keep(
    accept(operations, [
      ...[account, testAccount].map(({ sid }) => absent('account', 'sid', sid)),
      ...numbers.map(({ phoneNumber }) => absent('incomingPhoneNumber', 'phoneNumber', phoneNumber)),
    ]),
  )
  return result.kept ? { account, testAccount, ...shown(numbers) } : null
}

const shown = (owned: readonly IncomingPhoneNumber[]) => ({
  numbers: owned.map(({ phoneNumber }) => phoneNumber),
  sids: new Map(owned.map(({ phoneNumber, sid }) => [phoneNumber, sid])),
})

/** What the first start keeps. A number may have had a SID before. */
export function firstOperations(
  credentials: FirstCredentials,
  forSale: readonly NumberForSale[],
  now: Instant,
  sids: ReadonlyMap<string, string> = new Map(),
) {
  const account = newAccount(requestFor('live', credentials), now)
  const testAccount = newAccount(requestFor('test', credentials), now)
  const numbers = forSale
    .map((one, i) => boughtNumber(one, account, now + i))
    .map((number) => ({ ...number, sid: sids.get(number.phoneNumber) ?? number.sid }))
  const operations = [...[account, testAccount].map((one) => add('account', one)), ...numbers.flatMap(numberBought)]
  return { account, testAccount, numbers, operations }
}

/** The numbers that the first account gets where nothing is taken. */
export async function numbersForSale(inventory: Shop['inventory']): Promise<readonly NumberForSale[]> {
  return (await Promise.all(areaCodes.map((areaCode) => inventory.inAreaCode(areaCode, 'local', 0, 1)))).flat()
}

async function firstFree(areaCode: string, { inventory, ledger }: Shop): Promise<NumberForSale | null> {
  const offers = await inventory.inAreaCode(areaCode, 'local', 0, offered)
  const taken = await ledger.incomingPhoneNumbers.taken(offers.map(({ phoneNumber }) => phoneNumber))
  return offers.find(({ phoneNumber }) => !taken.has(phoneNumber)) ?? null
}

function requestFor(kind: Account['kind'], given: FirstCredentials): AccountRequest {
  const [sid, authToken] =
    kind === 'live' ? [given.accountSid, given.authToken] : [given.testAccountSid, given.testAuthToken]
  const friendlyName = kind === 'live' ? 'First account' : 'Test credentials'
  return { kind, friendlyName, ...(sid && { sid }), ...(authToken && { authToken }) }
}
