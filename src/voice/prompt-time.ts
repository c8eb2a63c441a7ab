import type { PauseVerb, SayVerb } from '../twiml/voice-verbs.ts'

/** A voice says 150 words in a minute. */
const perWord = 400

/** Keys sound for a quarter of a second; `w` waits for half of one. */
const perKey = 250
const perWait = 500

/** How long sound is taken to be whose length nobody can tell. */
export const unknownSound = 5000

/** Milliseconds that a prompt takes which needs nothing from elsewhere; Infinity for what never ends by itself. */
export function promptTime(prompt: SayVerb | PauseVerb): number {
  if (prompt.verb === 'pause') return prompt.length * 1000
  const words = prompt.text.match(/\S+/g)?.length ?? 0
  return repeated(words * perWord, prompt.loop)
}

/** How long something takes that is repeated so often; 0 is for ever. */
export const repeated = (time: number, loop: number): number => (loop === 0 ? Infinity : time * loop)

/** Milliseconds that it takes to press these keys. */
export const keysTime = (keys: string): number =>
  [...keys].reduce((sum, key) => sum + (key.toLowerCase() === 'w' ? perWait : perKey), 0)
