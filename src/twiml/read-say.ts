import { check } from './check.ts'
import { faultAt, note } from './fault.ts'
import { ssmlRules } from './ssml-rules.ts'
import type { TwimlElement, TwimlFault } from './twiml.ts'
import type { voiceRules } from './voice-rules.ts'
import type { SayVerb } from './voice-verbs.ts'

const mostCharacters = 4096
/** What stands in these is spoken with a pause before and behind it. */
const apart: ReadonlySet<string> = new Set(['break', 'p', 's'])

/** Reads `<Say>`. Null for one without words; of too many, the first are said. */
export function readSay(
  element: TwimlElement,
  rule: typeof voiceRules.children.Say,
  faults: TwimlFault[],
): SayVerb | null {
  const values = check(element, rule, faults)
  const text = spokenIn(element).replace(/\s+/g, ' ').trim()
  if (text === '') {
    note(faults, faultAt(element, 13520))
    return null
  }
  const characters = [...text]
  if (characters.length > mostCharacters) note(faults, faultAt(element, 13521))
  return { verb: 'say', text: characters.slice(0, mostCharacters).join(''), ...values }
}

function spokenIn({ children }: TwimlElement): string {
  return children
    .map((child) => {
      if (typeof child === 'string') return child
      if (!Object.hasOwn(ssmlRules, child.name)) return ''
      return apart.has(child.name) ? ` ${spokenIn(child)} ` : spokenIn(child)
    })
    .join('')
}
