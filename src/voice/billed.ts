import type { Call } from '../domain/call.ts'
import { minutesOf, priceOfCall, priceOfInboundCall } from '../domain/call-price.ts'
import type { Instant } from '../domain/clock.ts'
import { countUsage } from '../domain/count-usage.ts'
import { countryOf, numberTypeOf } from '../domain/phone-number.ts'
import type { Operation } from '../domain/write.ts'

/** How long an answered call was, and what it costs. */
export function billed({ callerIdCheck, to, direction }: Call, answeredAt: Instant, at: Instant): Partial<Call> {
  const duration = Math.max(Math.round((at - answeredAt) / 1000), 0)
  const price =
    direction === 'inbound' ? priceOfInboundCall(numberTypeOf(to), duration) : priceOfCall(countryOf(to), duration)
  // What the platform calls for itself is free.
  return { endTime: at, duration, price: callerIdCheck ? null : price }
}

/** Counts what was billed. */
export function usageOf({ accountSid, direction, to, duration, price }: Call, at: Instant): Operation[] {
  if (price === null || duration === null) return []
  const category =
    direction === 'inbound' ? (`calls-inbound-${numberTypeOf(to) ?? 'local'}` as const) : 'calls-outbound'
  return [countUsage(accountSid, category, at, { usage: minutesOf(duration), price: -price })]
}
