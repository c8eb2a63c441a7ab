import type { ProblemTable } from './table.ts'

/** What the current era tells apart was one to the documents. */
const toRefused = [21211, 400, "The 'To' number {To} is not a valid phone number."] as const
const toWithoutSms = [21614, 400, 'To number: {To}, is not a mobile number'] as const
const toNotReachable = [
  21612,
  400,
  "The 'To' phone number: {To}, is not currently reachable using the 'From' phone number: {From} via {medium}.",
] as const
const fromInvalid = [
  21212,
  400,
  "The 'From' number {From} is not a valid phone number, shortcode, or alphanumeric sender ID.",
] as const
const fromRefused = [
  21606,
  400,
  'The From phone number {From} is not a valid, SMS-capable inbound phone number or short code for your account.',
] as const
const fromElsewhere = [21659, 400, "'From' {From} is not a Twilio phone number or Short Code country mismatch"] as const

/** Refusals of who shall get a message, and from whom. */
export const addressProblems = {
  // Who gets a message, and from whom
  toMissing: {
    classic: [21604, 400, "A 'To' phone number is required."],
    current: [21604, 400, "The destination 'To' phone number is required to send an SMS"],
  },
  toInvalid: {
    classic: toRefused,
    current: [21211, 400, "Invalid 'To' Phone Number: {To~}"],
  },
  toShort: {
    classic: toRefused,
    current: [21265, 400, "'To' number cannot be a Short Code: {To~}"],
  },
  toSameAsFrom: {
    classic: toRefused,
    current: [21266, 400, "'To' and 'From' number cannot be the same"],
  },
  toNotMobile: {
    classic: toWithoutSms,
    current: [21614, 400, "'To' number is not a valid mobile number: {To~}"],
  },
  toLandline: {
    classic: toWithoutSms,
    current: [21635, 400, "'To' number cannot be a landline"],
  },
  toPremium: {
    classic: toWithoutSms,
    current: [21268, 400, 'Sending to Premium rate or Information Service numbers is not allowed'],
  },
  toUnverified: {
    classic: [
      21608,
      400,
      'The number {To} is unverified. Trial accounts cannot send messages to unverified numbers; verify {To} at twilio.com/user/account/phone-numbers/verified, or purchase a Twilio number to send messages to unverified numbers',
    ],
    current: [
      21608,
      400,
      'The number {To~} is unverified. Trial accounts cannot send messages to unverified numbers; verify {To~} at twilio.com/user/account/phone-numbers/verified, or purchase a Twilio number to send messages to unverified numbers',
    ],
  },
  toRegionNotEnabled: {
    classic: [
      21408,
      400,
      "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {To}.",
    ],
    current: [
      21408,
      400,
      "Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {To~}",
    ],
  },
  toOptedOut: {
    classic: [21610, 400, 'The message From/To pair violates a blacklist rule.'],
    current: [21610, 400, 'Attempt to send to unsubscribed recipient'],
  },
  toUnreachable: {
    classic: toNotReachable,
    current: [
      21612,
      400,
      "Message cannot be sent with the current combination of 'To' ({To~}) and/or 'From' ({From}) parameters",
    ],
  },
  fromMissing: {
    classic: [21603, 400, "A 'From' phone number is required."],
    current: [21603, 400, "A 'From' or 'MessagingServiceSid' parameter is required"],
  },
  fromInvalid: {
    classic: fromInvalid,
    current: [21212, 400, 'Invalid From Number (caller ID): {From}'],
  },
  fromLettersOnTrial: {
    classic: fromInvalid,
    current: [21267, 400, "Alphanumeric Sender ID cannot be used as the 'From' number on trial accounts"],
  },
  // What test credentials may not send from.
  fromNotCapable: {
    classic: fromRefused,
    current: [
      21606,
      400,
      "The 'From' phone number provided ({From}) is not a valid message-capable Twilio phone number for this destination",
    ],
  },
  fromNotOwned: {
    classic: fromRefused,
    current: fromElsewhere,
  },
  shortCodeElsewhere: {
    classic: toNotReachable,
    current: fromElsewhere,
  },
  fromOfOtherAccount: {
    classic: fromRefused,
    current: [21660, 400, "Mismatch between the 'From' number {From} and the account {AccountSid}"],
  },
  fromWithoutSms: {
    classic: fromRefused,
    current: [21661, 400, "'From' number is not SMS-capable"],
  },
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
