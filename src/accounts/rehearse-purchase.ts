import type { IncomingPhoneNumber } from '../domain/incoming-phone-number.ts'
import type { NumberForSale } from '../domain/inventory.ts'
import type { Ledger } from '../domain/ledger.ts'
import { magicAreaCode, magicNumber, numbersForSale } from '../domain/magic-numbers.ts'
import { lettersToDigits, normalizeNumber } from '../domain/phone-number.ts'
import { buyNumber, type Purchase, type Shop } from './buy-number.ts'

/** A number as the answer to its purchase shows it; one that was only rehearsed says so. */
export type BoughtNumber = IncomingPhoneNumber & { rehearsed?: true }

/** Buys as test credentials do: by the rules of a real purchase, but from a stock of magic numbers, and keeping nothing. */
export async function rehearsePurchase(
  purchase: Purchase,
  { ledger, clock }: Pick<Shop, 'ledger' | 'clock'>,
): Promise<BoughtNumber> {
  const PhoneNumber = normalizeNumber(lettersToDigits(purchase.phoneNumber ?? ''))
  const refusal = PhoneNumber === null ? undefined : numbersForSale.get(PhoneNumber)?.({ PhoneNumber })
  if (refusal) throw refusal
  return { ...(await buyNumber(purchase, { ledger: forgetful(ledger), clock, inventory: stock })), rehearsed: true }
}

const forSale: NumberForSale = {
  phoneNumber: magicNumber,
  type: 'local',
  isoCountry: 'US',
  capabilities: { voice: false, sms: false, mms: false, fax: false },
}

const stock: Shop['inventory'] = {
  find: (phoneNumber) => Promise.resolve(phoneNumber === magicNumber ? forSale : null),
  inAreaCode: (areaCode) => Promise.resolve(areaCode === magicAreaCode ? [forSale] : []),
}

/** A ledger to read from, in which nothing is kept. */
const forgetful = (ledger: Ledger): Ledger => ({ ...ledger, keep: () => Promise.resolve({ kept: true }) })
