import { usageDeeds } from '../accounts/usage-deeds.ts'
import { mediaAddress, mediaPath } from '../api/resources/media.ts'
import type { Settings } from '../config.ts'
import type { Carrier } from '../domain/carrier.ts'
import type { Clock } from '../domain/clock.ts'
import type { Deeds } from '../domain/job.ts'
import type { Ledger } from '../domain/ledger.ts'
import type { VoiceCarrier } from '../domain/voice-carrier.ts'
import { messagingDeeds } from '../messaging/deeds.ts'
import type { EnforcingRetention } from '../messaging/enforce-retention.ts'
import type { ReceivingMessages } from '../messaging/inbound/receive-whole.ts'
import type { SendingRules } from '../messaging/sending-rules.ts'
import type { Carrying } from '../voice/carrying.ts'
import { voiceDeeds } from '../voice/deeds.ts'
import type { WebhookCaller } from '../webhooks/call-webhook.ts'

/** What deeds are given to work on. */
export interface Wiring {
  has: { ledger: Ledger; clock: Clock; nudge(deed?: string): void }
  settings: Settings
  /** Under which address applications and carriers find the server. */
  url: string
  carrier: Carrier
  voiceCarrier: VoiceCarrier | null
  rules: SendingRules
  webhooks: WebhookCaller
  receiving: ReceivingMessages
  retaining: EnforcingRetention
  carrying: Carrying
}

/** How many webhooks one process calls at once: many, so that applications that never answer do not hold up the others. */
const webhooksAtOnce = 1000

const day = 86_400_000

/** Hands each room's deeds what they need. Those of carriers come from the carriers. */
export function wireDeeds(wiring: Wiring): Deeds {
  const { has, settings, url, carrier, voiceCarrier, rules, webhooks, receiving, retaining, carrying } = wiring
  const call: WebhookCaller['call'] = (asked, signal) => webhooks.call(asked, signal)
  const telling = { ...has, call, concurrency: webhooksAtOnce, publicUrl: url }
  return {
    ...messagingDeeds({
      receiving,
      answering: { ...telling, rules, carrier: carrier.name, mediaUrl: (media) => url + mediaAddress(media) },
      choosing: { ...has, rules },
      delivering: {
        ...has,
        carrierOf: (name) => (name === carrier.name ? carrier : undefined),
        async mediaLink(media) {
          const account = await has.ledger.accounts.find(media.accountSid)
          return account ? url + mediaPath(media, account, settings.mediaAuth === 'on') : url
        },
        inDoubtWait: settings.inDoubtWait,
      },
      fetching: { ...has, fetchFile: webhooks.fetchFile },
      reporting: telling,
      pruning: { ...has, retention: retentionOf(settings) },
      retaining,
    }),
    ...voiceDeeds({
      placing: { ...has, carrierOf: (name) => (name === voiceCarrier?.name ? voiceCarrier : undefined) },
      ending: has,
      running: { ...has, ...carrying, telling, fetchFile: webhooks.fetchFile },
      telling,
    }),
    ...usageDeeds({ ...has, call }),
  }
}

const retentionOf = ({ eventRetention, webhookRetention, bodyRetention, addressRetention }: Settings) => ({
  events: eventRetention,
  // What was told applications holds texts and numbers, too.
  webhookAttempts: Math.min(webhookRetention, bodyRetention ?? Infinity, addressRetention ?? Infinity),
  handedParts: 7 * day,
})
