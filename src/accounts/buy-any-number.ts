import type { IncomingPhoneNumber, NumberType } from '../domain/incoming-phone-number.ts'
import type { Inventory } from '../domain/inventory.ts'
import { Problem } from '../domain/problem.ts'
import { buyInAreaCode, type Purchase, type Shop, takeOffered } from './buy-number.ts'
import { findNumbers } from './find-numbers.ts'

interface Wish extends Pick<Purchase, 'account' | 'areaCode' | 'settings'> {
  type: NumberType
}

/** So many are tried before it counts as sold out: other buyers may be quicker. */
const mostTried = 50

/** Buys any free number of a type: of an area code, or from anywhere in the United States. */
export async function buyAnyNumber(
  wish: Wish,
  has: Shop & { inventory: Pick<Inventory, 'search'> },
): Promise<IncomingPhoneNumber> {
  if (wish.areaCode) return buyInAreaCode(wish.areaCode, wish, has)
  for (const forSale of await findNumbers({ isoCountry: 'US', type: wish.type }, mostTried, has)) {
    const bought = await takeOffered(forSale, wish, has)
    if (bought) return bought
  }
  throw new Problem('areaCodeEmpty')
}
