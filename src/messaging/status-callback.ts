import type { Ledger } from '../domain/ledger.ts'
import { Problem } from '../domain/problem.ts'
import type { SendRequest } from './check-request.ts'

/** Where the steps of a message are told: where it says, else where the application that it names says. */
export async function statusCallbackOf(
  { account, statusCallback, options: { applicationSid } }: SendRequest,
  { applications }: Pick<Ledger, 'applications'>,
): Promise<string | undefined> {
  if (!applicationSid) return statusCallback
  const application = await applications.find(account.sid, applicationSid)
  if (!application) throw new Problem('applicationNotAccessible')
  const { messageStatusCallback, smsStatusCallback } = application.settings
  return statusCallback || messageStatusCallback || smsStatusCallback || undefined
}
