import { check } from './check.ts'
import { note } from './fault.ts'
import { isAddress } from './kind.ts'
import { wrongText } from './schema-faults.ts'
import { textOf } from './text-of.ts'
import type { TwimlElement, TwimlFault } from './twiml.ts'
import { voiceRules } from './voice-rules.ts'
import type { PlayVerb } from './voice-verbs.ts'

/** Reads `<Play>`. Null for one without anything to play. */
export function readPlay(element: TwimlElement, faults: TwimlFault[]): PlayVerb | null {
  const values = check(element, voiceRules.children.Play, faults)
  const url = textOf(element)
  if (url !== '' && isAddress(url)) return { verb: 'play', url, ...values }
  if (url !== '' || values.digits === null) note(faults, wrongText(element, url))
  return values.digits === null ? null : { verb: 'play', url: null, ...values }
}
