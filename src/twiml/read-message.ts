import { check, childrenOf, valuesOf } from './check.ts'
import { faultAt, note } from './fault.ts'
import { isAddress } from './kind.ts'
import { messageRules, mostCharacters } from './messaging-rules.ts'
import { wrongText } from './schema-faults.ts'
import { textOf } from './text-of.ts'
import type { MessageVerb, TwimlElement, TwimlFault } from './twiml.ts'

/** Reads `<Message>` or `<Sms>`. Null for one that says nothing, or more than can be sent. */
export function readMessage(element: TwimlElement, faults: TwimlFault[]): MessageVerb | null {
  const name = element.name === 'Sms' ? 'Sms' : 'Message'
  const values = valuesOf(element, messageRules[name], faults)
  const texts = [textOf(element)]
  const mediaUrls: string[] = []
  for (const { element: child, rule } of childrenOf(element, messageRules[name], faults)) {
    check(child, rule, faults)
    const text = textOf(child)
    if (child.name === 'Body') texts.push(text)
    else if (text !== '' && isAddress(text)) mediaUrls.push(text)
    else note(faults, wrongText(child, text))
  }

  const body = texts.filter((text) => text !== '').join('\n')
  const fault = faultOf(name, body, mediaUrls)
  if (fault === null) return { verb: 'message', name, body, mediaUrls, ...values }
  note(faults, faultAt(element, fault))
  return null
}

function faultOf(name: MessageVerb['name'], body: string, mediaUrls: readonly string[]) {
  if (body === '' && mediaUrls.length === 0) return 14103
  if ([...body].length <= mostCharacters[name]) return null
  return name === 'Sms' ? 21605 : 21617
}
