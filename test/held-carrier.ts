import type { Carrier, CarrierEvents, Handover } from '../src/domain/carrier.ts'

/** A carrier that delivers every message at once, but puts off for a day those that say `hold`. */
export function heldCarrier(): Carrier {
  let events: CarrierEvents | null = null
  return {
    name: 'held',
    inDoubt: 'park',
    async start(given) {
      events = given
    },
    async submit(submissions) {
      const taken = submissions.filter(({ body }) => body !== 'hold')
      await events?.receipts(
        taken.map(({ messageSid }) => ({
          carrier: 'held',
          carrierId: messageSid,
          status: 'delivered',
          code: null,
          at: Date.now(),
        })),
      )
      return submissions.map(({ messageSid, body }): Handover =>
        body === 'hold'
          ? { outcome: 'deferred', retryAfter: 86_400_000, reason: 'held' }
          : { outcome: 'accepted', carrierIds: [messageSid], receipts: 'expected' },
      )
    },
    async stop() {},
  }
}
