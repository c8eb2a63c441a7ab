import type { Clock } from '../domain/clock.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { Grant } from '../domain/sender-grant.ts'
import { grantSender } from './grant-sender.ts'

/** Grants what the settings say, to the first account unless they say to whom. Answers with what nobody could be granted. */
export async function grantSenders(grants: readonly Grant[], has: { ledger: Ledger; clock: Clock }): Promise<Grant[]> {
  const refused: Grant[] = []
  for (const grant of grants) {
    const { accountSid } = grant
    const account = await (accountSid ? has.ledger.accounts.find(accountSid) : has.ledger.accounts.first('live'))
    if (!account || !(await grantSender(account, grant, has))) refused.push(grant)
  }
  return refused
}
