import type { ProblemTable } from './table.ts'

/** Refusals around calls, their recordings, and the numbers that calls come from. */
export const callProblems = {
  // Who is called, and from where
  callToMissing: [21201, 400, "No 'To' number is specified"],
  callToNotValid: [13223, 400, 'The phone number you are attempting to call, {To}, is not valid.'],
  /** The same sentence as test credentials are told it. */
  callToInvalid: [21217, 400, 'The phone number you are attempting to call, {To}, is not valid.'],
  callToUnreachable: [21214, 400, "'To' phone number cannot be reached"],
  callToSip: [21226, 400, 'SIP calling not enabled for this account'],
  callToRegionNotEnabled: {
    classic: [
      21215,
      400,
      'Account not authorized to call {To}. Perhaps you need to enable some international permissions: https://www.twilio.com/user/account/international',
    ],
    current: [
      21215,
      400,
      'Account not authorized to call {To}. Perhaps you need to enable some international permissions: https://www.twilio.com/console/voice/calls/geo-permissions/low-risk',
    ],
  },
  callToBlocked: [21216, 400, 'Account not allowed to call {To}'],
  callToUnverified: [
    21219,
    400,
    'The number {To} is unverified. Trial accounts may only make calls to verified numbers.',
  ],
  callFromMissing: [21213, 400, "No 'From' number is specified"],
  callFromInvalid: [21212, 400, 'From is not a valid phone number: {From}'],
  callFromNotVerified: [
    21210,
    400,
    "The source phone number provided, {From}, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.",
  ],

  // What happens in a call
  callUrlMissing: [21205, 400, 'Url parameter is required.'],
  callUrlInvalid: [21205, 400, '{parameter} is not a valid URL: {value}'],
  callMethodInvalid: [21209, 400, 'Invalid Method'],
  sendDigitsInvalid: [21206, 400, 'Invalid SendDigits'],
  timeoutInvalid: [21208, 400, 'Invalid Timeout'],
  callApplicationInvalid: [21218, 400, 'Invalid ApplicationSid'],
  machineDetectionInvalid: [21263, 400, 'Invalid Answering Machine Detection Parameters'],
  callEventInvalid: [21626, 400, "Invalid 'StatusCallbackEvent'"],

  // What becomes of it
  callsNotAvailable: [20010, 403, 'Action disabled for account: calls need a voice carrier, and this server has none'],
  callNotInProgress: [21220, 400, 'Call is not in-progress. Cannot redirect.'],
  callNotRecordable: [21220, 400, 'Requested resource is not eligible for recording'],
  callNotEnded: [20009, 409, 'Cannot delete call because it has not been completed.'],

  // Numbers that calls come from
  callerIdInvalid: [21401, 400, 'Invalid Phone Number'],
  callerIdKnown: [21450, 400, 'Phone number already validated on your account'],
  callDelayInvalid: [21454, 400, 'Invalid CallDelay'],
} as const satisfies ProblemTable
