import { TrunklineError, messageOf } from './kit-error.ts'
import { settle } from './webhooks.ts'
import { Refused, controlPrefix } from './wire.ts'
import type { RefusedRequest, WebhookSummary } from './wire-shapes.ts'
import { listed, quoted, requestWords, webhookWords } from './words.ts'
import type { World } from './world.ts'

/** What does not fail a test. */
export interface Tolerated {
  /** Requests to what the server has not. */
  notImplemented?: boolean
  /** Webhooks that were answered with an error, or not at all. */
  failedWebhooks?: boolean
  /** That something due is still under way. */
  unsettled?: boolean
}

/** Throws one error with everything that a test would not have noticed: what is not implemented, webhooks that failed, what the application threw. */
export async function verify(
  sid: string,
  tolerated: Tolerated,
  thrown: readonly unknown[],
  world: World,
): Promise<void> {
  const { wire } = world
  // What is still on its way may fail, too.
  const unsettled = await settle(world, sid).then(
    () => null,
    (error: unknown) => (error instanceof Refused ? null : messageOf(error)),
  )
  const [{ requests }, { webhooks }] = await Promise.all([
    wire.ask<{ requests: readonly RefusedRequest[] }>('GET', `/requests?account=${sid}&notImplemented=true&limit=20`),
    wire.ask<{ webhooks: readonly WebhookSummary[] }>('GET', `/webhooks?account=${sid}&failed=true&limit=20`),
  ])
  const failed = tolerated.failedWebhooks ? [] : webhooks.filter(({ kind }) => kind !== 'replay')
  const faults = [
    ...(tolerated.notImplemented
      ? []
      : listed(
          'Requests to what Trunkline does not have ({ notImplemented: true } lets them pass):',
          requests.map(requestWords),
        )),
    ...listed('Webhooks that failed ({ failedWebhooks: true } lets them pass):', failed.map(webhookWords)),
    ...(failed.some(({ responseStatus, error }) => responseStatus === null && /refused|reset/i.test(error ?? ''))
      ? [
          '  An application that is closed before its last callbacks came: `await account.webhooks.drain()` waits for them.',
        ]
      : []),
    ...(failed.length > 0
      ? listed(
          'The application threw:',
          thrown.map((error) => quoted(messageOf(error), 200)),
        )
      : []),
    ...(unsettled === null || tolerated.unsettled ? [] : [unsettled]),
  ]
  if (faults.length === 0) return
  throw new TrunklineError(
    [
      'The test passed, and yet something went wrong behind it.',
      ...faults,
      `Look: ${wire.url}${controlPrefix}/webhooks?account=${sid}&failed=true`,
    ].join('\n'),
  )
}
