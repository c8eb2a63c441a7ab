import type { ProblemTable } from './table.ts'

/** Refusals when numbers are bought, set and moved. */
export const numberProblems = {
  // Buying numbers
  numberOrAreaCodeMissing: [400, 400, 'did or area_code is required'],
  numberTrialUnverified: [21404, 400, 'Trial accounts must verify a phone number before purchasing a Twilio number.'],
  numberTrialSecond: [
    21404,
    400,
    'Trial accounts are allowed only one Twilio number. To purchase additional numbers, please upgrade your account.',
  ],
  numberInvalid: [21421, 400, '{PhoneNumber} is not a valid number'],
  numberNotAvailable: [21422, 400, '{PhoneNumber} is not available'],
  areaCodeInvalid: [21451, 400, 'Invalid area code'],
  areaCodeEmpty: [21452, 400, 'No phone numbers found'],
  areaCodeNotSupported: [21457, 400, 'AreaCode Parameter not Supported'],
  numberTypeMismatch: [21458, 400, 'PhoneNumber Provisioning Type Mismatch'],
  addressMissing: [21631, 400, "Phone Number Requires an Address but the 'AddressSid' parameter was empty."],
  bundleMissing: [
    21649,
    400,
    'To purchase or transfer this number you must provide a bundle compliant with the rules for the country and number type. More information here: https://www.twilio.com/docs/phone-numbers/regulatory/phone-numbers-regulatory-requirements-customers',
  ],

  // Settings of numbers, and moving them
  urlInvalid: [21402, 400, '{parameter} is not a valid URL: {value}'],
  methodInvalid: [21403, 400, '{parameter} is not a valid method: {value}'],
  voiceFallbackWithoutUrl: [21405, 400, 'Cannot set VoiceFallbackUrl without setting Url'],
  smsFallbackWithoutUrl: [21406, 400, 'Cannot set SmsFallbackUrl without setting SmsUrl'],
  numberTypeWithoutSms: [21407, 400, 'This Phone Number type does not support SMS'],
  callerIdLookupNotPossible: [21409, 400, 'VoiceCallerIdLookup cannot be set for this phone number'],
  applicationNotAccessible: [21420, 400, 'ApplicationSid is not accessible'],
  transferAccountInvalid: [21470, 400, 'Invalid AccountSid'],
  transferAccountUnknown: [21471, 400, 'Account does not exist'],
  transferAccountNotActive: [21472, 400, 'Account is not active'],
  transferAccountUnrelated: [
    21473,
    400,
    'AccountSid you are transferring to is not related to the originating owner of the phone number',
  ],
  transferNotByParent: [21474, 400, 'API User must be the parent account to transfer phone numbers.'],
} as const satisfies ProblemTable
