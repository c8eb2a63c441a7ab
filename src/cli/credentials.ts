import type { ControlClient } from './control-client.ts'
import type { Variables } from './environment-format.ts'

/** What a development server tells of its first account. */
export interface Credentials {
  accountSid: string
  authToken: string
  testAccountSid: string | null
  testAuthToken: string | null
  phoneNumbers: readonly string[]
}

export const askCredentials = (client: ControlClient): Promise<Credentials> => client.ask('GET', '/credentials')

/** The variables by which programs find an account, and where the server is. */
export function variablesOf(url: string, credentials: Credentials): Variables {
  const { accountSid, authToken, testAccountSid, testAuthToken, phoneNumbers } = credentials
  return {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    ...(phoneNumbers[0] !== undefined && { TWILIO_PHONE_NUMBER: phoneNumbers[0] }),
    ...(testAccountSid !== null && { TWILIO_TEST_ACCOUNT_SID: testAccountSid }),
    ...(testAuthToken !== null && { TWILIO_TEST_AUTH_TOKEN: testAuthToken }),
    TRUNKLINE_URL: url,
  }
}
