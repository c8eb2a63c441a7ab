import { type Faulty, faultyCarrier } from '../carriers/faulty-carrier.ts'
import { faultyVoiceCarrier } from '../carriers/faulty-voice-carrier.ts'
import type { Carrier } from '../domain/carrier.ts'
import type { Deeds } from '../domain/job.ts'
import type { VoiceCarrier } from '../domain/voice-carrier.ts'
import type { WebhookCaller } from '../webhooks/call-webhook.ts'
import { faultyWebhooks } from '../webhooks/faulty-webhooks.ts'

/** How the server reaches the outside world, and the deeds of those who do. */
export interface Doors {
  carrier: Carrier
  voiceCarrier: VoiceCarrier | null
  webhooks: WebhookCaller
  deeds: Deeds
}

/** The same with whatever is set to go wrong there. */
export function withFaults({ carrier, voiceCarrier, webhooks, deeds }: Doors, has: Faulty): Doors {
  const messages = faultyCarrier(carrier, has)
  const calls = voiceCarrier && faultyVoiceCarrier(voiceCarrier, has)
  return {
    carrier: messages.carrier,
    voiceCarrier: calls?.carrier ?? null,
    webhooks: faultyWebhooks(webhooks, has.faults),
    deeds: { ...deeds, ...messages.deeds, ...calls?.deeds },
  }
}
