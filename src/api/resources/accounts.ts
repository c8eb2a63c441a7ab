import { type Account, accountStatuses } from '../../domain/account.ts'
import { changeAccount } from '../../accounts/change-account.ts'
import { openAccount } from '../../accounts/open-account.ts'
import { type Fields, field, group } from '../field.ts'
import { link, moment, oneOf, sid, text } from '../kind.ts'
import { param } from '../param.ts'
import { listing, type Resource, verb } from '../resource.ts'
import { classic } from '../wire/classic.ts'

const below = (path: string) => field(link, `Where its ${path} are.`, ({ sid }: Account) => `/Accounts/${sid}/${path}`)

const subresources: Fields<Account> = {
  availablePhoneNumbers: below('AvailablePhoneNumbers'),
  calls: below('Calls'),
  conferences: below('Conferences'),
  incomingPhoneNumbers: below('IncomingPhoneNumbers'),
  notifications: below('Notifications'),
  outgoingCallerIds: below('OutgoingCallerIds'),
  recordings: below('Recordings'),
  transcriptions: below('Transcriptions'),
  addresses: below('Addresses'),
  signingKeys: below('SigningKeys'),
  connectApps: below('ConnectApps'),
  sip: { ...below('SIP'), names: { xml: 'SIP' } },
  authorizedConnectApps: below('AuthorizedConnectApps'),
  usage: below('Usage'),
  keys: below('Keys'),
  applications: below('Applications'),
  shortCodes: below('SMS/ShortCodes'),
  queues: below('Queues'),
  messages: below('Messages'),
  balance: below('Balance'),
}

const friendlyName = param(text, 'A name for people, up to 64 characters.')

export const accounts: Resource<Account> = {
  name: 'Account',
  plural: 'Accounts',
  collection: 'accounts',
  doc: 'An account, or one of its subaccounts.',
  mounts: [{ style: classic, path: '/Accounts', instance: ':accountSid' }],
  sidPrefixes: ['AC'],
  whileInactive: true,
  tokenOnly: true,
  fields: {
    sid: field(sid('AC'), 'Names the account.', (account) => account.sid),
    friendlyName: field(text, 'A name for people.', (account) => account.friendlyName),
    type: field(oneOf(['Trial', 'Full']), 'Whether it is limited to trying out.', (account) => account.type),
    status: field(oneOf(accountStatuses), 'Only an active account can act.', (account) => account.status),
    dateCreated: field(moment, 'When it was opened.', (account) => account.dateCreated),
    dateUpdated: field(moment, 'When it was last changed.', (account) => account.dateUpdated),
    authToken: field(text, 'The password that goes with the SID.', (account) => account.authToken),
    ownerAccountSid: field(sid('AC'), 'Its parent; a parent names itself.', (account) => account.ownerAccountSid),
    uri: field(link, 'Where the account is.', (account) => `/Accounts/${account.sid}`),
    subresourceUris: group('Where the things of the account are.', subresources),
  },
  // As recorded in 2011; the owner came later.
  xmlOrder: {
    instance: [
      'sid',
      'friendlyName',
      'type',
      'status',
      'dateCreated',
      'dateUpdated',
      'authToken',
      'uri',
      'subresourceUris',
    ],
  },
  list: listing({
    doc: 'Lists the account itself and its subaccounts, newest first.',
    params: {
      friendlyName: param(text, 'Only those with exactly this name.'),
      status: param(oneOf(accountStatuses), 'Only those in this status.'),
    },
    run: (filter, { account, has }, page) => has.ledger.accounts.list(account.sid, filter, page),
    standingOf: ({ sid, dateCreated }: Account) => ({ sid, at: dateCreated, created: dateCreated }),
  }),
  create: verb({
    doc: 'Opens a subaccount.',
    params: { friendlyName },
    run: (input, { account, has }) => openAccount({ owner: account, friendlyName: input.friendlyName }, has),
  }),
  fetch: { doc: 'Fetches an account.', run: ({ account }) => Promise.resolve(account) },
  update: verb({
    doc: 'Renames an account, or suspends, reopens or closes a subaccount.',
    params: { friendlyName, status: param(text, '`active`, `suspended`, or `closed` for good.') },
    run: (input, { has }, account: Account) => changeAccount(account, input, has),
  }),
}
