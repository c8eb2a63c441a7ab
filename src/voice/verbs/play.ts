import type { PlayVerb } from '../../twiml/voice-verbs.ts'
import { addressIn } from '../address-in.ts'
import { blame, type Draft, type Next, tell, waitFor } from '../draft.ts'
import type { FetchedSound } from '../fetch-sound.ts'
import { keysTime, repeated } from '../prompt-time.ts'
import type { Sound } from '../run.ts'
import { waitForTime } from './take-time.ts'

/** `<Play>`: gets the sound, unless keys are pressed. */
export function play(verb: PlayVerb, draft: Draft): Next {
  if (verb.digits) {
    tell(draft, 'played', { digits: verb.digits, loop: verb.loop })
    waitForTime(draft, repeated(keysTime(verb.digits), verb.loop))
    return 'waits'
  }
  const url = soundAddress(verb, draft)
  if (url === null) return 'on'
  waitFor(draft, { for: 'sound', play: { ...verb, url } }, draft.at)
  return 'waits'
}

/** Where the sound is; one that is nowhere is told of, and passed over. */
export function soundAddress({ url: written }: PlayVerb, draft: Draft): string | null {
  const url = written === null || written.trim() === '' ? null : addressIn(draft.run, written)
  if (url === null)
    blame(draft, { code: 11100, level: 'error', text: `Invalid URL format of what is to be played: ${written}` })
  return url
}

/** Plays what was got; what could not be is passed over. */
export function played(verb: Sound, sound: FetchedSound, draft: Draft): Next {
  const time = soundTime(verb, sound, draft)
  if (time === null) return 'on'
  waitForTime(draft, time)
  return 'waits'
}

/** Tells what is heard, and how long that takes. Null for what could not be got: that is told, too. */
export function soundTime({ url, loop }: Sound, sound: FetchedSound, draft: Draft): number | null {
  if (sound.fault === null) {
    tell(draft, 'played', { url, loop, milliseconds: sound.length })
    return repeated(sound.length, loop)
  }
  // The request that failed is told of with the attempt.
  if (sound.isAnswered) blame(draft, sound.fault)
  else tell(draft, 'fault', { code: sound.fault.code, level: sound.fault.level, text: sound.fault.text })
  return null
}
