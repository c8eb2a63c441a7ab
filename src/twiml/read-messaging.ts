import { messagingRules } from './messaging-rules.ts'
import { readMessage } from './read-message.ts'
import { readRedirect } from './read-redirect.ts'
import { readResponse } from './read-response.ts'
import type { MessagingVerb, TwimlReading } from './twiml.ts'

/** Reads the answer to a message. What depends on whose numbers these are is not judged here. */
export const readMessagingTwiml = (text: string): TwimlReading<MessagingVerb> =>
  readResponse<MessagingVerb>(text, messagingRules, ({ element }, faults) =>
    element.name === 'Redirect'
      ? readRedirect(element, messagingRules.children.Redirect, faults)
      : readMessage(element, faults),
  )
