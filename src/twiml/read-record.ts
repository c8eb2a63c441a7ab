import { check } from './check.ts'
import { faultAt, note } from './fault.ts'
import type { TwimlElement, TwimlFault } from './twiml.ts'
import { voiceRules } from './voice-rules.ts'
import type { RecordVerb } from './voice-verbs.ts'

const longestTranscribed = 120

/** Reads `<Record>`. One that asks to be longer than what is transcribed is recorded, but not transcribed. */
export function readRecord(element: TwimlElement, faults: TwimlFault[]): RecordVerb {
  const values = check(element, voiceRules.children.Record, faults)
  const isAsked = element.attributes.maxLength !== undefined
  if (values.transcribe && isAsked && values.maxLength > longestTranscribed) {
    note(faults, faultAt(element, 13615))
    values.transcribe = false
  }
  return { verb: 'record', ...values }
}
