import type { Parameters } from '../api-client.ts'

/** The resources that test credentials may use. */
export const paths = {
  numbers: '/IncomingPhoneNumbers',
  messages: '/Messages',
  sms: '/SMS/Messages',
  calls: '/Calls',
} as const

export interface MagicInput {
  of: keyof typeof paths
  /** What is magic about it, as the page writes it. */
  input: string
  give: Parameters
  /** Code, words and, unless it is 400, the status; nothing for what succeeds. */
  refused?: readonly [code: number, message: string, status?: number]
  outcome: string
  /** The SDK reaches this resource by another path only. */
  notBySdk?: true
}

const voiceUrl = 'http://demo.twilio.com/docs/voice.xml'

function input(
  of: MagicInput['of'],
  words: string,
  give: Parameters,
  refused?: MagicInput['refused'],
): Omit<MagicInput, 'notBySdk'> {
  return { of, input: words, give, outcome: refused ? String(refused[0]) : 'ok', ...(refused && { refused }) }
}

/** Every row of the tables of the page, and what it says around them. */
export const magicInputs: readonly MagicInput[] = [
  ...purchases(),
  ...messages('messages'),
  ...messages('sms').map((one) => ({ ...one, notBySdk: true as const })),
  ...calls(),
]

function purchases(): MagicInput[] {
  const buy = (words: string, give: Parameters, refused?: MagicInput['refused']) =>
    input('numbers', words, give, refused)
  const [notAvailable, invalid] = ['+15005550000 is not available', '+15005550001 is not a valid number']
  return [
    buy('PhoneNumber +15005550000', { PhoneNumber: '+15005550000' }, [21422, notAvailable]),
    buy('PhoneNumber +15005550001', { PhoneNumber: '+15005550001' }, [21421, invalid]),
    buy('PhoneNumber +15005550006', { PhoneNumber: '+15005550006', VoiceUrl: voiceUrl }),
    buy('AreaCode 533', { AreaCode: '533' }, [21452, 'No phone numbers found']),
    buy('AreaCode 500', { AreaCode: '500' }),
    // Example 3: letters are digits, but not too few or too many of them.
    buy('PhoneNumber 33', { PhoneNumber: '33' }, [21421, '33 is not a valid number']),
    buy('PhoneNumber too long', { PhoneNumber: '+150055500060' }, [21421, '+150055500060 is not a valid number']),
    buy('PhoneNumber DE', { PhoneNumber: 'DE' }, [21421, 'DE is not a valid number']),
    buy('PhoneNumber in letters', { PhoneNumber: '+1500JJJ0006' }),
    buy('PhoneNumber in letters that is not available', { PhoneNumber: '1-500-JKL-0000' }, [21422, notAvailable]),
    // Other spellings of a number, and other numbers.
    buy('PhoneNumber 15005550006', { PhoneNumber: '15005550006' }),
    buy('PhoneNumber (500) 555-0006', { PhoneNumber: '(500) 555-0006' }),
    buy('PhoneNumber 15005550001', { PhoneNumber: '15005550001' }, [21421, invalid]),
    buy('any other PhoneNumber', { PhoneNumber: '+14155550123' }, [21422, '+14155550123 is not available']),
    buy('any other AreaCode', { AreaCode: '415' }, [21452, 'No phone numbers found']),
    buy('an AreaCode that is none', { AreaCode: '12' }, [21451, 'Invalid area code']),
    buy('neither', {}, [400, 'did or area_code is required']),
  ]
}

function messages(of: 'messages' | 'sms'): MagicInput[] {
  const notOurs = (from: string): MagicInput['refused'] => [
    21606,
    `The From phone number ${from} is not a valid, SMS-capable inbound phone number or short code for your account.`,
  ]
  const from = (From: string, refused?: MagicInput['refused'], words = `From ${From}`) =>
    input(of, words, { From, To: '+14108675309', Body: 'All in the game, yo' }, refused)
  const to = (To: string, refused?: MagicInput['refused'], more: Parameters = {}) =>
    input(of, `To ${To}`, { From: '+15005550006', To, Body: 'hi', ...more }, refused)
  const unreachable = (medium: string): MagicInput['refused'] => [
    21612,
    `The 'To' phone number: +15005550002, is not currently reachable using the 'From' phone number: +15005550006 via ${medium}.`,
  ]
  const service = `MG${'0'.repeat(32)}`
  return [
    from('+15005550001', [
      21212,
      "The 'From' number +15005550001 is not a valid phone number, shortcode, or alphanumeric sender ID.",
    ]),
    from('+15005550007', notOurs('+15005550007')),
    from('+15005550008', [21611, 'SMS queue is full.', 429]),
    from('+15005550006'),
    from('+15005550000', notOurs('+15005550000')),
    from('+14108675309', notOurs('+14108675309')),
    to('+15005550001', [21211, "The 'To' number +15005550001 is not a valid phone number."]),
    to('+15005550002', unreachable('SMS')),
    to('+15005550003', [
      21408,
      "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: +15005550003.",
    ]),
    to('+15005550004', [21610, 'The message From/To pair violates a blacklist rule.']),
    to('+15005550009', [21614, 'To number: +15005550009, is not a mobile number']),
    to('+14108675309'),
    to('+5571981265131'),
    to('123', [21211, "The 'To' number 123 is not a valid phone number."]),
    // Other spellings of a number.
    from('15005550006'),
    from('(500) 555-0006'),
    from('15005550008', [21611, 'SMS queue is full.', 429]),
    to('15005550009', [21614, 'To number: 15005550009, is not a mobile number']),
    to('500-555-0004', [21610, 'The message From/To pair violates a blacklist rule.']),
    to('+15005550006'),
    // Senders that are no numbers, or too short for one.
    from('+123', notOurs('+123')),
    from('12345', notOurs('12345')),
    from('!!', [21212, "The 'From' number !! is not a valid phone number, shortcode, or alphanumeric sender ID."]),
    // Example 3.
    to('+14108675309', [21602, 'Message body is required.'], { Body: '' }),
    to('', [21604, "A 'To' phone number is required."]),
    from('', [21603, "A 'From' phone number is required."], 'no From'),
    input(
      of,
      'MessagingServiceSid in place of From',
      { MessagingServiceSid: service, To: '+14108675309', Body: 'hi' },
      [21603, "A 'From' phone number is required."],
    ),
    input(of, 'MessagingServiceSid beside From', {
      MessagingServiceSid: service,
      From: '+15005550006',
      To: '+14108675309',
      Body: 'hi',
    }),
    ...(of === 'sms'
      ? [
          to('+14108675309', [21605, 'Maximum body length is 160 characters (old API endpoint)'], {
            Body: 'x'.repeat(161),
          }),
        ]
      : [
          from('ACME', notOurs('ACME')),
          from(service, notOurs(service)),
          to('+15005550002', unreachable('MMS'), { MediaUrl: 'https://media.example/1' }),
        ]),
  ]
}

function calls(): MagicInput[] {
  const call = (give: Parameters, refused?: MagicInput['refused'], words = Object.entries(give).flat().join(' ')) =>
    input('calls', words, { From: '+15005550006', To: '+14108675309', Url: voiceUrl, ...give }, refused)
  const notVerified = (from: string): MagicInput['refused'] => [
    21210,
    `The source phone number provided, ${from}, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.`,
  ]
  const notPermitted: MagicInput['refused'] = [
    21215,
    'Account not authorized to call +15005550003. Perhaps you need to enable some international permissions: https://www.twilio.com/user/account/international',
  ]
  return [
    call({ From: '+15005550001' }, [21212, 'From is not a valid phone number: +15005550001']),
    call({ From: '+15005550006' }),
    call({ From: '+14108675309' }, notVerified('+14108675309')),
    call({ From: '+15005550007' }, notVerified('+15005550007')),
    call({ To: '+15005550001' }, [21217, 'The phone number you are attempting to call, +15005550001, is not valid.']),
    call({ To: '+15005550002' }, [21214, "'To' phone number cannot be reached"]),
    call({ To: '+15005550003' }, notPermitted),
    call({ To: '+15005550004' }, [21216, 'Account not allowed to call +15005550004']),
    call({ To: '+14108675309' }),
    call({ To: '+17148675309' }),
    // Other spellings of a number.
    call({ From: '15005550006' }),
    call({ To: '15005550003' }, notPermitted),
    call({ To: '1-500-JJJ-0003' }, notPermitted),
    call({ To: '1-410-TOP-JD0X' }),
    // What is missing.
    call({ To: '' }, [21201, "No 'To' number is specified"], 'no To'),
    call({ From: '' }, [21213, "No 'From' number is specified"], 'no From'),
    call({ Url: '' }, [21205, 'Url parameter is required.'], 'no Url'),
  ]
}
