import { address, method, text } from './kind.ts'
import { attribute, element } from './rule.ts'

/** The longest text of a verb, in characters. */
export const mostCharacters = { Message: 1600, Sms: 160 } as const

const attributes = {
  to: attribute(text, null),
  from: attribute(text, null),
  action: attribute(address, null),
  method: attribute(method, 'POST', 14104),
  statusCallback: attribute(address, null, 14105),
}

/** What the verbs that send a message may hold, also in a call. */
export const messageRules = {
  Sms: element(attributes, {}, { text: true }),
  Message: element(
    attributes,
    { Body: element({}, {}, { text: true }), Media: element({}, {}, { text: true, most: 10 }) },
    { text: true },
  ),
}

/** What may stand in the answer to a message. */
export const messagingRules = element(
  {},
  { ...messageRules, Redirect: element({ method: attribute(method, 'POST', 14104) }, {}, { text: true }) },
)
