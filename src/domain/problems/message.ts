import type { ProblemTable } from './table.ts'

/** Refusals of what a message says, how it is sent, and what becomes of it. */
export const messageProblems = {
  // What a message says
  bodyMissing: {
    classic: [21602, 400, 'Message body is required.'],
    current: [21619, 400, 'A text message body or media urls must be specified.'],
  },
  bodyOver160: [21605, 400, 'Maximum body length is 160 characters (old API endpoint)'],
  bodyOver1600: [21617, 400, 'The concatenated message body exceeds the 1600 character limit.'],
  mediaUrlInvalid: {
    classic: [21620, 400, 'Media urls: {MediaUrl} are invalid. Please use only valid http and https urls'],
    current: [21620, 400, 'Invalid media URL(s)'],
  },
  tooManyMedia: [21623, 400, 'Number of media files exceeds allowed limit'],
  contentSidMissing: [21654, 400, 'ContentSid Required'],
  contentSidInvalid: [21655, 400, 'The ContentSid is Invalid'],
  contentVariablesInvalid: [21656, 400, 'The Content Variables parameter is invalid.'],

  // How it is sent
  statusCallbackInvalid: [21609, 400, 'The StatusCallback URL {StatusCallback} is not a valid URL.'],
  validityPeriodInvalid: [21624, 400, 'Invalid validity period value'],
  maxPriceInvalid: [21627, 400, 'Max Price must be a valid float'],
  actionUnsupported: [63030, 400, 'Unsupported parameter for type of channels message'],
  contentRetentionInvalid: [30029, 400, 'Invalid ContentRetention'],
  addressRetentionInvalid: [30030, 400, 'Invalid AddressRetention'],
  sendAtMissing: [35111, 400, "SendAt cannot be empty for ScheduleType 'fixed'"],
  sendAtOutOfRange: [
    35114,
    400,
    'SendAt time must be between 900 seconds and {days} days ({seconds} seconds) in the future',
  ],
  scheduleWithoutService: [35118, 400, 'MessagingServiceSid is required to schedule a message'],
  tooManyScheduled: [35125, 400, 'Maximum limit reached in the account for scheduling messages'],
  scheduleTypeInvalid: [35126, 400, 'The ScheduleType value provided is not supported for this channel'],

  // What becomes of it
  messageInProgress: [20009, 409, 'Cannot delete message because delivery has not been completed.'],
  messageNotCancelable: [30409, 400, 'This message cannot be canceled'],
} as const satisfies ProblemTable
