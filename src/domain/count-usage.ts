import type { Instant } from './clock.ts'
import type { Message } from './message.ts'
import type { CountedCategory } from './usage-category.ts'
import { dateOf, dayOf } from './usage-period.ts'
import type { Usage } from './usage.ts'
import { count, type Operation } from './write.ts'

/**
 * Counts something that was used, in the write that keeps it. One counter tells all three numbers: its name says how much was used at which
 * price, its value how often.
 */
export const countUsage = (
  accountSid: string,
  category: CountedCategory,
  at: Instant,
  { usage = 1, price = 0 }: Partial<Usage> = {},
): Operation => count(accountSid, `usage:${dateOf(dayOf(at))}:${category}:${usage}:${price}`, 1)

/** Counts a message that was billed. */
export const countMessage = (message: Message, at: Instant): Operation =>
  countUsage(message.accountSid, categoryOf(message), at, {
    usage: message.numSegments,
    price: -(message.price ?? 0),
  })

/** By the sender or, of a message that came in, by the number that it reached. */
function categoryOf({ sid, direction, to, from }: Message): CountedCategory {
  const way = direction === 'inbound' ? 'inbound' : 'outbound'
  const own = (way === 'inbound' ? to : from) ?? ''
  if (own.includes(':')) return own.startsWith('whatsapp:') ? `channels-whatsapp-${way}` : `channels-messaging-${way}`
  const kind = sid.startsWith('MM') ? 'mms' : 'sms'
  if (own.startsWith('+')) return `${kind}-${way}-longcode`
  // A name is neither.
  return /^\d+$/.test(own) ? `${kind}-${way}-shortcode` : `${kind}-${way}`
}
