import type { SendingRules } from './sending-rules.ts'

/** The rules of a development server whose senders have no rate. */
export const freeRules: SendingRules = {
  openSenders: new Set(['names', 'whatsapp'] as const),
  countries: { sms: ['all'], voice: ['all'] },
  queues: { isFull: () => Promise.resolve(false), add() {} },
}
