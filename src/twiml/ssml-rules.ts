import { oneOf, text } from './kind.ts'
import { attribute, element, optional, type ElementRule } from './rule.ts'

/** What may stand in spoken text to say how it is spoken; most of it in each other. */
export const ssmlRules: Readonly<Record<string, ElementRule>> = (() => {
  const rules: Record<string, ElementRule> = {}
  const spoken = { text: true }
  return Object.assign(rules, {
    break: element(
      {
        strength: optional(oneOf('none', 'x-weak', 'weak', 'medium', 'strong', 'x-strong')),
        time: attribute(text, null),
      },
      {},
    ),
    emphasis: element({ level: optional(oneOf('strong', 'moderate', 'reduced')) }, rules, spoken),
    lang: element({ 'xml:lang': attribute(text, null) }, rules, spoken),
    p: element({}, rules, spoken),
    phoneme: element({ alphabet: attribute(text, null), ph: attribute(text, null) }, {}, spoken),
    prosody: element(
      { volume: attribute(text, null), rate: attribute(text, null), pitch: attribute(text, null) },
      rules,
      spoken,
    ),
    s: element({}, rules, spoken),
    'say-as': element({ 'interpret-as': attribute(text, null), format: attribute(text, null) }, {}, spoken),
    sub: element({ alias: attribute(text, null) }, {}, spoken),
    w: element({ role: attribute(text, null) }, rules, spoken),
  })
})()
