import type { Message } from '../message.ts'
import type { Condition } from './condition.ts'
import { fold } from './fold.ts'
import { gramsOf } from './grams.ts'
import type { Search } from './search.ts'

/** So many grams of one text are looked up: more of them find hardly less. */
const mostGrams = 16

/** A message that fits has all grams of one of these at least. */
export type Alternatives = readonly (readonly number[])[]

/** What messages must have in the index to fit. Empty where the index cannot tell, because all that is asked is short, or not a text. */
export function neededGrams({ texts, groups }: Search<Message>): readonly Alternatives[] {
  const ofTexts = texts.flatMap(({ text, not }) => (not ? [] : [[gramsToLookUp(text)]]))
  const ofGroups = groups.flatMap(({ any, not }) => (not ? [] : [any.map(gramsOfCondition)]))
  return [...ofTexts, ...ofGroups].filter((alternatives) => alternatives.every((grams) => grams.length > 0))
}

function gramsOfCondition(condition: Condition<Message>): readonly number[] {
  const { field, not } = condition
  if (not || (field !== 'to' && field !== 'from')) return []
  if (condition.is === 'like') return gramsToLookUp(fold(condition.text))
  return condition.is === 'equal' ? gramsToLookUp(fold(String(condition.to))) : []
}

/** Some from all over the text. */
function gramsToLookUp(text: string): readonly number[] {
  const grams = [...gramsOf(text)]
  const step = Math.max(1, grams.length / mostGrams)
  return Array.from({ length: Math.min(grams.length, mostGrams) }, (_, i) => grams[Math.floor(i * step)]!)
}
