import { isTollFree } from './phone-number.ts'
import { kindOfSender } from './sender.ts'

/** How many segments a second networks take of a sender, by its kind. */
export function rateOfSender(from: string): number {
  const sender = kindOfSender(from)
  if (sender.kind === 'short-code') return 100
  if (sender.kind === 'channel') return 80
  if (sender.kind !== 'number') return 10
  if (isTollFree(sender.value)) return 3
  return sender.value.startsWith('+1') ? 1 : 10
}
