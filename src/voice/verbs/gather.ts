import type { GatherVerb } from '../../twiml/voice-verbs.ts'
import type { Tale } from '../../messaging/tell-application.ts'
import { addressIn } from '../address-in.ts'
import { askAction } from '../ask-action.ts'
import { type Draft, type Next, tell, waitFor } from '../draft.ts'
import type { FetchedSound } from '../fetch-sound.ts'
import { newJob } from '../new-job.ts'
import { keysTime, promptTime, repeated } from '../prompt-time.ts'
import type { Gathering, Parameter } from '../run.ts'
import { voiceParameters } from '../voice-parameters.ts'
import { soundAddress, soundTime } from './play.ts'
import { tellPrompt } from './take-time.ts'

/** More keys end any `<Gather>`. */
const mostDigits = 1000

/** How sure speech recognition is of what is typed. */
const confidence = '0.9'

/** `<Gather>`: lets its prompts be heard, and takes keys and words meanwhile and afterwards. */
export function gather(verb: GatherVerb, draft: Draft): Next {
  const { input, timeout, numDigits, finishOnKey, prompts } = verb
  tell(draft, 'gathering', { input: input.join(' '), timeout, numDigits, finishOnKey })
  draft.run = { ...draft.run, inARow: 0 }
  return prompting(draft, { verb, now: 'input', sound: null, prompts, digits: '', words: null, complete: false })
}

/** Goes on when a prompt was heard, or its sound is there, or nothing came for too long. */
export function gatherFurther(gathering: Gathering, sound: FetchedSound | null, draft: Draft): Next {
  if (gathering.now === 'input') return gathered(gathering, draft)
  if (gathering.sound === null || sound === null) return prompting(draft, gathering)
  const time = soundTime(gathering.sound, sound, draft)
  return time === null ? prompting(draft, gathering) : hearPrompt(draft, gathering, time)
}

export function gatherKeys(gathering: Gathering, keys: string, draft: Draft): Next {
  const { verb, complete } = gathering
  if (complete || !verb.input.includes('dtmf')) return 'waits'
  const end = [...keys].findIndex((key) => verb.finishOnKey.includes(key))
  const most = verb.numDigits ?? mostDigits
  const all = gathering.digits + (end === -1 ? keys : keys.slice(0, end))
  const digits = all.slice(0, most)
  return heard(draft, { ...gathering, digits, complete: end !== -1 || digits.length === most })
}

export function gatherWords(gathering: Gathering, words: string, draft: Draft): Next {
  const { verb, complete } = gathering
  if (complete || !verb.input.includes('speech')) return 'waits'
  tellPartially(verb, words, draft)
  return heard(draft, { ...gathering, words, complete: true })
}

/** Turns to the next prompt, or to waiting when all were heard. */
function prompting(draft: Draft, gathering: Gathering): Next {
  const [prompt, ...prompts] = gathering.prompts
  if (!prompt) return gathering.complete ? gathered(gathering, draft) : awaitInput(draft, gathering)
  const next = { ...gathering, prompts, sound: null }
  if (prompt.verb !== 'play') {
    tellPrompt(prompt, draft)
    return hearPrompt(draft, next, promptTime(prompt))
  }
  if (prompt.digits) {
    tell(draft, 'played', { digits: prompt.digits, loop: prompt.loop })
    return hearPrompt(draft, next, repeated(keysTime(prompt.digits), prompt.loop))
  }
  const url = soundAddress(prompt, draft)
  if (url === null) return prompting(draft, next)
  waitFor(draft, { for: 'input', gathering: { ...next, now: 'sound', sound: { ...prompt, url } } }, draft.at)
  return 'waits'
}

function hearPrompt(draft: Draft, gathering: Gathering, time: number): Next {
  const waiting = { for: 'input', gathering: { ...gathering, now: 'prompt', sound: null } } as const
  waitFor(draft, waiting, time === Infinity ? null : draft.at + time)
  return 'waits'
}

function awaitInput(draft: Draft, gathering: Gathering): Next {
  const waiting = { for: 'input', gathering: { ...gathering, now: 'input', sound: null, prompts: [] } } as const
  waitFor(draft, waiting, draft.at + gathering.verb.timeout * 1000)
  return 'waits'
}

/** Keys and words cut the prompts short, unless these are to be heard to their end. */
function heard(draft: Draft, gathering: Gathering): Next {
  if (gathering.now !== 'input' && !gathering.verb.bargeIn) {
    draft.run = { ...draft.run, waiting: { for: 'input', gathering } }
    return 'waits'
  }
  return gathering.complete ? gathered(gathering, draft) : awaitInput(draft, gathering)
}

/** Tells the `action` what came. Nothing at all is passed over, unless that is to be told, too. */
function gathered({ verb, digits, words }: Gathering, draft: Draft): Next {
  tell(draft, 'gathered', { digits, words })
  if (digits === '' && words === null && !verb.actionOnEmptyResult) return 'on'
  const more: Parameter[] =
    words !== null
      ? [
          ['SpeechResult', words],
          ['Confidence', confidence],
        ]
      : [[verb.input.includes('dtmf') ? 'Digits' : 'SpeechResult', digits]]
  return askAction(draft, verb, more)
}

/** Words are told once before they are complete: here they come all at once. */
function tellPartially(
  { partialResultCallback, partialResultCallbackMethod: method }: GatherVerb,
  words: string,
  draft: Draft,
): void {
  const { call, run, at, operations } = draft
  const url = partialResultCallback ? addressIn(run, partialResultCallback) : null
  if (url === null) return
  const { accountSid, sid: subject } = call
  const more: Parameter[] = [
    ['SequenceNumber', '0'],
    ['UnstableSpeechResult', words],
    ['Stability', confidence],
  ]
  const data = { url, method, kind: 'voice', parameters: voiceParameters(call, more) } satisfies Tale
  operations.push(newJob('report-call', { accountSid, subject, due: at, data }))
}
