import { address, method, text } from './kind.ts'
import { attribute, type ElementRule } from './rule.ts'

/** The longest text of a verb, in characters. */
export const mostCharacters = { Message: 1600, Sms: 160 } as const

const attributes = {
  to: attribute(text, null),
  from: attribute(text, null),
  action: attribute(address, null),
  method: attribute(method, 'POST', 14104),
  statusCallback: attribute(address, null, 14105),
} as const

/** What the verbs that send a message may hold, also in a call. */
export const messageRules = {
  Sms: { attributes, children: {}, text: true },
  Message: {
    attributes,
    children: {
      Body: { attributes: {}, children: {}, text: true },
      Media: { attributes: {}, children: {}, text: true, most: 10 },
    },
    text: true,
  },
} as const satisfies Record<string, ElementRule>

/** What may stand in the answer to a message. */
export const messagingRules = {
  attributes: {},
  children: {
    ...messageRules,
    Redirect: { attributes: { method: attribute(method, 'POST', 14104) }, children: {}, text: true },
  },
  text: false,
} as const satisfies ElementRule
