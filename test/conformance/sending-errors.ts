import { type ErrorCase, nobody, on, type Values } from './error-case.ts'

const sendAtOutside = 'SendAt time must be between 900 seconds and 35 days (3024000 seconds) in the future'
const to = '+14155552345'
const send =
  (values: Values): ErrorCase['give'] =>
  ({ own }) => ({ To: to, From: own, Body: 'hi', ...values })
const service = `MG${'0'.repeat(32)}`
const mediaInvalid = (urls: string) => `Media urls: ${urls} are invalid. Please use only valid http and https urls`

/** Sending. The limits of the Messages document and its error codes. */
export const sendingErrors: readonly ErrorCase[] = [
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
  bad(
    'several media that are nowhere',
    send({ MediaUrl: ['ftp://media.example/1', 'here'] }),
    21620,
    mediaInvalid('["ftp://media.example/1", "here"]'),
  ),
  bad(
    'a place, to a phone',
    send({ PersistentAction: ['geo:37.787890,-122.391664|375 Beale St'] }),
    63030,
    'Unsupported parameter for type of channels message',
  ),
  bad(
    'an action that is no place',
    ({ own }) => ({ To: `whatsapp:${to}`, From: `whatsapp:${own}`, Body: 'hi', PersistentAction: ['tel:1'] }),
    20001,
    'Invalid value for PersistentAction',
  ),
  bad('To is no number', send({ To: '123' }), 21211, toInvalid('123')),
  bad('To is words', send({ To: 'my mother' }), 21211, toInvalid('my mother')),
  bad(
    'To with a prefix that is no channel',
    ({ own }) => ({ To: `tel:${to}`, From: own, Body: 'hi' }),
    21212,
    ({ own }) => fromInvalid(own),
  ),
  bad('To with a colon in the midst', send({ To: 'ring me: now' }), 21212, ({ own }) => fromInvalid(own)),
  bad(
    'To with a prefix, sent by a service',
    { To: `tel:${to}`, MessagingServiceSid: service, Body: 'hi' },
    21211,
    toInvalid(`tel:${to}`),
  ),
  bad('To is a short code', send({ To: '12345' }), 21211, toInvalid('12345')),
  bad('To spells a short code', send({ To: 'FALSE' }), 21211, toInvalid('FALSE')),
  bad('To has too few digits for its country', send({ To: '+1415555' }), 21211, toInvalid('+1415555')),
  bad(
    'To is From',
    ({ own }) => ({ To: own, From: own, Body: 'hi' }),
    21211,
    ({ own }) => toInvalid(own),
  ),
  bad('From is neither number, short code nor letters', send({ From: '!!' }), 21212, fromInvalid('!!')),
  bad('From is too many letters', send({ From: 'ABCDEFGHIJKL' }), 21212, fromInvalid('ABCDEFGHIJKL')),
  bad('To and From both wrong: To is named', send({ To: '123', From: '!!' }), 21211, toInvalid('123')),
  bad('From is nobody’s', send({ From: '+15005550100' }), 21606, fromNotOwned('+15005550100')),
  bad(
    'From is another account’s',
    ({ foreign }) => ({ To: to, From: foreign, Body: 'hi' }),
    21606,
    ({ foreign }) => fromNotOwned(foreign),
  ),
  bad('From is short, but digits', send({ From: '+123' }), 21606, fromNotOwned('+123')),
  bad('From is a short code of nobody', send({ From: '12345' }), 21606, fromNotOwned('12345')),
  bad('To can only be a landline', send({ To: '+442071838750' }), 21614, notMobile('+442071838750')),
  bad('To is a premium number', send({ To: '+19005551234' }), 21614, notMobile('+19005551234')),
  bad('To is the directory', send({ To: '+14155551212' }), 21614, notMobile('+14155551212')),
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
  bad(
    'scheduled with a service',
    { To: to, MessagingServiceSid: service, Body: 'hi', ScheduleType: 'fixed', SendAt: inSeconds(3600) },
    35126,
    'The ScheduleType value provided is not supported for this channel',
  ),
  bad('links to be shortened', send({ ShortenUrls: 'true' }), 20001, 'Invalid value for ShortenUrls'),
  {
    ...bad(
      'FallbackFrom beside a service',
      { To: to, MessagingServiceSid: service, Body: 'hi', FallbackFrom: '+15005550100' },
      21667,
      "'FallbackFrom' requires the Messaging Service to have an RCS Sender",
    ),
    notBySdk: 'the older majors do not know the parameter',
  },
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

function bad(
  row: string,
  give: ErrorCase['give'],
  code: number,
  message: ErrorCase['message'],
  status = 400,
): ErrorCase {
  return on('messages.create', row, give, code, message, status)
}

function inSeconds(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString()
}

function toInvalid(number: string): string {
  return `The 'To' number ${number} is not a valid phone number.`
}

function notMobile(number: string): string {
  return `To number: ${number}, is not a mobile number`
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
