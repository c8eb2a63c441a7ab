import { randomInt } from 'node:crypto'
import type { Account } from '../domain/account.ts'
import type { NumberForSale } from '../domain/inventory.ts'
import { absent, add } from '../domain/write.ts'
import { Problem } from '../domain/problem.ts'
import { boughtNumber, numberBought, type Shop } from './buy-number.ts'
import { keepAsked } from './keep-asked.ts'
import { type AccountRequest, newAccount } from './open-account.ts'

export interface AccountWithNumbers {
  account: Account
  phoneNumbers: readonly string[]
}

/** Large ones, with numbers enough for everybody. */
const areaCodes = ['202', '206', '212', '213', '305', '312', '404', '415', '503', '602', '617', '646', '702', '713']
/** How far into an area code is looked: so that many who open accounts at once seldom want the same number. */
const reach = 50_000
const mostTries = 20

/** Opens an account that owns so many numbers, taken at random: all in one write, so that nobody sees it without them. */
export async function openWithNumbers(request: AccountRequest, count: number, has: Shop): Promise<AccountWithNumbers> {
  for (let tries = 0; tries < mostTries; tries++) {
    const now = has.clock.now()
    const account = newAccount(request, now)
    const numbers = (await someNumbers(count, has)).map((one, i) => boughtNumber(one, account, now + i))
    if (numbers.length < count) continue
    const kept = await keepAsked(
      has.ledger,
      [add('account', account), ...numbers.flatMap(numberBought)],
      [
        absent('account', 'sid', account.sid),
        ...numbers.map(({ phoneNumber }) => absent('incomingPhoneNumber', 'phoneNumber', phoneNumber)),
      ],
    )
    if (kept) return { account, phoneNumbers: numbers.map(({ phoneNumber }) => phoneNumber) }
  }
  throw new Problem('areaCodeEmpty')
}

const someNumbers = async (count: number, { inventory }: Shop): Promise<readonly NumberForSale[]> =>
  count === 0
    ? []
    : inventory.inAreaCode(areaCodes[randomInt(areaCodes.length)] ?? '', 'local', randomInt(reach), count)
