import type { Operation } from '../domain/write.ts'
import type { Shop } from './buy-number.ts'
import { type FirstAccount, firstOperations, numbersForSale } from './first-account.ts'

/** What the first start kept: the same accounts, with the same credentials and numbers, and no trace of what they did since. */
export async function beginAnew(first: FirstAccount, has: Shop): Promise<readonly Operation[]> {
  const { account, testAccount, sids } = first
  const credentials = {
    accountSid: account.sid,
    authToken: account.authToken,
    testAccountSid: testAccount.sid,
    testAuthToken: testAccount.authToken,
  }
  return firstOperations(credentials, await numbersForSale(has.inventory), has.clock.now(), sids).operations
}
