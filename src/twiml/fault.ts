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
  13000: ['warning', 'Conference Noun cannot be mixed with Number nouns'],
  13210: ['warning', 'Dial: Invalid method value'],
  13212: ['warning', 'Dial: Invalid timeout value'],
  13213: ['warning', 'Dial: Invalid hangupOnStar value'],
  13214: ['warning', 'Dial: Invalid callerId value'],
  13216: ['warning', 'Invalid timeLimit value'],
  13217: ['warning', 'Dial: Invalid record value'],
  13218: ['warning', 'Dial: Invalid sequential value'],
  13219: ['warning', 'Dial: Invalid answerOnBridge value'],
  13220: ['warning', 'Dial: Invalid ringTone value'],
  13221: ['warning', 'Dial->Number: Invalid method value'],
  13222: ['warning', 'Dial->Number: Invalid sendDigits value'],
  13223: ['warning', 'Dial: Invalid phone number format'],
  13230: ['warning', 'Dial->Conference: Invalid muted value'],
  13231: ['error', 'Dial->Conference: Invalid endConferenceOnExit value'],
  13232: ['warning', 'Dial->Conference: Invalid startConferenceOnEnter value'],
  13233: ['warning', 'Dial->Conference: Invalid waitUrl'],
  13234: ['warning', 'Dial->Conference: Invalid waitMethod'],
  13235: ['warning', 'Dial->Conference: Invalid beep value'],
  13237: ['warning', 'Dial->Conference: Invalid Conference Name'],
  13239: ['error', 'Dial->Conference: Invalid Trim Value'],
  13241: ['warning', 'Dial->SIP: Invalid method value'],
  13243: ['warning', 'Dial->SIP: Invalid SIP URI'],
  13256: ['warning', 'Invalid recordingStatusCallback URL'],
  13257: ['error', 'Invalid transcribeCallback URL'],
  13310: ['warning', 'Gather: Invalid finishOnKey value'],
  13312: ['warning', 'Gather: Invalid method value'],
  13313: ['warning', 'Gather: Invalid timeout value'],
  13314: ['warning', 'Gather: Invalid numDigits value'],
  13321: ['warning', 'Gather->Say: Invalid voice value'],
  13322: ['warning', 'Gather->Say: Invalid loop value'],
  13326: ['warning', 'Gather: Invalid input value'],
  13327: ['warning', 'Gather: Invalid speechTimeout value'],
  13328: ['warning', 'Gather: Invalid maxSpeechTime value'],
  13329: ['warning', 'Gather: Invalid partialResultCallbackMethod value'],
  13330: ['warning', 'Gather: Invalid hints value'],
  13331: ['warning', 'Gather: Invalid language value'],
  13332: ['warning', 'Gather: Invalid bargeIn value'],
  13333: ['warning', 'Gather: Invalid profanityFilter value'],
  13334: ['warning', 'Gather: Invalid model value'],
  13335: ['warning', 'Gather: speechTimeout auto cannot be used with model default'],
  13338: ['error', 'Gather: Invalid actionOnEmptyResult value'],
  13410: ['warning', 'Play: Invalid loop value'],
  13430: ['warning', 'Play: Invalid DTMF String'],
  13510: ['warning', 'Say: Invalid loop value'],
  13511: ['warning', 'Say: Invalid voice value'],
  13512: ['warning', 'Gather element has an invalid "language" attribute value'],
  13520: ['warning', 'Say: Invalid text'],
  13521: ['warning', '`<Say>` element character limits exceeded'],
  13610: ['warning', 'Record: Invalid method value'],
  13611: ['warning', 'Record: Invalid timeout value'],
  13612: ['warning', 'Record: Invalid maxLength value'],
  13613: ['warning', 'Record: Invalid finishOnKey value'],
  13614: ['warning', 'Record: Invalid transcribe value'],
  13615: ['warning', 'Record: maxLength too high for transcription'],
  13616: ['warning', 'Record: playBeep must be true or false'],
  13621: ['error', "Invalid 'recordingStatusCallbackEvent'"],
  13699: ['warning', 'Record: Invalid trim value'],
  13710: ['warning', 'Redirect: Invalid method value'],
  13810: ['warning', 'Reject: Invalid cause'],
  13910: ['warning', 'Pause: Invalid length value'],
  14103: ['warning', 'The Message body does not contain valid text or a media URL'],
  14104: ['warning', 'Invalid Method attribute'],
  14105: ['warning', 'Invalid statusCallback attribute'],
  14201: ['error', 'Enqueue: Invalid method value'],
  14202: ['error', 'Enqueue: Invalid waitUrl'],
  14203: ['error', 'Enqueue: Invalid Enqueue action url'],
  14204: ['error', 'Enqueue: Queue name too short'],
  14205: ['error', 'Enqueue: Queue name too long'],
  14206: ['error', 'Enqueue: Invalid waitUrlMethod value'],
  14210: ['error', 'Dial->Queue: Invalid whisper method'],
  14211: ['error', 'Dial->Queue: Invalid whisper url'],
  14212: ['error', 'Dial->Queue: queue name too short'],
  14213: ['error', 'Dial->Queue: queue name too long'],
  14215: ['error', 'Dial->Queue: Invalid ReservationSid. Unable to dequeue'],
  14220: ['error', 'Enqueue: Provided Workflow was not a valid sid'],
  14221: ['error', 'Enqueue: Provided Attributes JSON was not valid'],
  14300: ['error', 'Start: Invalid nested noun value'],
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

/** Adds a fault to those of a document. Of very many the first are told, that there are more, and the first error in any case. */
export function note(faults: TwimlFault[], fault: TwimlFault): void {
  const isFirstError = fault.level === 'error' && !faults.some(isError)
  if (faults.length < mostFaults || isFirstError) faults.push(fault)
  else if (faults.length === mostFaults) {
    faults.push(faultAt(null, 12200, 'There is more wrong than is told here.'))
  }
}

export const isError = ({ level }: TwimlFault): boolean => level === 'error'
