import type { TwimlFault } from './twiml.ts'

interface Place {
  line: number
  column: number
}

/** What can be wrong with a document: how grave it is, and in which words it is told where there are none of its own. */
const known = {
  11100: ['error', 'Invalid URL format'],
  11750: ['error', 'TwiML response body too large'],
  12100: ['error', 'Document parse failure'],
  12101: ['error', 'Invalid Twilio Markup XML version'],
  12102: ['error', 'The root element must be Response'],
  12200: ['warning', 'Schema validation warning'],
  12300: ['error', 'Invalid Content-Type'],
  14103: ['warning', 'The Message body does not contain valid text or a media URL'],
  14104: ['warning', 'Invalid Method attribute'],
  14105: ['warning', 'Invalid statusCallback attribute'],
  21605: ['warning', 'Maximum body length is 160 characters (old API endpoint)'],
  21617: ['warning', 'The concatenated message body exceeds the 1600 character limit'],
} as const satisfies Record<number, readonly [TwimlFault['level'], string]>

export type FaultCode = keyof typeof known

const mostFaults = 100
/** Of the words of a fault: they quote what was written, which may be long. */
const mostCharacters = 500

/** Says what is wrong at a place; in the words of the code, unless there are better ones. */
export function faultAt(place: Place | null, code: FaultCode, words?: string): TwimlFault {
  const [level, text] = known[code]
  return {
    code,
    level,
    text: (words ?? text).slice(0, mostCharacters),
    line: place?.line ?? null,
    column: place?.column ?? null,
  }
}

/** Adds a fault to those of a document. Of very many warnings the first are told, and that there are more. */
export function note(faults: TwimlFault[], fault: TwimlFault): void {
  if (faults.length < mostFaults || fault.level === 'error') faults.push(fault)
  else if (faults.length === mostFaults)
    faults.push(faultAt(null, 12200, 'There are more warnings than are told here.'))
}
