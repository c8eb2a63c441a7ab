import type { ProblemTable } from './table.ts'

/** Refusals around messaging services and the senders in their pools. */
export const serviceProblems = {
  alphaSenderMissing: [21708, 400, 'Alpha Sender ID Missing from the request'],
  alphaSenderInvalid: [21709, 400, 'Alpha Sender ID is Invalid or Not Authorized for this Messaging Service'],
  senderInService: [21710, 409, 'Phone Number or Short Code is already in the Messaging Service.'],
  senderNotInService: [
    21711,
    400,
    'Phone Number, Shortcode, or AlphaSender is not associated to the specified Messaging Service.',
  ],
  senderInOtherService: [21712, 409, 'Phone Number or Short Code is associated with another Messaging Service.'],
  usecaseInvalid: [21713, 400, 'Messaging Service Use Case is Invalid'],
  poolFull: [21714, 412, 'Number Pool size limit reached'],
  senderNotCapable: [21715, 400, 'Phone Number Does Not Have Correct Messaging Service Capabilities'],
} as const satisfies ProblemTable
