import type { Message } from '../message.ts'
import type { Condition } from './condition.ts'
import { fold } from './fold.ts'
import { gramsOf } from './grams.ts'
import type { Search } from './search.ts'

/** So many grams of one text are looked up: more of them find hardly less. */
const mostGrams = 10
/** And so many of all texts together, which bounds how much of the index is read. */
const mostTogether = 40

/** A message that fits has all grams of one of these at least. */
export type Alternatives = readonly (readonly number[])[]

/** What messages must have in the index to fit. Empty where the index cannot tell, because all that is asked is short, or not a text. */
export function neededGrams({ texts, groups }: Search<Message>): readonly Alternatives[] {
  const ofTexts = texts.flatMap(({ text, not }) => (not ? [] : [[gramsToLookUp(text)]]))
  const ofGroups = groups.flatMap(({ any, not }) => (not ? [] : [any.map(gramsOfCondition)]))
  const usable = [...ofTexts, ...ofGroups].filter((alternatives) => alternatives.every((grams) => grams.length > 0))
  return fewest(usable.map(withinBounds))
}

const withinBounds = (alternatives: Alternatives): Alternatives => {
  const each = Math.max(1, Math.floor(mostTogether / alternatives.length))
  return alternatives.map((grams) => grams.slice(0, each))
}

/** Those that are looked up with the fewest grams, as many as there may be together: one at least. */
function fewest(needed: readonly Alternatives[]): readonly Alternatives[] {
  let together = 0
  return needed
    .toSorted((a, b) => a.flat().length - b.flat().length)
    .filter((alternatives, i) => (together += alternatives.flat().length) <= mostTogether || i === 0)
}

function gramsOfCondition(condition: Condition<Message>): readonly number[] {
  const { field, not } = condition
  if (not || (field !== 'to' && field !== 'from')) return []
  if (condition.is === 'like') return gramsToLookUp(fold(condition.text))
  return condition.is === 'equal' ? gramsToLookUp(fold(String(condition.to))) : []
}

/** Those between words first, which few texts have, then some from all over the text. */
function gramsToLookUp(text: string): readonly number[] {
  const between = [...text.matchAll(/(?=(\S \S))/g)].map(([, gap = '']) => gap)
  const chosen = new Set(between.flatMap((gap) => [...gramsOf(gap)]).slice(0, mostGrams - 4))
  const others = [...gramsOf(text).difference(chosen)]
  const step = Math.max(1, others.length / (mostGrams - chosen.size))
  for (let i = 0; i < others.length && chosen.size < mostGrams; i += step) chosen.add(others[Math.floor(i)]!)
  return [...chosen]
}
