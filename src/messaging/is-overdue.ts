import type { Instant } from '../domain/clock.ts'
import type { Message } from '../domain/message.ts'

/** How long a message may wait when its sender did not say, in seconds: what a sender's queue holds at its rate. */
const defaultValidity = 14_400

/** Whether a message waited longer to be sent than it may. */
export const isOverdue = ({ options, dateCreated }: Message, at: Instant): boolean =>
  at - (options.sendAt ?? dateCreated) > (options.validityPeriod ?? defaultValidity) * 1000
