/**
 * Every refusal a client can meet: its public code, its HTTP status, its words, and for a 401 its detail. The words are one literal,
 * however long: the compiler reads from it which values they need.
 */
const problems = {
  // Who asks, and for what
  credentialsWrong: [20003, 401, 'Authenticate', 'Your AccountSid or AuthToken was incorrect.'],
  usernameUnknown: [20003, 401, 'Authentication Error - invalid username'],
  credentialsMissing: [20003, 401, 'Authentication Error - No credentials provided'],
  accountNotActive: [20005, 401, 'Account not active'],
  accessDenied: [20006, 403, 'Access Denied'],
  testCredentials: [20008, 403, 'Resource not accessible with Test Account Credentials'],
  actionDisabled: [20010, 403, 'Action disabled for account'],
  notFound: [20404, 404, 'The requested resource {path} was not found'],
  methodNotAllowed: [20004, 405, 'Method not allowed'],

  // The request as such
  badRequest: [20001, 400, 'Bad request'],
  parameterMissing: [20001, 400, 'Missing required parameter {parameter} in the post body'],
  parameterInvalid: [20001, 400, 'Invalid value for {parameter}'],
  integerInvalid: [20001, 400, "invalid literal for int() with base 10: '{value}'"],
  dateInvalid: [20001, 400, 'Invalid date value.'],
  parameterTooLong: [21658, 400, 'Parameter exceeded character limit'],
  bodyUnreadable: [400, 400, 'The request body could not be read: {reason}'],
  bodyTooLarge: [20413, 413, 'Request Entity Too Large'],
  mediaTypeUnsupported: [
    415,
    415,
    'The content type {contentType} is not supported: send application/x-www-form-urlencoded',
  ],
  conflict: [20409, 409, 'Conflict'],
  tooManyRequests: [20429, 429, 'Too Many Requests'],
  internal: [20500, 500, 'Internal Server Error'],
  unavailable: [20503, 503, 'Service unavailable'],

  // Lists. The SDKs that count pages read 20006 as the end.
  pageOutOfRange: [20006, 400, 'Requested page is out of range'],
  pageSizeTooLarge: [20007, 400, 'Page size too large'],
  pageTokenInvalid: [21481, 400, 'Invalid PageToken'],

  // Accounts
  friendlyNameInvalid: [20002, 400, 'Invalid FriendlyName'],
  accountStatusInvalid: [21475, 400, 'Unable to update Status, invalid Status.'],
  parentSuspended: [21476, 400, 'Unable to update Status for subaccount, parent account is suspended.'],
  parentStatusFixed: [21477, 400, 'Unable to update Status for parent accounts'],
  subaccountSuspended: [21478, 400, 'Unable to update Status for subaccount, subaccount has been suspended by Twilio'],
  subaccountClosed: [21479, 400, 'Unable to update Status for subaccount, subaccount has been closed.'],
  tooManySubaccounts: [21480, 400, 'Reached maximum number of subaccounts'],

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

  // What a message says
  bodyMissing: [21602, 400, 'Message body is required.'],
  bodyOrMediaMissing: [21619, 400, 'A text message body or media urls must be specified.'],
  bodyOver160: [21605, 400, 'Maximum body length is 160 characters (old API endpoint)'],
  bodyOver1600: [21617, 400, 'The concatenated message body exceeds the 1600 character limit.'],
  mediaUrlInvalid: [21620, 400, 'Media urls: {MediaUrl} are invalid. Please use only valid http and https urls'],
  tooManyMedia: [21623, 400, 'Number of media files exceeds allowed limit'],
  contentSidMissing: [21654, 400, 'ContentSid Required'],
  contentSidInvalid: [21655, 400, 'The ContentSid is Invalid'],
  contentVariablesInvalid: [21656, 400, 'The Content Variables parameter is invalid.'],

  // How it is sent
  statusCallbackInvalid: [21609, 400, 'The StatusCallback URL {StatusCallback} is not a valid URL.'],
  validityPeriodInvalid: [21624, 400, 'Invalid validity period value'],
  maxPriceInvalid: [21627, 400, 'Max Price must be a valid float'],
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
} as const satisfies Record<string, readonly [code: number, status: number, words: string, detail?: string]>

type Problems = typeof problems
export type ProblemName = keyof Problems

/** The names of all problems. */
export const problemNames = Object.keys(problems) as readonly ProblemName[]

type Placeholder<Words> = Words extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never
type Values<Name extends ProblemName> = [Placeholder<Problems[Name][2]>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<Problems[Name][2]>, string | number>>]

/** What a client did wrong, or met: made from its name and the values that its words mention. */
export class Problem<Name extends ProblemName = ProblemName> extends Error {
  override name = 'Problem'
  readonly problem: ProblemName
  readonly code: number
  readonly status: number
  /** A second sentence that some answers carry. */
  readonly detail: string | undefined

  constructor(problem: Name, ...[values]: Values<Name>) {
    const [code, status, words, detail]: readonly [number, number, string, string?] = problems[problem]
    super(values ? fillIn(words, values) : words)
    this.problem = problem
    this.code = code
    this.status = status
    this.detail = detail
  }
}

/** The page that explains a code. */
export const moreInfo = (code: number): string => `https://www.twilio.com/docs/errors/${code}`

function fillIn(words: string, values: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
}
