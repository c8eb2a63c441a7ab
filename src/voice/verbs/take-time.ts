import type { PauseVerb, SayVerb } from '../../twiml/voice-verbs.ts'
import { type Draft, type Next, tell, waitFor } from '../draft.ts'
import { promptTime } from '../prompt-time.ts'

/** `<Say>` and `<Pause>`: take as long as they take. */
export function takeTime(verb: SayVerb | PauseVerb, draft: Draft): Next {
  const time = promptTime(verb)
  tellPrompt(verb, draft)
  if (time === 0) return 'on'
  waitForTime(draft, time)
  return 'waits'
}

/** Adds to the transcript what is heard. */
export function tellPrompt(verb: SayVerb | PauseVerb, draft: Draft): void {
  if (verb.verb === 'pause') return tell(draft, 'paused', { seconds: verb.length })
  const { text, voice, language, loop } = verb
  tell(draft, 'said', { text, voice, language, loop })
}

/** Waits so long; for ever, when that is without end. */
export function waitForTime(draft: Draft, time: number): void {
  draft.run = { ...draft.run, inARow: 0 }
  waitFor(draft, { for: 'time' }, time === Infinity ? null : draft.at + time)
}
