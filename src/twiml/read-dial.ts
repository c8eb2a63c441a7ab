import { looksLikeNumber } from '../domain/phone-number.ts'
import { check, childrenOf, valuesOf } from './check.ts'
import { faultAt, note } from './fault.ts'
import { textOf } from './text-of.ts'
import type { TwimlElement, TwimlFault } from './twiml.ts'
import { voiceRules } from './voice-rules.ts'
import type { DialVerb, NumberNoun } from './voice-verbs.ts'

const rule = voiceRules.children.Dial
const numberRule = rule.children.Number

/** Reads `<Dial>`: the number that is its text, and its nouns. It may be left with nobody to call. */
export function readDial(element: TwimlElement, faults: TwimlFault[]): DialVerb {
  const values = valuesOf(element, rule, faults)
  // A number that stands there by itself is called as one without attributes.
  const plain = { ...element, attributes: {} }
  const nouns: DialVerb['nouns'][number][] = []
  if (textOf(element) !== '') nouns.push(...numberIn(plain, valuesOf(plain, numberRule, faults), faults))
  for (const { element: noun, rule: nounRule } of childrenOf(element, rule, faults)) {
    if (noun.name === 'Number') {
      nouns.push(...numberIn(noun, check(noun, numberRule, faults), faults))
    } else {
      check(noun, nounRule, faults)
      nouns.push({ noun: 'not-simulated', name: noun.name, element: noun })
    }
  }
  return { verb: 'dial', nouns: withoutMixture(element, nouns, faults), ...values }
}

function numberIn(
  element: TwimlElement,
  values: Omit<NumberNoun, 'noun' | 'phoneNumber'>,
  faults: TwimlFault[],
): NumberNoun[] {
  const phoneNumber = textOf(element)
  if (looksLikeNumber(phoneNumber)) return [{ noun: 'number', phoneNumber, ...values }]
  note(faults, faultAt(element, 13223))
  return []
}

/** Whoever calls numbers cannot be in a conference as well. */
function withoutMixture(element: TwimlElement, nouns: DialVerb['nouns'], faults: TwimlFault[]): DialVerb['nouns'] {
  const isConference = (noun: DialVerb['nouns'][number]) => noun.noun === 'not-simulated' && noun.name === 'Conference'
  if (!nouns.some(isConference) || !nouns.some(({ noun }) => noun === 'number')) return nouns
  note(faults, faultAt(element, 13000))
  return nouns.filter((noun) => !isConference(noun))
}
