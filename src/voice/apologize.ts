import type { Draft, Next } from './draft.ts'
import { saying } from './saying.ts'

/** What is heard when there are no instructions to be had: a word of regret, then the end of the call. */
export function apologize(draft: Draft): Next {
  draft.run = { ...draft.run, rest: [apology], whenDone: 'hang-up' }
  return 'on'
}

const apology = saying('We are sorry, an application error has occurred. Goodbye.')
