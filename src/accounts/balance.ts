import type { Account } from '../domain/account.ts'
import type { Clock } from '../domain/clock.ts'
import { absent, add, change, outcome, present } from '../domain/write.ts'
import type { Ledger } from '../domain/ledger.ts'
import { billedTo } from '../domain/usage.ts'

interface Has {
  ledger: Ledger
  clock: Clock
  /** What every account has to spend that was not given anything else, in 1/100,000 of its currency. */
  startingBalance: number
}

/** What an account has left to spend, in 1/100,000 of its currency. Subaccounts spend what their parent has. */
export async function balanceOf(
  { ownerAccountSid }: Account,
  { ledger, clock, startingBalance }: Has,
): Promise<number> {
  const [credit, billed] = await Promise.all([
    ledger.credits.find(ownerAccountSid),
    billedTo(ownerAccountSid, ledger, clock.now()),
  ])
  return (credit?.amount ?? startingBalance) - billed
}

/** Makes this what an account has left from now on; false when somebody else did so at the same moment. */
export async function setBalance(
  { ownerAccountSid }: Account,
  balance: number,
  { ledger, clock }: Has,
): Promise<boolean> {
  const [known, billed] = await Promise.all([
    ledger.credits.find(ownerAccountSid),
    billedTo(ownerAccountSid, ledger, clock.now()),
  ])
  const credit = { accountSid: ownerAccountSid, amount: balance + billed }
  const [write, guard] = known
    ? [change('credit', ownerAccountSid, credit), present('credit', ownerAccountSid, { amount: [known.amount] })]
    : [add('credit', credit), absent('credit', 'accountSid', ownerAccountSid)]
  return (await ledger.keep(outcome([write], [guard]))).kept
}

/** With two decimals at least, and five at most: `0.05`, `99.9925`. */
export const formatBalance = (amount: number): string => (amount / 100_000).toFixed(5).replace(/0{1,3}$/, '')
