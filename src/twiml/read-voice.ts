import { check, type Permitted } from './check.ts'
import { readDial } from './read-dial.ts'
import { readGather } from './read-gather.ts'
import { readMessage } from './read-message.ts'
import { readPlay } from './read-play.ts'
import { readRecord } from './read-record.ts'
import { readRedirect } from './read-redirect.ts'
import { readResponse } from './read-response.ts'
import { readSay } from './read-say.ts'
import type { TwimlFault, TwimlReading } from './twiml.ts'
import { voiceRules } from './voice-rules.ts'
import type { VoiceVerb } from './voice-verbs.ts'

const rules = voiceRules.children

/** Reads the answer to a call. */
export const readVoiceTwiml = (text: string): TwimlReading<VoiceVerb> => readResponse(text, voiceRules, readVerb)

function readVerb({ element, rule }: Permitted, faults: TwimlFault[]): VoiceVerb | null {
  switch (element.name) {
    case 'Say':
      return readSay(element, rules.Say, faults)
    case 'Play':
      return readPlay(element, faults)
    case 'Pause':
      return { verb: 'pause', ...check(element, rules.Pause, faults) }
    case 'Gather':
      return readGather(element, faults)
    case 'Record':
      return readRecord(element, faults)
    case 'Dial':
      return readDial(element, faults)
    case 'Redirect':
      return readRedirect(element, rules.Redirect, faults)
    case 'Reject':
      return { verb: 'reject', ...check(element, rules.Reject, faults) }
    case 'Sms':
    case 'Message':
      return readMessage(element, faults)
    case 'Hangup':
    case 'Leave':
      check(element, rule, faults)
      return { verb: element.name === 'Hangup' ? 'hangup' : 'leave' }
    default:
      check(element, rule, faults)
      return { verb: 'not-simulated', name: element.name, element }
  }
}
