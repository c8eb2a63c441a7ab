import { type ErrorCase, nobody, notFound, on } from './error-case.ts'
import { sendingErrors } from './sending-errors.ts'

const notForTests = 'Resource not accessible with Test Account Credentials'
const inProgress = 'Cannot delete message because delivery has not been completed.'

/** Redacting, canceling and deleting. */
const changing: readonly ErrorCase[] = [
  on('messages.update', 'redact what is on its way', ({ held }) => ({ Sid: held, Body: '' }), 20009, inProgress, 409),
  on('messages.remove', 'delete what is on its way', ({ held }) => ({ Sid: held }), 20009, inProgress, 409),
  on(
    'messages.update',
    'another text for a message',
    ({ sent }) => ({ Sid: sent, Body: 'better' }),
    20001,
    'Invalid value for Body',
  ),
  on(
    'messages.update',
    'cancel what is not scheduled',
    ({ sent }) => ({ Sid: sent, Status: 'canceled' }),
    30409,
    'This message cannot be canceled',
  ),
  on(
    'messages.update',
    'another status for a message',
    ({ sent }) => ({ Sid: sent, Status: 'sent' }),
    20001,
    'Invalid value for Status',
  ),
  on(
    'messages.fetch',
    'fetch what is not there',
    { Sid: nobody('SM') },
    20404,
    notFound(`/Messages/${nobody('SM')}`),
    404,
  ),
  on(
    'messages.update',
    'redact what is not there',
    { Sid: nobody('SM'), Body: '' },
    20404,
    notFound(`/Messages/${nobody('SM')}`),
    404,
  ),
  on(
    'messages.remove',
    'delete what is not there',
    { Sid: nobody('SM') },
    20404,
    notFound(`/Messages/${nobody('SM')}`),
    404,
  ),
]

/** Lists. */
const listing: readonly ErrorCase[] = [
  on('messages.list', 'a PageToken that is none', { PageToken: 'nonsense' }, 21481, 'Invalid PageToken'),
  on(
    'messages.list',
    'a DateSent that is none',
    { DateSent: 'yesterday' },
    20001,
    'Invalid date value.',
    400,
    'it sends dates only',
  ),
  on(
    'messages.list',
    'an inequality in the value of DateSent',
    { DateSent: '>=2017-02-28' },
    20001,
    'Invalid date value.',
    400,
    'it sends dates only',
  ),
  on(
    'messages.list',
    'a PageSize that is none',
    { PageSize: 'many' },
    20001,
    "invalid literal for int() with base 10: 'many'",
    400,
    'it checks the size itself',
  ),
  on(
    'incomingPhoneNumbers.list',
    'a PageToken of another list',
    { PageToken: `PA${nobody('SM')}-1` },
    21481,
    'Invalid PageToken',
  ),
]

/** Buying, changing and moving numbers. */
const numbers: readonly ErrorCase[] = [
  on('incomingPhoneNumbers.create', 'neither number nor area code', {}, 400, 'did or area_code is required'),
  on('incomingPhoneNumbers.create', 'a number that is none', { PhoneNumber: '33' }, 21421, '33 is not a valid number'),
  on(
    'incomingPhoneNumbers.create',
    'a number that has an owner',
    ({ own }) => ({ PhoneNumber: own }),
    21422,
    ({ own }) => `${own} is not available`,
  ),
  on(
    'incomingPhoneNumbers.create',
    'an area code that is sold out',
    { AreaCode: '500' },
    21452,
    'No phone numbers found',
  ),
  on('incomingPhoneNumbers.create', 'an area code that is none', { AreaCode: '12' }, 21451, 'Invalid area code'),
  on(
    'incomingPhoneNumbers.local.create',
    'a local number by area code',
    { PhoneNumber: '', AreaCode: '415' },
    21457,
    'AreaCode Parameter not Supported',
    400,
    'it has no AreaCode there',
  ),
  on(
    'incomingPhoneNumbers.tollFree.create',
    'a number of another type',
    { PhoneNumber: '+14155550123' },
    21458,
    'PhoneNumber Provisioning Type Mismatch',
  ),
  on(
    'incomingPhoneNumbers.update',
    'an SmsUrl that is none',
    ({ ownSid }) => ({ Sid: ownSid, SmsUrl: 'nonsense' }),
    21402,
    'SmsUrl is not a valid URL: nonsense',
  ),
  on(
    'incomingPhoneNumbers.update',
    'an SmsMethod that is none',
    ({ ownSid }) => ({ Sid: ownSid, SmsMethod: 'BREW' }),
    21403,
    'SmsMethod is not a valid method: BREW',
  ),
  on(
    'incomingPhoneNumbers.update',
    'to an account that can be none',
    ({ ownSid }) => ({ Sid: ownSid, AccountSid: 'nonsense' }),
    21470,
    'Invalid AccountSid',
  ),
  on(
    'incomingPhoneNumbers.update',
    'to an account that is not there',
    ({ ownSid }) => ({ Sid: ownSid, AccountSid: nobody('AC') }),
    21471,
    'Account does not exist',
  ),
  on(
    'incomingPhoneNumbers.update',
    'to an account that is suspended',
    ({ ownSid, suspended }) => ({ Sid: ownSid, AccountSid: suspended }),
    21472,
    'Account is not active',
  ),
  on(
    'incomingPhoneNumbers.update',
    'to an account of another family',
    ({ ownSid, server }) => ({ Sid: ownSid, AccountSid: server.test.sid }),
    21473,
    'AccountSid you are transferring to is not related to the originating owner of the phone number',
  ),
  {
    ...on(
      'incomingPhoneNumbers.update',
      'by a subaccount',
      ({ foreignSid, server }) => ({ Sid: foreignSid, AccountSid: server.account.sid }),
      21474,
      'API User must be the parent account to transfer phone numbers.',
    ),
    as: 'sub',
  },
  on(
    'incomingPhoneNumbers.fetch',
    'a number that is not there',
    { Sid: nobody('PN') },
    20404,
    notFound(`/IncomingPhoneNumbers/${nobody('PN')}`),
    404,
  ),
  on(
    'incomingPhoneNumbers.remove',
    'releasing a number that is not there',
    { Sid: nobody('PN') },
    20404,
    notFound(`/IncomingPhoneNumbers/${nobody('PN')}`),
    404,
  ),
]

/** Opening and changing accounts. */
const accounts: readonly ErrorCase[] = [
  on('accounts.create', 'a name too long', { FriendlyName: 'x'.repeat(65) }, 20002, 'Invalid FriendlyName'),
  on(
    'accounts.update',
    'a status that is none',
    ({ sub }) => ({ Sid: sub.sid, Status: 'asleep' }),
    21475,
    'Unable to update Status, invalid Status.',
  ),
  on(
    'accounts.update',
    'suspending a parent',
    ({ server }) => ({ Sid: server.account.sid, Status: 'suspended' }),
    21477,
    'Unable to update Status for parent accounts',
  ),
  on(
    'accounts.update',
    'opening a closed account',
    ({ closed }) => ({ Sid: closed, Status: 'active' }),
    21479,
    'Unable to update Status for subaccount, subaccount has been closed.',
  ),
]

/** What test credentials may not do; what they may is asked with the magic inputs. */
const rehearsing: readonly ErrorCase[] = [
  { ...on('messages.list', 'listing with test credentials', {}, 20008, notForTests, 403), as: 'test' },
  {
    ...on('messages.fetch', 'reading with test credentials', { Sid: nobody('SM') }, 20008, notForTests, 403),
    as: 'test',
  },
  { ...on('incomingPhoneNumbers.list', 'searching with test credentials', {}, 20008, notForTests, 403), as: 'test' },
]

const shortOnly: readonly ErrorCase[] = [
  on(
    'smsMessages.create',
    'more than 160 characters, for SMS/Messages',
    ({ own }) => ({ From: own, To: '+14155552345', Body: 'x'.repeat(161) }),
    21605,
    'Maximum body length is 160 characters (old API endpoint)',
    400,
    'only the oldest SDK knows SMS/Messages',
  ),
]

export const errorCases: readonly ErrorCase[] = [
  ...shortOnly,
  ...sendingErrors,
  ...changing,
  ...listing,
  ...numbers,
  ...accounts,
  ...rehearsing,
]

/** Rows that no request can meet here, and why. */
export const unreachableRows: Readonly<Record<number, string>> = {
  21608: 'no account here is on trial: one is in test/api/senders.test.ts',
  21408: 'every country is open here: some are not in test/api/permissions.test.ts',
  21610: 'nobody is blocked here: somebody is in test/api/permissions.test.ts',
  21611: 'senders have no rate here: one has in test/api/sender-queue.test.ts',
  35125: 'half a million scheduled messages, and scheduling is refused (35126)',
  21666: 'without From or a service the missing From is told first',
  21476: 'a suspended parent is refused before anything is looked at (20005)',
  21478: 'nobody but the parent suspends accounts here',
}
