import { faultAt, note } from './fault.ts'
import { foreignElement, oneTooMany, strayText, unknownAttribute, wrongValue } from './schema-faults.ts'
import type { ElementRule, ValuesOf } from './rule.ts'
import type { TwimlElement, TwimlFault } from './twiml.ts'

/** What the attributes of an element say, the declared fallback where they say nothing of use. What it may not say is noted. */
export function valuesOf<Rule extends ElementRule>(
  element: TwimlElement,
  rule: Rule,
  faults: TwimlFault[],
): ValuesOf<Rule> {
  const values: Record<string, unknown> = {}
  for (const [name, { fallback }] of Object.entries(rule.attributes)) values[name] = fallback
  for (const [name, raw] of Object.entries(element.attributes)) {
    const declared = Object.hasOwn(rule.attributes, name) ? rule.attributes[name] : undefined
    if (declared === undefined) {
      if (!isOfXml(name)) note(faults, unknownAttribute(name, element))
      continue
    }
    const value = declared.kind.read(raw)
    if (value !== undefined) values[name] = value
    else if (declared.code !== undefined) note(faults, faultAt(element, declared.code))
    else note(faults, wrongValue(raw, name, element, declared.kind.type))
  }
  return values as ValuesOf<Rule>
}

/** An element that may stand where it stands, and what it may hold there. */
export interface Permitted {
  element: TwimlElement
  rule: ElementRule
}

/** The elements in an element that may stand there, one by one; what else stands there is noted on the way. */
export function* childrenOf(parent: TwimlElement, parentRule: ElementRule, faults: TwimlFault[]): Generator<Permitted> {
  const counts = new Map<string, number>()
  for (const element of parent.children) {
    if (typeof element === 'string') {
      if (!parentRule.text && element.trim() !== '') note(faults, strayText(parent, parentRule))
      continue
    }
    const { name } = element
    const rule = Object.hasOwn(parentRule.children, name) ? parentRule.children[name] : undefined
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    if (rule === undefined) note(faults, foreignElement(element, parent, parentRule))
    else if (count > (rule.most ?? count)) note(faults, oneTooMany(element))
    else yield { element, rule }
  }
}

/** Notes all that is wrong with an element and with what stands in it, and says what its attributes say. */
export function check<Rule extends ElementRule>(
  element: TwimlElement,
  rule: Rule,
  faults: TwimlFault[],
): ValuesOf<Rule> {
  const values = valuesOf(element, rule, faults)
  for (const child of childrenOf(element, rule, faults)) check(child.element, child.rule, faults)
  const wrong = rule.wrong?.(element)
  if (wrong) note(faults, faultAt(element, wrong))
  return values
}

/** Names that any document may use to say which schema it follows. */
const isOfXml = (name: string) => /^(xmlns$|xmlns:|xsi:)/.test(name)
