import type { ProblemTable } from './table.ts'

/** Refusals around accounts and what they own. */
export const accountProblems = {
  // Accounts
  friendlyNameInvalid: [20002, 400, 'Invalid FriendlyName'],
  accountStatusInvalid: [21475, 400, 'Unable to update Status, invalid Status.'],
  parentSuspended: [21476, 400, 'Unable to update Status for subaccount, parent account is suspended.'],
  parentStatusFixed: [21477, 400, 'Unable to update Status for parent accounts'],
  subaccountSuspended: [21478, 400, 'Unable to update Status for subaccount, subaccount has been suspended by Twilio'],
  subaccountClosed: [21479, 400, 'Unable to update Status for subaccount, subaccount has been closed.'],
  tooManyApplications: [21301, 400, 'Cannot create application: application limit exceeded'],
  tooManySubaccounts: [21480, 400, 'Reached maximum number of subaccounts'],
} as const satisfies ProblemTable
