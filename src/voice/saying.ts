import type { SayVerb } from '../twiml/voice-verbs.ts'

/** Says a text once, as `<Say>` does that asks for nothing else. */
export const saying = (text: string): SayVerb => ({ verb: 'say', text, voice: 'man', language: 'en-US', loop: 1 })
