import type { Inventory, NumberForSale, NumberSearch } from '../domain/inventory.ts'
import type { Ledger } from '../domain/ledger.ts'

const batch = 50
/** So many numbers are looked at before a search counts as exhausted. */
const mostTried = 1000

/** Finds numbers that nobody owns: what is found can be bought. */
export async function findNumbers(
  search: NumberSearch,
  limit: number,
  { inventory, ledger }: { inventory: Pick<Inventory, 'search'>; ledger: Pick<Ledger, 'incomingPhoneNumbers'> },
): Promise<readonly NumberForSale[]> {
  const found: NumberForSale[] = []
  for (let skip = 0; skip < mostTried && found.length < limit; skip += batch) {
    const offered = await inventory.search(search, skip, batch)
    const taken = await ledger.incomingPhoneNumbers.taken(offered.map(({ phoneNumber }) => phoneNumber))
    found.push(...offered.filter(({ phoneNumber }) => !taken.has(phoneNumber)))
    if (offered.length < batch) break
  }
  return found.slice(0, limit)
}
