import { randomInt } from 'node:crypto'
import type { Account } from '../domain/account.ts'
import type { Clock, Instant } from '../domain/clock.ts'
import type { IncomingPhoneNumber, NumberType } from '../domain/incoming-phone-number.ts'
import type { Inventory, NumberForSale } from '../domain/inventory.ts'
import { countUsage } from '../domain/count-usage.ts'
import { absent, add, type Operation } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { isTollFree, lettersToDigits, normalizeNumber } from '../domain/phone-number.ts'
import { Problem } from '../domain/problem.ts'
import { mintSid, slotOf } from '../domain/sid.ts'
import { checkApplications } from './application-settings.ts'
import { keepAsked } from './keep-asked.ts'
import { type ChosenSettings, choose, untouched } from './number-settings.ts'

export interface Purchase {
  account: Account
  phoneNumber?: string
  areaCode?: string
  /** Only a number of this type will do. */
  type?: NumberType
  settings?: ChosenSettings
}

export interface Shop {
  ledger: Ledger
  clock: Clock
  inventory: Pick<Inventory, 'find' | 'inAreaCode'>
}

/** Buys the number that is named, or any free one of an area code. */
export async function buyNumber(purchase: Purchase, has: Shop): Promise<IncomingPhoneNumber> {
  const { phoneNumber, areaCode, type } = purchase
  if (type !== undefined && areaCode) throw new Problem('areaCodeNotSupported')
  await checkApplications(purchase.account.sid, purchase.settings ?? {}, has.ledger)
  if (phoneNumber) return buyNamed(phoneNumber, purchase, has)
  if (areaCode) return buyInAreaCode(areaCode, purchase, has)
  throw new Problem('numberOrAreaCodeMissing')
}

async function buyNamed(raw: string, purchase: Purchase, has: Shop): Promise<IncomingPhoneNumber> {
  const phoneNumber = normalizeNumber(lettersToDigits(raw))
  if (phoneNumber === null) throw new Problem('numberInvalid', { PhoneNumber: raw })
  const forSale = await has.inventory.find(phoneNumber)
  if (forSale && purchase.type !== undefined && forSale.type !== purchase.type) throw new Problem('numberTypeMismatch')
  const bought = forSale && (await takeOffered(forSale, purchase, has))
  if (!bought) throw new Problem('numberNotAvailable', { PhoneNumber: phoneNumber })
  return bought
}

const batch = 50
/** So many numbers of an area code are looked at before it counts as sold out. */
const mostTried = 20_000

/** Buys any free number of an area code. */
export async function buyInAreaCode(areaCode: string, purchase: Purchase, has: Shop): Promise<IncomingPhoneNumber> {
  if (!/^[2-9]\d\d$/.test(areaCode)) throw new Problem('areaCodeInvalid')
  const type = isTollFree(`+1${areaCode}5550100`) ? 'tollfree' : 'local'
  if (purchase.type !== undefined && purchase.type !== type) throw new Problem('areaCodeEmpty')
  for (let skip = 0; skip < mostTried; skip += batch) {
    const offered = await has.inventory.inAreaCode(areaCode, type, skip, batch)
    const taken = await has.ledger.incomingPhoneNumbers.taken(offered.map(({ phoneNumber }) => phoneNumber))
    const free = offered.filter(({ phoneNumber }) => !taken.has(phoneNumber))
    for (let next = 0; free.length > 0; next = randomInt(free.length || 1)) {
      const bought = await takeOffered(free.splice(next, 1)[0]!, purchase, has)
      if (bought) return bought
      // Another buyer was quicker. Those who lost to the same one part here, or they would meet at each number.
    }
    if (offered.length < batch) break
  }
  throw new Problem('areaCodeEmpty')
}

/** Buys a number that is for sale; null when somebody owns it already. */
export async function takeOffered(
  forSale: NumberForSale,
  { account, settings }: Purchase,
  has: Shop,
): Promise<IncomingPhoneNumber | null> {
  const number = boughtNumber(forSale, account, has.clock.now(), settings)
  const free = absent('incomingPhoneNumber', 'phoneNumber', number.phoneNumber)
  return (await keepAsked(has.ledger, numberBought(number), free, account)) ? number : null
}

/** Keeps a number that is bought, and counts it. */
export const numberBought = (number: IncomingPhoneNumber): Operation[] => [
  add('incomingPhoneNumber', number),
  countUsage(number.accountSid, `phonenumbers-${number.type}`, number.dateCreated),
]

/** A number as it will be kept for the account that buys it. */
export function boughtNumber(
  { phoneNumber, type, isoCountry, capabilities }: NumberForSale,
  account: Account,
  now: Instant,
  settings: ChosenSettings = {},
): IncomingPhoneNumber {
  return {
    sid: mintSid('PN', now, slotOf(account.ownerAccountSid)),
    accountSid: account.sid,
    phoneNumber,
    type,
    isoCountry,
    capabilities,
    beta: false,
    origin: 'twilio',
    settings: choose(untouched(phoneNumber), settings),
    dateCreated: now,
    dateUpdated: now,
  }
}
