import type { ProblemTable } from './table.ts'

/** Refusals of who shall get a message, and from whom. */
export const addressProblems = {
  // Who gets a message, and from whom
  toMissing: [21604, 400, "A 'To' phone number is required."],
  toInvalid: [21211, 400, "The 'To' number {To} is not a valid phone number."],
  toNotMobile: [21614, 400, 'To number: {To}, is not a mobile number'],
  toUnverified: [
    21608,
    400,
    'The number {To} is unverified. Trial accounts cannot send messages to unverified numbers; verify {To} at twilio.com/user/account/phone-numbers/verified, or purchase a Twilio number to send messages to unverified numbers',
  ],
  toRegionNotEnabled: [
    21408,
    400,
    "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {To}.",
  ],
  toOptedOut: [21610, 400, 'The message From/To pair violates a blacklist rule.'],
  toUnreachable: [
    21612,
    400,
    "The 'To' phone number: {To}, is not currently reachable using the 'From' phone number: {From} via {medium}.",
  ],
  fromMissing: [21603, 400, "A 'From' phone number is required."],
  fromInvalid: [
    21212,
    400,
    "The 'From' number {From} is not a valid phone number, shortcode, or alphanumeric sender ID.",
  ],
  fromNotOwned: [
    21606,
    400,
    'The From phone number {From} is not a valid, SMS-capable inbound phone number or short code for your account.',
  ],
  fromWithoutMms: [21621, 400, "The 'From' number has not been enabled for MMS"],
  fromQueueFull: [21611, 429, 'SMS queue is full.'],
  channelsDiffer: [21910, 400, 'Invalid From and To pair. From and To should be of the same channel'],
  channelNotFound: [63007, 400, 'Twilio could not find a Channel with the specified From address'],
  fallbackFromWithFrom: [21664, 400, "'FallbackFrom' cannot be used with a 'From' sender"],
  fallbackFromInvalid: [21665, 400, "Invalid 'FallbackFrom' sender"],
  fallbackFromWithoutService: [21666, 400, "'FallbackFrom' requires MessagingServiceSid"],
  fallbackFromWithoutRcs: [21667, 400, "'FallbackFrom' requires the Messaging Service to have an RCS Sender"],
  serviceUnknown: [21701, 404, 'The Messaging Service does not exist'],
  serviceNotAvailable: [21702, 400, 'The Messaging Service is not available to send new messages'],
  serviceWithoutSender: [21703, 400, 'The Messaging Service does not have a phone number available to send a message'],
  serviceEmpty: [21704, 400, 'The Messaging Service contains no phone numbers'],
  serviceInvalid: [21705, 400, 'The Messaging Service is invalid'],
} as const satisfies ProblemTable
