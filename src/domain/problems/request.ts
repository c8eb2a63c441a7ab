import type { ProblemTable } from './table.ts'

const notLetIn = [20003, 401, 'Authenticate', 'Your AccountSid or AuthToken was incorrect.'] as const

/** Refusals of a request as such: of who asks, for what, and in which form. */
export const requestProblems = {
  // Who asks, and for what
  credentialsWrong: { classic: notLetIn, current: [20003, 401, 'Authenticate'] },
  usernameInvalid: { classic: notLetIn, current: [20003, 401, 'Authentication Error - invalid username'] },
  credentialsMissing: { classic: notLetIn, current: [20003, 401, 'Authentication Error - No credentials provided'] },
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
  idempotencyKeyInvalid: [20001, 400, 'Invalid Idempotency-Key: it must have 1 to 255 characters'],
  idempotencyKeyReused: [20409, 409, 'This Idempotency-Key was used for a request that said something else'],
  idempotentAnswerUnknown: [
    20409,
    409,
    'The first request with this Idempotency-Key was carried out, but its answer is not known any more',
  ],
  tooManyRequests: [20429, 429, 'Too Many Requests'],
  internal: [20500, 500, 'Internal Server Error'],
  unavailable: [20503, 503, 'Service unavailable'],

  // Lists. The SDKs that count pages read 20006 as the end.
  pageOutOfRange: [20006, 400, 'Requested page is out of range'],
  pageSizeTooLarge: [20007, 400, 'Page size too large'],
  pageTokenInvalid: [21481, 400, 'Invalid PageToken'],
} as const satisfies ProblemTable
