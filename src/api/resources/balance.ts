import { balanceOf, formatBalance } from '../../accounts/balance.ts'
import { field } from '../field.ts'
import { sid, text } from '../kind.ts'
import type { Resource } from '../resource.ts'
import { classic } from '../wire/classic.ts'

interface Balance {
  accountSid: string
  /** In 1/100,000 of the currency. */
  amount: number
  currency: string
}

/** What an account has left to spend. */
export const balance: Resource<Balance> = {
  name: 'Balance',
  plural: 'Balances',
  collection: 'balances',
  doc: 'What an account has left to spend: what it was given less what it and its subaccounts were billed.',
  mounts: [{ style: classic, path: '/Accounts/:accountSid/Balance' }],
  sidPrefixes: [],
  singleton: true,
  fields: {
    accountSid: field(sid('AC'), 'The account.', ({ accountSid }) => accountSid),
    balance: field(text, 'How much, with two to five decimals; negative when more was billed.', ({ amount }) =>
      formatBalance(amount),
    ),
    currency: field(text, 'In which currency, by its three letters.', ({ currency }) => currency),
  },
  fetch: {
    doc: 'Fetches the balance.',
    async run({ account, has }) {
      const amount = await balanceOf(account, has)
      return { accountSid: account.sid, amount, currency: account.currency }
    },
  },
}
