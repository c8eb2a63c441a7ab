import { describe, expect, test } from 'vitest'
import { errorEras } from './error-era.ts'
import { moreInfo, Problem, problemNames } from './problem.ts'

describe('a problem says exactly what is recorded', () => {
  test.for([
    [new Problem('toInvalid', { To: '123' }), 21211, 400, "The 'To' number 123 is not a valid phone number."],
    [
      new Problem('fromInvalid', { From: 'junk' }),
      21212,
      400,
      "The 'From' number junk is not a valid phone number, shortcode, or alphanumeric sender ID.",
    ],
    [
      new Problem('fromNotOwned', { From: '+123' }),
      21606,
      400,
      'The From phone number +123 is not a valid, SMS-capable inbound phone number or short code for your account.',
    ],
    [
      new Problem('toUnreachable', { To: '+15005550002', From: '+15005550006', medium: 'MMS' }),
      21612,
      400,
      "The 'To' phone number: +15005550002, is not currently reachable using the 'From' phone number: +15005550006 via MMS.",
    ],
    [
      new Problem('toRegionNotEnabled', { To: '+15005550003' }),
      21408,
      400,
      "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: +15005550003.",
    ],
    [new Problem('toOptedOut'), 21610, 400, 'The message From/To pair violates a blacklist rule.'],
    [new Problem('fromQueueFull'), 21611, 429, 'SMS queue is full.'],
    [new Problem('toNotMobile', { To: '+15005550009' }), 21614, 400, 'To number: +15005550009, is not a mobile number'],
    [new Problem('toMissing'), 21604, 400, "A 'To' phone number is required."],
    [new Problem('fromMissing'), 21603, 400, "A 'From' phone number is required."],
    [new Problem('bodyMissing'), 21602, 400, 'Message body is required.'],
    [new Problem('bodyOver1600'), 21617, 400, 'The concatenated message body exceeds the 1600 character limit.'],
    [
      new Problem('toUnverified', { To: '+14155550100' }),
      21608,
      400,
      'The number +14155550100 is unverified. Trial accounts cannot send messages to unverified numbers; verify +14155550100 at ' +
        'twilio.com/user/account/phone-numbers/verified, or purchase a Twilio number to send messages to unverified numbers',
    ],
    [
      new Problem('mediaUrlInvalid', { MediaUrl: '' }),
      21620,
      400,
      'Media urls:  are invalid. Please use only valid http and https urls',
    ],
    [
      new Problem('statusCallbackInvalid', { StatusCallback: 'nowhere' }),
      21609,
      400,
      'The StatusCallback URL nowhere is not a valid URL.',
    ],
    [
      new Problem('sendAtOutOfRange', { days: 7, seconds: 604800 }),
      35114,
      400,
      'SendAt time must be between 900 seconds and 7 days (604800 seconds) in the future',
    ],
    [new Problem('numberInvalid', { PhoneNumber: '33' }), 21421, 400, '33 is not a valid number'],
    [new Problem('numberNotAvailable', { PhoneNumber: '+15005550000' }), 21422, 400, '+15005550000 is not available'],
    [new Problem('areaCodeEmpty'), 21452, 400, 'No phone numbers found'],
    [new Problem('numberOrAreaCodeMissing'), 400, 400, 'did or area_code is required'],
    [
      new Problem('urlInvalid', { parameter: 'VoiceUrl', value: 'nowhere' }),
      21402,
      400,
      'VoiceUrl is not a valid URL: nowhere',
    ],
    [
      new Problem('notFound', { path: '/2010-04-01/Accounts/x/Messages/SMx.json' }),
      20404,
      404,
      'The requested resource /2010-04-01/Accounts/x/Messages/SMx.json was not found',
    ],
    [new Problem('credentialsWrong'), 20003, 401, 'Authenticate'],
    [new Problem('testCredentials'), 20008, 403, 'Resource not accessible with Test Account Credentials'],
    [new Problem('methodNotAllowed'), 20004, 405, 'Method not allowed'],
    [new Problem('messageInProgress'), 20009, 409, 'Cannot delete message because delivery has not been completed.'],
    [new Problem('tooManyRequests'), 20429, 429, 'Too Many Requests'],
    [new Problem('integerInvalid', { value: '' }), 20001, 400, "invalid literal for int() with base 10: ''"],
  ] as const)('%s', ([problem, code, status, message]) => {
    expect({ code: problem.code, status: problem.status, message: problem.message }).toEqual({ code, status, message })
  })
})

test('a value stands as the client sent it, whatever it holds', () => {
  expect(new Problem('toInvalid', { To: '$& {To} {From}' }).message).toBe(
    "The 'To' number $& {To} {From} is not a valid phone number.",
  )
})

test('wrong credentials have a detail, other problems none', () => {
  expect(new Problem('credentialsWrong').detail).toBe('Your AccountSid or AuthToken was incorrect.')
  expect(new Problem('toMissing').detail).toBeUndefined()
})

test('it is an error that knows its own name in the table', () => {
  const problem = new Problem('toMissing')
  expect(problem).toBeInstanceOf(Error)
  expect(problem.name).toBe('Problem')
  expect(problem.problem).toBe('toMissing')
})

describe.for(errorEras)('in the %s era', (era) => {
  test.for(problemNames)('%s has a code, a status that refuses, and all its words', (name) => {
    const values = new Proxy({}, { get: (_, key) => `<${String(key)}>` })
    const problem: Problem = Reflect.construct(Problem, [name, values])
    const { code, status, message } = problem.toldIn(era)
    expect(code).toBeGreaterThanOrEqual(400)
    expect(status >= 400 && status < 600).toBe(true)
    expect(message).not.toMatch(/[{}~]|undefined|^$/)
  })
})

test('an error speaks in the classic words, and tells those of either era', () => {
  const problem = new Problem('fromOfOtherAccount', { From: '+14155550100', AccountSid: 'AC1' })
  const classic =
    'The From phone number +14155550100 is not a valid, SMS-capable inbound phone number or short code for your account.'
  expect(problem).toMatchObject({ code: 21606, status: 400, message: classic })
  expect(problem.toldIn('classic')).toEqual({ code: 21606, status: 400, message: classic, detail: undefined })
  expect(problem.toldIn('current')).toEqual({
    code: 21660,
    status: 400,
    message: "Mismatch between the 'From' number +14155550100 and the account AC1",
    detail: undefined,
  })
})

test.for([
  ['+14155550100', '+1415555XXXX'],
  ['401-112-0000', '401-112-XXXX'],
  ['FALSE', 'FXXXX'],
  ['123', 'XXXX'],
  ['{To} $&!!!!', '{To} $&XXXX'],
] as const)('the end of %s is hidden in the current era: %s', ([To, shown]) => {
  expect(new Problem('toInvalid', { To }).toldIn('current').message).toBe(`Invalid 'To' Phone Number: ${shown}`)
})

describe('the current era says what is recorded', () => {
  const [To, From, AccountSid] = ['+14155550100', '+14155550111', 'AC1'] as const
  test.for([
    [new Problem('toMissing'), 21604, "The destination 'To' phone number is required to send an SMS"],
    [new Problem('toShort', { To: '+918850301234' }), 21265, "'To' number cannot be a Short Code: +91885030XXXX"],
    [new Problem('toSameAsFrom', { To }), 21266, "'To' and 'From' number cannot be the same"],
    [new Problem('toNotMobile', { To }), 21614, "'To' number is not a valid mobile number: +1415555XXXX"],
    [new Problem('toLandline', { To }), 21635, "'To' number cannot be a landline"],
    [new Problem('toPremium', { To }), 21268, 'Sending to Premium rate or Information Service numbers is not allowed'],
    [
      new Problem('toRegionNotEnabled', { To }),
      21408,
      "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: +1415555XXXX",
    ],
    [new Problem('toOptedOut'), 21610, 'Attempt to send to unsubscribed recipient'],
    [
      new Problem('toUnreachable', { To, From, medium: 'SMS' }),
      21612,
      "Message cannot be sent with the current combination of 'To' (+1415555XXXX) and/or 'From' (+14155550111) parameters",
    ],
    [
      new Problem('toUnverified', { To }),
      21608,
      'The number +1415555XXXX is unverified. Trial accounts cannot send messages to unverified numbers; verify +1415555XXXX at ' +
        'twilio.com/user/account/phone-numbers/verified, or purchase a Twilio number to send messages to unverified numbers',
    ],
    [new Problem('fromMissing'), 21603, "A 'From' or 'MessagingServiceSid' parameter is required"],
    [new Problem('fromInvalid', { From: '!!' }), 21212, 'Invalid From Number (caller ID): !!'],
    [
      new Problem('fromLettersOnTrial', { From: 'ACME' }),
      21267,
      "Alphanumeric Sender ID cannot be used as the 'From' number on trial accounts",
    ],
    [
      new Problem('fromNotCapable', { From }),
      21606,
      "The 'From' phone number provided (+14155550111) is not a valid message-capable Twilio phone number for this destination",
    ],
    [
      new Problem('fromNotOwned', { From }),
      21659,
      "'From' +14155550111 is not a Twilio phone number or Short Code country mismatch",
    ],
    [
      new Problem('fromOfOtherAccount', { From, AccountSid }),
      21660,
      "Mismatch between the 'From' number +14155550111 and the account AC1",
    ],
    [new Problem('fromWithoutSms', { From }), 21661, "'From' number is not SMS-capable"],
    [new Problem('bodyMissing'), 21619, 'A text message body or media urls must be specified.'],
    [new Problem('mediaUrlInvalid', { MediaUrl: 'x' }), 21620, 'Invalid media URL(s)'],
    [new Problem('credentialsWrong'), 20003, 'Authenticate'],
    [new Problem('usernameInvalid'), 20003, 'Authentication Error - invalid username'],
    [new Problem('credentialsMissing'), 20003, 'Authentication Error - No credentials provided'],
    [
      new Problem('callToRegionNotEnabled', { To }),
      21215,
      'Account not authorized to call +14155550100. Perhaps you need to enable some international permissions: ' +
        'https://www.twilio.com/console/voice/calls/geo-permissions/low-risk',
    ],
  ] as const)('%s', ([problem, code, message]) => {
    const told = problem.toldIn('current')
    expect(told).toMatchObject({ code, message })
    expect(told.detail).toBeUndefined()
  })

  test('and of these the documents had told one from the other only in part', () => {
    const classicCode = (problem: Problem) => problem.toldIn('classic').code
    expect(
      [
        new Problem('toShort', { To }),
        new Problem('toSameAsFrom', { To }),
        new Problem('toLandline', { To }),
        new Problem('toPremium', { To }),
        new Problem('fromLettersOnTrial', { From }),
        new Problem('fromNotOwned', { From }),
        new Problem('fromOfOtherAccount', { From, AccountSid }),
        new Problem('fromWithoutSms', { From }),
        new Problem('bodyMissing'),
      ].map(classicCode),
    ).toEqual([21211, 21211, 21614, 21614, 21212, 21606, 21606, 21606, 21602])
  })
})

test('each code has its page', () => {
  expect(moreInfo(21211)).toBe('https://www.twilio.com/docs/errors/21211')
})
