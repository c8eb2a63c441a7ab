import { changeAccount } from '../../../accounts/change-account.ts'
import type { Account, AccountStatus } from '../../../domain/account.ts'
import { type Fields, field } from '../../field.ts'
import { count, moment, sid, text } from '../../kind.ts'
import { param } from '../../param.ts'
import { listing, type Resource, verb } from '../../resource.ts'
import { original } from '../../wire/original.ts'

/** 2 is active; 4, 16 and 32 are all suspended. */
const statuses: Record<AccountStatus, readonly [number: number, words: string]> = {
  active: [2, 'Active'],
  suspended: [4, 'Suspended'],
  closed: [32, 'Closed'],
}

const fields: Fields<Account> = {
  sid: field(sid('AC'), 'Names the account.', (account) => account.sid),
  friendlyName: field(text, 'A name for people.', (account) => account.friendlyName),
  status: field(count, 'Whether it is active: 2 if so, 4 or 32 if not.', ({ status }) => statuses[status][0]),
  statusText: field(text, 'The same in words.', ({ status }) => statuses[status][1]),
  dateCreated: field(moment, 'When it was opened.', (account) => account.dateCreated),
  dateUpdated: field(moment, 'When it was last changed.', (account) => account.dateUpdated),
  authToken: field(text, 'The password that goes with the SID.', (account) => account.authToken),
}

export const accounts2008: Resource<Account> = {
  name: 'Account',
  plural: 'Accounts',
  collection: 'accounts',
  doc: 'An account, as the first version of the API shows it.',
  mounts: [{ style: original, path: '/Accounts', instance: ':accountSid' }],
  sidPrefixes: ['AC'],
  whileInactive: true,
  tokenOnly: true,
  fields,
  list: listing({
    doc: 'Lists the one account that the credentials belong to: this version knows no subaccounts.',
    params: {},
    run: (_, { account }, { skip }) =>
      Promise.resolve({ rows: skip === 0 ? [account] : [], hasNext: false, hasPrevious: skip > 0 }),
    count: () => Promise.resolve(1),
  }),
  fetch: { doc: 'Fetches an account.', run: ({ account }) => Promise.resolve(account) },
  update: verb({
    doc: 'Renames an account.',
    params: { friendlyName: param(text, 'A name for people, up to 64 characters.') },
    run: (input, { has }, account: Account) => changeAccount(account, input, has),
  }),
  updateByPut: true,
}
