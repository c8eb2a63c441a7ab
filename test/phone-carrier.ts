import type { Carrier, CarrierEvents, InboundMessage } from '../src/domain/carrier.ts'
import { heldCarrier } from './held-carrier.ts'

type Written = Pick<InboundMessage, 'from' | 'to' | 'body'> & Partial<InboundMessage>

/** A carrier that delivers every message at once, and hands in what phones write. */
export function phoneCarrier(): Carrier & { write(message: Written): Promise<void> } {
  const held = heldCarrier()
  let events: CarrierEvents | null = null
  let written = 0
  return {
    ...held,
    async start(given) {
      events = given
      await held.start(given)
    },
    async write(message) {
      if (!events) throw new Error('The carrier was not started.')
      await events.inbound({ carrier: held.name, id: `written-${++written}`, media: [], ...message })
    },
  }
}
