import type { Credentials } from '../api-client.ts'
import type { TestServer } from '../server.ts'

/** What a request may need to name. */
export interface World {
  server: TestServer
  /** A number of the account, and its SID. */
  own: string
  ownSid: string
  /** One that carries no media. */
  textOnly: string
  /** A message that was sent, and one that is on its way. */
  sent: string
  held: string
  /** A subaccount with its number and that number's SID; one that is suspended, one that is closed. */
  sub: Credentials
  foreign: string
  foreignSid: string
  suspended: string
  closed: string
}

type Values = Readonly<Record<string, string | readonly string[]>>

export const operations = {
  'messages.create': ['POST', '/Messages'],
  'messages.list': ['GET', '/Messages'],
  'messages.fetch': ['GET', '/Messages/{Sid}'],
  'messages.update': ['POST', '/Messages/{Sid}'],
  'messages.remove': ['DELETE', '/Messages/{Sid}'],
  'incomingPhoneNumbers.create': ['POST', '/IncomingPhoneNumbers'],
  'incomingPhoneNumbers.local.create': ['POST', '/IncomingPhoneNumbers/Local'],
  'incomingPhoneNumbers.tollFree.create': ['POST', '/IncomingPhoneNumbers/TollFree'],
  'incomingPhoneNumbers.list': ['GET', '/IncomingPhoneNumbers'],
  'incomingPhoneNumbers.fetch': ['GET', '/IncomingPhoneNumbers/{Sid}'],
  'incomingPhoneNumbers.update': ['POST', '/IncomingPhoneNumbers/{Sid}'],
  'incomingPhoneNumbers.remove': ['DELETE', '/IncomingPhoneNumbers/{Sid}'],
  'accounts.create': ['POST', '/2010-04-01/Accounts'],
  'accounts.update': ['POST', '/2010-04-01/Accounts/{Sid}'],
} as const
export type Operation = keyof typeof operations

export interface ErrorCase {
  row: string
  call: Operation
  /** By their names on the wire; `Sid` goes into the path. */
  give: Values | ((world: World) => Values)
  code: number
  status: number
  message: string | ((world: World) => string)
  as?: 'test' | 'sub'
  /** Why no SDK can make this request. */
  notBySdk?: string
}

const sendAtOutside = 'SendAt time must be between 900 seconds and 35 days (3024000 seconds) in the future'
const notForTests = 'Resource not accessible with Test Account Credentials'
const to = '+14155552345'
const send =
  (values: Values): ErrorCase['give'] =>
  ({ own }) => ({ To: to, From: own, Body: 'hi', ...values })
const service = `MG${'0'.repeat(32)}`
const nobody = (prefix: string) => `${prefix}${'0'.repeat(32)}`
const inProgress = 'Cannot delete message because delivery has not been completed.'
const notFound = (path: string) => (world: World) =>
  `The requested resource /2010-04-01/Accounts/${world.server.account.sid}${path}{suffix} was not found`
const mediaInvalid = (urls: string) => `Media urls: ${urls} are invalid. Please use only valid http and https urls`

/** Sending. The limits of the Messages document and its error codes. */
const sending: readonly ErrorCase[] = [
  bad('no To', send({ To: '' }), 21604, "A 'To' phone number is required."),
  bad('neither From nor a service', send({ From: '' }), 21603, "A 'From' phone number is required."),
  bad('no body, no media', send({ Body: '' }), 21602, 'Message body is required.'),
  bad(
    'a body of 1,601 characters',
    send({ Body: 'x'.repeat(1601) }),
    21617,
    'The concatenated message body exceeds the 1600 character limit.',
  ),
  bad(
    'a body of 1,601 emoji',
    send({ Body: '😀'.repeat(1601) }),
    21617,
    'The concatenated message body exceeds the 1600 character limit.',
  ),
  bad(
    'eleven media',
    send({ MediaUrl: Array.from({ length: 11 }, (_, i) => `https://media.example/${i}`) }),
    21623,
    'Number of media files exceeds allowed limit',
  ),
  bad(
    'media that no web server has',
    send({ MediaUrl: ['ftp://media.example/1'] }),
    21620,
    mediaInvalid('ftp://media.example/1'),
  ),
  bad('media that is nowhere', send({ MediaUrl: [''] }), 21620, mediaInvalid('')),
  bad('To is no number', send({ To: '123' }), 21211, "The 'To' number 123 is not a valid phone number."),
  bad('To is words', send({ To: 'my mother' }), 21211, "The 'To' number my mother is not a valid phone number."),
  bad(
    'To with a prefix that is no channel',
    ({ own }) => ({ To: `tel:${to}`, From: own, Body: 'hi' }),
    21212,
    ({ own }) => fromInvalid(own),
  ),
  bad('From is neither number, short code nor letters', send({ From: '!!' }), 21212, fromInvalid('!!')),
  bad('From is too many letters', send({ From: 'ABCDEFGHIJKL' }), 21212, fromInvalid('ABCDEFGHIJKL')),
  bad(
    'To and From both wrong: To is named',
    send({ To: '123', From: '!!' }),
    21211,
    "The 'To' number 123 is not a valid phone number.",
  ),
  bad('From is nobody’s', send({ From: '+15005550100' }), 21606, fromNotOwned('+15005550100')),
  bad(
    'From is another account’s',
    ({ foreign }) => ({ To: to, From: foreign, Body: 'hi' }),
    21606,
    ({ foreign }) => fromNotOwned(foreign),
  ),
  bad('From is short, but digits', send({ From: '+123' }), 21606, fromNotOwned('+123')),
  bad('From is a short code of nobody', send({ From: '12345' }), 21606, fromNotOwned('12345')),
  bad(
    'To can only be a landline',
    send({ To: '+442071838750' }),
    21614,
    'To number: +442071838750, is not a mobile number',
  ),
  bad(
    'media from a number that carries none',
    ({ textOnly }) => ({ To: to, From: textOnly, MediaUrl: ['https://media.example/1'] }),
    21621,
    "The 'From' number has not been enabled for MMS",
  ),
  bad(
    'letters as From, to a country that refuses them',
    send({ From: 'Trunkline' }),
    21612,
    unreachable('Trunkline', 'SMS'),
  ),
  bad(
    'letters as From, with media',
    send({ From: 'Trunkline', MediaUrl: ['https://media.example/1'] }),
    21612,
    unreachable('Trunkline', 'MMS'),
  ),
  bad('StatusCallback is no URL', send({ StatusCallback: 'nonsense' }), 21609, callbackInvalid('nonsense')),
  bad(
    'StatusCallback with an underscore in its host',
    send({ StatusCallback: 'http://my_app.example/' }),
    21609,
    callbackInvalid('http://my_app.example/'),
  ),
  bad('ValidityPeriod of nothing', send({ ValidityPeriod: '0' }), 21624, 'Invalid validity period value'),
  bad('ValidityPeriod over ten hours', send({ ValidityPeriod: '36001' }), 21624, 'Invalid validity period value'),
  bad('MaxPrice is no number', send({ MaxPrice: 'cheap' }), 21627, 'Max Price must be a valid float'),
  bad('an integer that is none', send({ Attempt: 'x' }), 20001, "invalid literal for int() with base 10: 'x'"),
  bad('an integer that is empty', send({ Attempt: '' }), 20001, "invalid literal for int() with base 10: ''"),
  bad(
    'ScheduleType without SendAt',
    send({ ScheduleType: 'fixed' }),
    35111,
    "SendAt cannot be empty for ScheduleType 'fixed'",
  ),
  bad('SendAt too soon', send({ ScheduleType: 'fixed', SendAt: inSeconds(60) }), 35114, sendAtOutside),
  bad('SendAt too late', send({ ScheduleType: 'fixed', SendAt: inSeconds(36 * 86_400) }), 35114, sendAtOutside),
  bad('SendAt is no time', send({ ScheduleType: 'fixed', SendAt: 'soon' }), 35114, sendAtOutside),
  bad(
    'scheduled without a service',
    send({ ScheduleType: 'fixed', SendAt: inSeconds(3600) }),
    35118,
    'MessagingServiceSid is required to schedule a message',
  ),
  bad(
    'another ScheduleType',
    send({ ScheduleType: 'weekly', SendAt: inSeconds(3600) }),
    35126,
    'The ScheduleType value provided is not supported for this channel',
  ),
  bad(
    'To and From on different channels',
    send({ To: `whatsapp:${to}` }),
    21910,
    'Invalid From and To pair. From and To should be of the same channel',
  ),
  bad(
    'From has no channel',
    send({ To: `whatsapp:${to}`, From: 'whatsapp:+15005550100' }),
    63007,
    'Twilio could not find a Channel with the specified From address',
  ),
  bad(
    'a service that nobody has',
    { To: to, MessagingServiceSid: service, Body: 'hi' },
    21701,
    'The Messaging Service does not exist',
    404,
  ),
  bad(
    'a service as From that nobody has',
    { To: to, From: service, Body: 'hi' },
    21701,
    'The Messaging Service does not exist',
    404,
  ),
  bad(
    'a service that can be none',
    { To: to, MessagingServiceSid: 'nonsense', Body: 'hi' },
    21705,
    'The Messaging Service is invalid',
  ),
  bad('ContentRetention', send({ ContentRetention: 'shred' }), 30029, 'Invalid ContentRetention'),
  bad('AddressRetention', send({ AddressRetention: 'shred' }), 30030, 'Invalid AddressRetention'),
  bad('ContentVariables without ContentSid', send({ ContentVariables: '{}' }), 21654, 'ContentSid Required'),
  bad('ContentSid can be none', send({ ContentSid: 'nonsense' }), 21655, 'The ContentSid is Invalid'),
  bad(
    'ContentVariables are no JSON',
    send({ ContentSid: nobody('HX'), ContentVariables: '{' }),
    21656,
    'The Content Variables parameter is invalid.',
  ),
  {
    ...bad(
      'FallbackFrom beside From',
      send({ FallbackFrom: '+15005550100' }),
      21664,
      "'FallbackFrom' cannot be used with a 'From' sender",
    ),
    notBySdk: 'the older majors do not know the parameter',
  },
]

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

/** Test credentials may do next to nothing; what their magic numbers do is later work. */
const rehearsing: readonly ErrorCase[] = [
  { ...on('messages.list', 'listing with test credentials', {}, 20008, notForTests, 403), as: 'test' },
  {
    ...on('messages.fetch', 'reading with test credentials', { Sid: nobody('SM') }, 20008, notForTests, 403),
    as: 'test',
  },
  { ...on('incomingPhoneNumbers.list', 'searching with test credentials', {}, 20008, notForTests, 403), as: 'test' },
]

export const errorCases: readonly ErrorCase[] = [
  ...sending,
  ...changing,
  ...listing,
  ...numbers,
  ...accounts,
  ...rehearsing,
]

/** Rows that no request can meet here, and why. */
export const unreachableRows: Readonly<Record<number, string>> = {
  21605: 'only the old SMS/Messages addresses know 160 characters: later work',
  21608: 'no account here is a trial account',
  21408: 'permissions by region are later work',
  21610: 'opt-outs are later work',
  21611: 'queues of a stated length are later work',
  35125: 'half a million scheduled messages, and scheduling needs services: later work',
  21666: 'without From or a service the missing From is told first',
  21667: 'needs a messaging service: later work',
  21476: 'a suspended parent is refused before anything is looked at (20005)',
  21478: 'nobody but the parent suspends accounts here',
}

function bad(
  row: string,
  give: ErrorCase['give'],
  code: number,
  message: ErrorCase['message'],
  status = 400,
): ErrorCase {
  return on('messages.create', row, give, code, message, status)
}

function on(
  call: Operation,
  row: string,
  give: ErrorCase['give'],
  code: number,
  message: ErrorCase['message'],
  status = 400,
  notBySdk?: string,
): ErrorCase {
  return { row, call, give, code, status, message, ...(notBySdk !== undefined && { notBySdk }) }
}

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString()
}

function fromInvalid(from: string): string {
  return `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`
}

function fromNotOwned(from: string): string {
  return `The From phone number ${from} is not a valid, SMS-capable inbound phone number or short code for your account.`
}

function callbackInvalid(url: string): string {
  return `The StatusCallback URL ${url} is not a valid URL.`
}

function unreachable(from: string, medium: string): string {
  return `The 'To' phone number: ${to}, is not currently reachable using the 'From' phone number: ${from} via ${medium}.`
}
