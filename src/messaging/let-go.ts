import type { Instant } from '../domain/clock.ts'
import { isInProgress, type Message } from '../domain/message.ts'
import { obfuscated, redactedText } from '../domain/retention.ts'
import type { Operation } from '../domain/write.ts'
import { newEvent } from './message-event.ts'
import { newJob } from './new-job.ts'

/** What changes of a message, and what its timeline says of that: made when it is their turn among the events. */
interface LetGo {
  values: Partial<Message>
  events(): Operation[]
}

const nothing: LetGo = { values: {}, events: () => [] }

/**
 * What a message lets go of because its sender asked for that: the text (ContentRetention) as soon as it is sent or will not be, the
 * recipient's number (AddressRetention) when nothing more is to come. Belongs into the write that keeps the message's new status.
 */
export function letGo(message: Message, at: Instant, isLast: boolean): LetGo {
  const { contentRetention, addressRetention } = message.options
  const text = contentRetention === 'discard' && message.body !== '' && !isInProgress(message.status)
  const address = addressRetention === 'obfuscate' && isLast ? obfuscation(message, at) : nothing
  if (!text) return address
  return {
    values: { ...redactedText(message), ...address.values },
    events: () => [newEvent(message, at, 'redacted', { by: 'ContentRetention' }), ...address.events()],
  }
}

/** Hides the recipient's number, as AddressRetention asks. */
export function obfuscation(message: Message, at: Instant): LetGo {
  const to = obfuscated(message.to)
  if (to === message.to) return nothing
  return { values: { to }, events: () => [newEvent(message, at, 'obfuscated', { by: 'AddressRetention' })] }
}

/** Receipts are waited for this long: no carrier knows of a message for longer. */
const longestWait = 3 * 86_400_000

/** Adds the job that hides the number of a message whose receipt never comes. */
export function obfuscationJobOf({ sid: messageSid, accountSid, options }: Message, at: Instant): Operation[] {
  if (options.addressRetention !== 'obfuscate') return []
  return [newJob('obfuscate-address', { accountSid, messageSid, due: at + longestWait, data: {} })]
}
