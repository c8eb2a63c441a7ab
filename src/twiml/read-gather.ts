import { check, childrenOf, valuesOf } from './check.ts'
import { faultAt, note } from './fault.ts'
import { readPlay } from './read-play.ts'
import { readSay } from './read-say.ts'
import type { TwimlElement, TwimlFault } from './twiml.ts'
import { voiceRules } from './voice-rules.ts'
import type { GatherVerb } from './voice-verbs.ts'

const rule = voiceRules.children.Gather

/** Reads `<Gather>` and what it says meanwhile. */
export function readGather(element: TwimlElement, faults: TwimlFault[]): GatherVerb {
  const values = valuesOf(element, rule, faults)
  if (values.speechTimeout === 'auto' && element.attributes.speechModel === 'default') {
    note(faults, faultAt(element, 13335))
    values.speechTimeout = null
  }
  const prompts = []
  for (const { element: child } of childrenOf(element, rule, faults)) {
    const prompt = readPrompt(child, faults)
    if (prompt !== null) prompts.push(prompt)
  }
  return { verb: 'gather', prompts, ...values }
}

function readPrompt(element: TwimlElement, faults: TwimlFault[]): GatherVerb['prompts'][number] | null {
  if (element.name === 'Say') return readSay(element, rule.children.Say, faults)
  if (element.name === 'Play') return readPlay(element, faults)
  return { verb: 'pause', ...check(element, rule.children.Pause, faults) }
}
