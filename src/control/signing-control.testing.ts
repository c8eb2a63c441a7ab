import webhookFunctions from 'twilio/lib/webhooks/webhooks.js'
import type { Account } from '../domain/account.ts'
import type { WebhookAttempt } from '../domain/webhook.ts'
import { add, outcome } from '../domain/write.ts'
import { anAccount, anAttempt } from '../store/records.testing.ts'
import { everyAddress } from '../webhooks/address-rules.ts'
import { type WebhookCaller, webhookCaller } from '../webhooks/call-webhook.ts'
import { certificateFor } from '../webhooks/certificate.testing.ts'
import { formOf, usual } from '../webhooks/mistaken-receivers.testing.ts'
import { type RunningControl, now, runningControl } from './running-control.testing.ts'

const { getExpectedTwilioSignature } = webhookFunctions

export const authToken = '0123456789abcdef0123456789abcdef'
/** For applications with TLS at `app.example`, which is this machine. */
export const certificate = certificateFor('app.example')

export interface SigningControl extends AsyncDisposable {
  control: RunningControl
  webhooks: WebhookCaller
  account: Account
  /** Keeps a request that was signed rightly, and refused. */
  attempted(url: string, values?: Partial<WebhookAttempt>): Promise<WebhookAttempt>
}

/** The control API with an account that signs. */
export async function signingControl(): Promise<SigningControl> {
  const webhooks = webhookCaller({
    addresses: everyAddress,
    clockNow: () => now,
    trusted: [certificate.cert],
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  const control = await runningControl({ webhooks })
  const account = anAccount({ authToken })
  await control.store.keep(outcome([add('account', account)]))
  return {
    control,
    webhooks,
    account,
    async attempted(url, values = {}) {
      const parameters = values.parameters ?? usual
      const signed = values.method === 'GET' ? [] : parameters
      const attempt = anAttempt({
        accountSid: account.sid,
        url,
        parameters,
        requestHeaders: { 'X-Twilio-Signature': getExpectedTwilioSignature(authToken, url, formOf(signed)) },
        responseStatus: 403,
        ...values,
      })
      await control.store.keep(outcome([add('webhookAttempt', attempt)]))
      return attempt
    },
    async [Symbol.asyncDispose]() {
      await control.close()
      await webhooks.close()
    },
  }
}
