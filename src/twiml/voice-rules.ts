import { action, parameters, recordingCallback, trim } from './shared-rules.ts'
import { dial } from './dial-rules.ts'
import type { FaultCode } from './fault.ts'
import { address, either, flag, like, method, oneOf, someOf, text, whole, type Kind } from './kind.ts'
import { messageRules } from './messaging-rules.ts'
import { notSimulatedRules } from './not-simulated-rules.ts'
import { attribute, element, optional } from './rule.ts'
import { ssmlRules } from './ssml-rules.ts'

const language = like('language', /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i)
/** A voice of the service's own, or one of a named provider: `Polly.Joanna-Neural`. */
const voice = like('voice', /^(man|woman|alice|[a-z][a-z0-9]*\.[\w.-]+)$/i)
const keys = '0-9*#'

/** Up to 500 phrases of up to 100 characters each. */
const hints: Kind<string> = {
  type: 'hints',
  read: (raw) => {
    const phrases = raw.split(',')
    return phrases.length <= 500 && phrases.every((phrase) => phrase.trim().length <= 100) ? raw : undefined
  },
}

const say = (wrongVoice: FaultCode, wrongLoop: FaultCode) =>
  element(
    {
      voice: attribute(voice, 'man', wrongVoice),
      language: attribute(language, 'en-US', 13512),
      loop: attribute(whole(0), 1, wrongLoop),
    },
    ssmlRules,
    { text: true },
  )

const play = element(
  {
    loop: attribute(whole(0), 1, 13410),
    digits: optional(like('digits', /^[0-9*#a-dwW,]+$/i), 13430),
  },
  {},
  { text: true },
)

const pause = element({ length: attribute(whole(1), 1, 13910) }, {})

const gather = element(
  {
    input: attribute(someOf('dtmf', 'speech'), ['dtmf'], 13326),
    ...action(13312),
    timeout: attribute(whole(1), 5, 13313),
    finishOnKey: attribute(like('key', new RegExp(`^[${keys}]?$`)), '#', 13310),
    numDigits: optional(whole(1), 13314),
    actionOnEmptyResult: attribute(flag, false, 13338),
    speechTimeout: optional(either(oneOf('auto'), whole(1)), 13327),
    maxSpeechTime: attribute(whole(1), 60, 13328),
    speechModel: attribute(like('speech model', /^[\w.-]+$/), 'default', 13334),
    hints: optional(hints, 13330),
    language: attribute(language, 'en-US', 13331),
    profanityFilter: attribute(flag, true, 13333),
    enhanced: attribute(flag, false),
    bargeIn: attribute(flag, true, 13332),
    partialResultCallback: attribute(address, null),
    partialResultCallbackMethod: attribute(method, 'POST', 13329),
    debug: attribute(flag, false),
  },
  { Say: say(13321, 13322), Play: play, Pause: pause },
)

const record = element(
  {
    ...action(13610),
    timeout: attribute(whole(1), 5, 13611),
    finishOnKey: attribute(like('keys', new RegExp(`^[${keys}]*$`)), '1234567890*#', 13613),
    maxLength: attribute(whole(1, 14_400), 3600, 13612),
    playBeep: attribute(flag, true, 13616),
    trim: attribute(trim, 'trim-silence', 13699),
    ...recordingCallback,
    recordingConfigurationId: attribute(text, null),
    transcribe: attribute(flag, false, 13614),
    transcribeCallback: attribute(address, null, 13257),
  },
  {},
)

/** What may stand in the answer to a call. */
export const voiceRules = element(
  {},
  {
    Play: play,
    Say: say(13511, 13510),
    Pause: pause,
    Gather: gather,
    Record: record,
    Dial: dial,
    Redirect: element({ method: attribute(method, 'POST', 13710) }, {}, { text: true }),
    Reject: element({ reason: attribute(oneOf('rejected', 'busy'), 'rejected', 13810) }, parameters),
    Hangup: element({}, parameters),
    Leave: element({}, {}),
    ...messageRules,
    ...notSimulatedRules({ Say: say(13511, 13510), Play: play, Pause: pause }),
  },
)
